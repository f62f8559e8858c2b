import { drizzle } from 'drizzle-orm/postgres-js';
import { type ConnectOptions, openSql } from './client';
import { closeReads } from './read-pool';
import * as schema from './schema';

/** A drizzle handle for typed queries. */
export type Database = ReturnType<typeof openDatabase>['db'];

/** Opens a drizzle handle on a client of its own; `close` ends its connections. */
export function openDatabase(databaseUrl: string, options: ConnectOptions) {
	const client = openSql(databaseUrl, options);
	const close = async () => {
		await closeReads(client);
		await client.end({ timeout: 5 });
	};
	return { db: drizzle(client, { schema }), close };
}
