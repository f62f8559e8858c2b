import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../client';

/** What a query runs on: the database, or a transaction of it. */
export type Reader = Pick<Database, 'execute'>;

/** The zones a transaction may see rows of: their numbers, or every one. */
export type ZoneWall = readonly number[] | 'all';

/**
 * Runs `read` on one snapshot, so that what it reads belongs together. Read-only. Row-level security shows it rows of these
 * zones and no others, whatever its queries ask; outside such a transaction the web's role sees no evidence at all.
 */
export function readSnapshot<T>(db: Database, wall: ZoneWall, read: (snapshot: Reader) => Promise<T>): Promise<T> {
	return db.transaction(
		async (snapshot) => {
			await snapshot.execute(sql`select set_config('caracal.zones', ${wall === 'all' ? '*' : wall.join(',')}, true)`);
			return read(snapshot);
		},
		{ isolationLevel: 'repeatable read', accessMode: 'read only' },
	);
}

/** Runs one statement whose columns are all text, number, boolean or null as the driver gives them. */
export async function rowsOf<Row extends Record<string, unknown>>(reader: Reader, statement: SQL): Promise<Row[]> {
	// the driver's row type adds column keys that a generic row cannot prove; the values are the same objects
	return [...(await reader.execute(statement))] as Row[];
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
