import postgres from 'postgres';
import { migrate } from '../../db/migrate';
import { ConfigError, toError } from '../../lib/errors';
import { CONSOLE_ZONE } from '../../lib/events/console';
import type { Secrets } from './secrets';

export interface DatabaseUrls {
	/** Owns the schema; only migrations use it. */
	readonly owner: string;
	readonly worker: string;
	readonly web: string;
}

function withLogin(url: string, user: string, password: string): string {
	const copy = new URL(url);
	copy.username = user;
	copy.password = password;
	return copy.toString();
}

/** Migrates. @throws ConfigError with one line when the database cannot be reached or refuses */
export async function migrateDatabase(url: string): Promise<void> {
	try {
		await migrate(url);
	} catch (error) {
		const cause = toError(error);
		const code = 'code' in cause ? ` (${String(cause.code)})` : '';
		throw new ConfigError(`The database cannot be migrated: ${cause.message || cause.name}${code}. Check DATABASE_URL.`);
	}
}

/** In a server of our own the two processes log in as their roles, so that neither can do what its role may not. */
export async function giveRolesLogins(owner: string, secrets: Secrets): Promise<DatabaseUrls> {
	const sql = postgres(owner, { max: 1, onnotice: () => {} });
	try {
		await sql.unsafe(`alter role console_worker login password '${secrets.workerDbPassword}'`);
		await sql.unsafe(`alter role console_web login password '${secrets.webDbPassword}'`);
	} finally {
		await sql.end();
	}
	return {
		owner,
		worker: withLogin(owner, 'console_worker', secrets.workerDbPassword),
		web: withLogin(owner, 'console_web', secrets.webDbPassword),
	};
}

/** How many events of producers the ledger holds: the console's own are not counted. */
export async function ledgerEvents(owner: string): Promise<number> {
	const sql = postgres(owner, { max: 1, onnotice: () => {} });
	try {
		const [row] = await sql<{ events: string }[]>`
			select coalesce(sum(event_count), 0)::text as events from chain_heads join zones using (zone_no) where zone_id <> ${CONSOLE_ZONE}`;
		return Number(row?.events ?? 0);
	} finally {
		await sql.end();
	}
}
