import 'server-only';
import { type Database, openDatabase } from '../../db/database';
import { webEnv } from './env';

const STATEMENT_MS_MAX = 10_000;
const CONNECTIONS_MAX = 10;

interface Handles {
	readonly primary: Database;
	readonly read: Database;
}

/** One set of connections per process; Next loads this module once per bundle, hence the global. */
const holder = globalThis as typeof globalThis & { caracalDatabase?: Handles };

function open(url: string): Database {
	return openDatabase(url, {
		role: 'console_web',
		connectionsMax: CONNECTIONS_MAX,
		statementTimeoutMs: STATEMENT_MS_MAX,
		applicationName: 'audit-console-web',
	}).db;
}

function handles(): Handles {
	if (holder.caracalDatabase === undefined) {
		const env = webEnv();
		const primary = open(env.DATABASE_URL);
		holder.caracalDatabase = { primary, read: env.DATABASE_READ_URL === undefined ? primary : open(env.DATABASE_READ_URL) };
	}
	return holder.caracalDatabase;
}

/** The database that accepts writes: accounts, and reads that must see them. */
export function database(): Database {
	return handles().primary;
}

/** The database for evidence: the replica of DATABASE_READ_URL where there is one. */
export function readDatabase(): Database {
	return handles().read;
}
