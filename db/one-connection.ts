import postgres from 'postgres';
import { toError } from '../lib/errors';

/** A client of the driver. Its type here, not openSql's: that opens reads, which come here. */
type SqlClient = postgres.Sql;

/** The statements of a transaction: postgres.js on its connection. */
export type Statements = postgres.ISql;

interface Connection {
	readonly client: SqlClient;
	readonly reserved: postgres.ReservedSql;
	readonly loss: Loss;
	isLost: boolean;
}

/**
 * The end of a connection, for whoever waits for something on it meanwhile. No promise that all of them race against: that one would
 * keep what each of them got for as long as the connection lasts.
 */
class Loss {
	private error: Error | null = null;
	private readonly waiting = new Set<(error: Error) => void>();

	/** What it resolves or rejects with, or the loss if that comes first. */
	or<T>(work: PromiseLike<T>): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			const over = () => this.waiting.delete(reject);
			work.then(
				(result) => {
					over();
					resolve(result);
				},
				(error: unknown) => {
					over();
					reject(error);
				},
			);
			if (this.error === null) this.waiting.add(reject);
			else reject(this.error);
		});
	}

	tell(error: Error): void {
		this.error ??= error;
		for (const reject of this.waiting) reject(error);
		this.waiting.clear();
	}
}

/**
 * One connection that transactions run on, one at a time: a writer lane's, the outbox's, a read's. postgres.js writes to a socket
 * that is gone when a statement follows the loss of a connection inside `begin` (an uncaught exception), and would run what follows
 * a reconnect outside any transaction; so this keeps a client of its own with one connection, hears when that closes, and throws
 * both away when anything but Postgres fails.
 */
export class OneConnection {
	private connection: Promise<Connection> | null = null;

	/** @param sql opened by openSql; its options are used, not its connections */
	constructor(private readonly sql: SqlClient) {}

	/**
	 * Runs a transaction. `work` sends `begin` and, with its last statements, `commit` itself, so that both share a round trip
	 * with others; it takes each batch of statements from `pg()`, which throws once the connection is lost.
	 * @throws what failed; the transaction is rolled back, or of unknown outcome when the connection was lost at the commit
	 */
	async transaction<T>(work: (pg: () => Statements) => Promise<T>): Promise<T> {
		const connection = await this.open();
		const pg = () => {
			if (connection.isLost) throw new Error('the connection to Postgres was lost inside a transaction');
			return connection.reserved;
		};
		try {
			return await connection.loss.or(work(pg));
		} catch (error) {
			if (!(error instanceof postgres.PostgresError) || connection.isLost || !(await rolledBack(connection))) this.discard(connection);
			throw error;
		}
	}

	async close(): Promise<void> {
		const connection = await this.connection?.catch(() => null);
		if (connection) this.discard(connection);
	}

	private open(): Promise<Connection> {
		this.connection ??= this.connect().catch((error: unknown) => {
			this.connection = null;
			throw error;
		});
		return this.connection;
	}

	private async connect(): Promise<Connection> {
		let connection: Connection | null = null;
		const loss = new Loss();
		const client = postgres({
			...(this.sql.options as unknown as postgres.Options<Record<string, never>>),
			max: 1,
			idle_timeout: 0,
			max_lifetime: null,
			onclose: () => {
				if (connection !== null) this.discard(connection);
				loss.tell(new Error('the connection to Postgres was closed'));
			},
		}) as unknown as SqlClient;
		try {
			// a reservation that has to connect first is never granted when types are not fetched
			await loss.or(client`select 1`);
			connection = { client, reserved: await loss.or(client.reserve()), loss, isLost: false };
			return connection;
		} catch (error) {
			endQuietly(client);
			throw error;
		}
	}

	private discard(connection: Connection): void {
		if (!connection.isLost) this.connection = null;
		connection.isLost = true;
		endQuietly(connection.client);
	}
}

/** Ends an open transaction, if there is one; false when that failed. */
async function rolledBack(connection: Connection): Promise<boolean> {
	try {
		await connection.loss.or(connection.reserved`rollback`);
		return true;
	} catch (error) {
		// the connection is unusable; its loss ends the transaction too
		toError(error);
		return false;
	}
}

function endQuietly(client: SqlClient): void {
	client.end({ timeout: 0 }).catch(() => {
		// nothing is left to be ended
	});
}
