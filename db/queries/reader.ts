import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import type { Database } from '../database';
import type { Statements } from '../one-connection';
import { runRead } from '../read-pool';

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
function runOn(
	client: Pick<postgres.ISql, 'unsafe'>,
	statement: SQLWrapper,
): postgres.PendingQuery<(postgres.Row & Iterable<postgres.Row>)[]> {
	const { sql: text, params } = dialect.sqlToQuery(statement.getSQL());
	// sent now, not when it is awaited: the order of statements is that of the calls. Drizzle has made every parameter a value the driver takes
	return client.unsafe(text, params as postgres.ParameterOrJSON<never>[], { prepare: isPrepared(text) }).execute();
}

/**
 * Plans made anew for the values at hand, as filters need since terms and months decide everything, or kept from the first time,
 * for statements that go the same way whatever the values: planning is then half of their cost.
 */
export type Plans = 'made' | 'kept';

/** A statement was not run because one before it in its transaction had failed. */
function isAborted(error: unknown): boolean {
	return error instanceof postgres.PostgresError && error.code === '25P02';
}

/** How long a read may go on. */
export interface ReadLimits {
	/** Longest a statement may take; the connection's own limit when not given. */
	readonly statementMsMax?: number;
	/** Ends what runs when whoever asked does not want it any more. */
	readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `read` on one snapshot, so that what it reads belongs together. Read-only. Row-level security shows it rows of these
 * zones and no others, whatever its queries ask; outside such a transaction the web's role sees no evidence at all.
 */
export async function readSnapshot<T>(
	db: Database,
	wall: ZoneWall,
	read: (snapshot: Reader) => Promise<T>,
	plans: Plans = 'made',
	{ statementMsMax, signal }: ReadLimits = {},
): Promise<T> {
	signal?.throwIfAborted();
	const outcome = await runRead(db.$client, async (pg) => {
		const running: { cancel(): void }[] = [];
		const failures: unknown[] = [];
		const run = (statement: SQLWrapper) => {
			const query = runOn(pg(), statement);
			query.catch((error: unknown) => failures.push(error));
			if (signal !== undefined) running.push(query);
			return query;
		};
		const cancel = () => {
			for (const query of running) query.cancel();
		};
		signal?.addEventListener('abort', cancel, { once: true });
		const mode = plans === 'kept' ? 'force_generic_plan' : 'force_custom_plan';
		// nothing is awaited before the reads are sent: the connection keeps the order, and what failed fails all behind it
		const opened = [
			pg().unsafe('begin isolation level repeatable read read only').execute(),
			run(
				sql`select set_config('caracal.zones', ${wall === 'all' ? '*' : wall.join(',')}, true), set_config('plan_cache_mode', ${mode}, true)${
					statementMsMax === undefined ? sql`` : sql`, set_config('statement_timeout', ${String(statementMsMax)}, true)`
				}`,
			),
		];
		// the queries of this folder give statements made by `sql`, and take the rows as the driver gives them
		const reads = Promise.all([read({ execute: run } as unknown as Reader), ...opened]);
		// a verb that refuses what it found costs no connection
		const result = await reads.then(
			([found]) => ({ found }),
			// of statements sent together those behind the one that failed fail too, and may be heard of first
			(error: unknown) => ({ error: isAborted(error) ? (failures[0] ?? error) : error }),
		);
		signal?.removeEventListener('abort', cancel);
		// the cancellation travels on a connection of its own and may come late: whoever had this one next would be the one cancelled.
		// What is thrown here discards the connection
		signal?.throwIfAborted();
		pg()
			.unsafe('commit')
			.execute()
			.catch(() => {
				// the connection is gone, and the snapshot with it
			});
		return result;
	});
	if ('error' in outcome) throw outcome.error;
	return outcome.found;
}

/** A transaction of the driver's own, for the queries of this folder. `pg` throws once its connection is lost. */
export function readerOn(pg: () => Statements): Reader {
	return { execute: (statement: SQLWrapper) => runOn(pg(), statement) } as unknown as Reader;
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
