import type postgres from 'postgres';
import { OneConnection, type Statements } from './one-connection';

type SqlClient = postgres.Sql;

/**
 * Connections for reads that take several statements. Each is used by one read at a time and pipelines what it is given, `begin`
 * and `commit` included: a snapshot costs one round trip where the driver's own `begin` takes three.
 */
class ReadPool {
	private readonly free: OneConnection[] = [];
	private readonly all: OneConnection[] = [];
	private readonly waiting: ((connection: OneConnection) => void)[] = [];

	constructor(private readonly client: SqlClient) {}

	async run<T>(work: (pg: () => Statements) => Promise<T>): Promise<T> {
		const connection = this.free.pop() ?? this.make() ?? (await new Promise<OneConnection>((resolve) => this.waiting.push(resolve)));
		try {
			return await connection.transaction(work);
		} finally {
			const next = this.waiting.shift();
			if (next === undefined) this.free.push(connection);
			else next(connection);
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.all.map((connection) => connection.close()));
	}

	private make(): OneConnection | undefined {
		if (this.all.length >= this.client.options.max) return undefined;
		const connection = new OneConnection(this.client);
		this.all.push(connection);
		return connection;
	}
}

const pools = new WeakMap<SqlClient, ReadPool>();

/**
 * Runs a transaction on a connection of its own beside the client's, with the client's options and as many at most.
 * @param work as OneConnection.transaction takes it
 */
export function runRead<T>(client: SqlClient, work: (pg: () => Statements) => Promise<T>): Promise<T> {
	let pool = pools.get(client);
	if (pool === undefined) {
		pool = new ReadPool(client);
		pools.set(client, pool);
	}
	return pool.run(work);
}

/** Closes the connections of the client's reads. */
export async function closeReads(client: SqlClient): Promise<void> {
	await pools.get(client)?.close();
}
