import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { toError } from '../lib/errors';
import * as schema from './schema';

/** A raw postgres.js client: SQL by hand, COPY, LISTEN. Never hand it to drizzle(), which changes its type parsers. */
export type SqlClient = postgres.Sql;
/** A drizzle handle for typed queries. */
export type Database = ReturnType<typeof openDatabase>['db'];

export type ConsoleRole = 'console_web' | 'console_worker';

export interface ConnectOptions {
	/** Role the connections act as; the login must be that role or a member of it. */
	readonly role: ConsoleRole;
	readonly connectionsMax: number;
	readonly statementTimeoutMs?: number;
	readonly applicationName: string;
}

/** A connected socket without Nagle's delay: a COPY would else wait 40 ms at each end of data. Hosts are tried in order. */
export async function connectPromptSocket(options: { host: string[]; port: number[]; path?: string | false }): Promise<Socket> {
	const targets = options.path ? [{ path: options.path }] : options.host.map((host, i) => ({ host, port: options.port[i] ?? 5432 }));
	let failure = new Error('no database host given');
	for (const target of targets) {
		const socket = connect(target).setNoDelay(true);
		try {
			await once(socket, 'connect');
			return Object.assign(socket, target);
		} catch (error) {
			socket.destroy();
			failure = toError(error);
		}
	}
	throw failure;
}

/**
 * Opens a raw client that acts as the given role, in UTC. Connections open on first use.
 * @throws nothing itself; the first query fails when the server cannot be reached
 */
export function openSql(databaseUrl: string, options: ConnectOptions): SqlClient {
	return postgres(databaseUrl, {
		max: options.connectionsMax,
		onnotice: () => {},
		connect_timeout: 10,
		connection: {
			role: options.role,
			TimeZone: 'UTC',
			application_name: options.applicationName,
			...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
		},
		socket: connectPromptSocket,
	} as postgres.Options<Record<string, never>>);
}

/** Opens a drizzle handle on a client of its own; `close` ends its connections. */
export function openDatabase(databaseUrl: string, options: ConnectOptions) {
	const client = openSql(databaseUrl, options);
	return { db: drizzle(client, { schema }), close: () => client.end({ timeout: 5 }) };
}
