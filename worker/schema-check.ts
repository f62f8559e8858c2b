import type { SqlClient } from '../db/client';
import { ConfigError, toError } from '../lib/errors';
import { addressOf } from './redis';

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_ROLE = '22023';
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Asks Postgres whether it can be reached and has our schema.
 * @throws ConfigError that says in one line what to do
 */
export async function checkDatabase(sql: SqlClient, databaseUrl: string): Promise<void> {
	try {
		// the newest of the tables
		await sql`select from search_word_heads limit 0`;
	} catch (thrown) {
		const error = toError(thrown);
		const code = (error as NodeJS.ErrnoException).code ?? '';
		if (code === UNDEFINED_TABLE || (code === UNDEFINED_ROLE && error.message.includes('console_worker'))) {
			throw new ConfigError('The database has no audit schema: run `npm run migrate` with its owner in DATABASE_URL');
		}
		if (code === INSUFFICIENT_PRIVILEGE) {
			throw new ConfigError(`The login of DATABASE_URL may not act as console_worker (${error.message}): grant it that role`);
		}
		throw new ConfigError(
			`Postgres at ${addressOf(databaseUrl)} cannot be used (${error.message || code}): check DATABASE_URL and that Postgres runs`,
		);
	}
}

/**
 * Asks whether the database would take a batch now.
 * @throws what it says when it is away, or an Error when it is a standby that only reads, as during a failover
 */
export async function probeDatabase(sql: SqlClient): Promise<void> {
	const [row] = await sql<{ transaction_read_only: string }[]>`show transaction_read_only`;
	if (row?.transaction_read_only !== 'off') throw new Error('the database is read-only');
}
