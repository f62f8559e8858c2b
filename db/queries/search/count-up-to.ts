import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from '../reader';
import type { Compiled } from './compile';
import { matchingRows } from './rows';

/** How many events match, at most `countMax`. */
export async function countUpTo(reader: Reader, compiled: Compiled, countMax: number): Promise<number> {
	if (compiled.isEmpty) return 0;
	const [row] = await rowsOf<{ events: number }>(
		reader,
		sql`select count(*)::integer as events from (select from (${matchingRows(compiled)}) s limit ${countMax}) found`,
	);
	return row?.events ?? 0;
}
