import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import type postgres from 'postgres';
import type { Database } from '../client';

/** What a query runs on: the database, or a transaction of it. */
export type Reader = Pick<Database, 'execute'>;

/** The zones a transaction may see rows of: their numbers, or every one. */
export type ZoneWall = readonly number[] | 'all';

const dialect = new PgDialect();
/** Statements kept prepared on each connection at most; their texts vary with the filters of a search. */
const PREPARED_MAX = 200;
const PREPARED_LENGTH_MAX = 16_000;
const prepared = new Set<string>();

function isPrepared(text: string): boolean {
	if (prepared.has(text)) return true;
	if (prepared.size >= PREPARED_MAX || text.length > PREPARED_LENGTH_MAX) return false;
	prepared.add(text);
	return true;
}

/**
 * Runs a statement on the driver itself. A statement that is not prepared costs a round trip more, to ask for the types of its
 * parameters, and its parsing each time.
 */
function runOn(client: Pick<postgres.TransactionSql, 'unsafe'>, statement: SQLWrapper): Promise<readonly postgres.Row[]> {
	const { sql: text, params } = dialect.sqlToQuery(statement.getSQL());
	// sent now, not when it is awaited: the order of statements is that of the calls. Drizzle has made every parameter a value the driver takes
	return client.unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: isPrepared(text) }).execute();
}

/**
 * Runs `read` on one snapshot, so that what it reads belongs together. Read-only. Row-level security shows it rows of these
 * zones and no others, whatever its queries ask; outside such a transaction the web's role sees no evidence at all.
 */
export async function readSnapshot<T>(db: Database, wall: ZoneWall, read: (snapshot: Reader) => Promise<T>): Promise<T> {
	const result = await db.$client.begin('isolation level repeatable read read only', async (client) => {
		const snapshot = { execute: (statement: SQLWrapper) => runOn(client, statement) };
		// not awaited first: the connection keeps the order, and a wall that failed fails all that comes behind it. Plans are made
		// for the values at hand, since which months and terms are meant decides everything
		const bound = snapshot.execute(
			sql`select set_config('caracal.zones', ${wall === 'all' ? '*' : wall.join(',')}, true), set_config('plan_cache_mode', 'force_custom_plan', true)`,
		);
		// the queries of this folder give statements made by `sql`, and take the rows as the driver gives them
		const [, found] = await Promise.all([bound, read(snapshot as unknown as Reader)]);
		return { found };
	});
	return (result as { found: T }).found;
}

/** Runs one statement whose columns are all text, number, boolean or null as the driver gives them. */
export async function rowsOf<Row extends Record<string, unknown>>(reader: Reader, statement: SQL): Promise<Row[]> {
	const client = '$client' in reader ? (reader as Database).$client : null;
	// the driver's row type adds column keys that a generic row cannot prove; the values are the same objects
	return [...(client === null ? await reader.execute(statement) : await runOn(client, statement))] as unknown as Row[];
}

/** Integers as one array parameter. */
export function integers(values: readonly number[]): SQL {
	return sql`${`{${values.join(',')}}`}::integer[]`;
}

/** Texts as one array parameter; jsonb carries any text but U+0000, which no stored text holds. */
export function texts(values: readonly string[]): SQL {
	const json = JSON.stringify(values.map((value) => value.replaceAll('\u0000', '')));
	return sql`array(select jsonb_array_elements_text(${json}::text::jsonb))`;
}
