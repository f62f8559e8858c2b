import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../client';

/** What a query runs on: the database, or a transaction of it. */
export type Reader = Pick<Database, 'execute'>;

/** Runs `read` on one snapshot, so that what it reads belongs together. Read-only. */
export function readSnapshot<T>(db: Database, read: (snapshot: Reader) => Promise<T>): Promise<T> {
	return db.transaction(read, { isolationLevel: 'repeatable read', accessMode: 'read only' });
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
