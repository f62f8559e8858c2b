import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from '../reader';
import type { Compiled } from './compile';
import { matchingRows } from './rows';

/** How many events match, at most `countMax` of all zones together, and in which zones those are. */
export async function countUpTo(reader: Reader, compiled: Compiled, countMax: number): Promise<{ events: number; zoneNos: number[] }> {
	if (compiled.isEmpty) return { events: 0, zoneNos: [] };
	const rows = await rowsOf<{ zone_no: number; events: number }>(
		reader,
		sql`select zone_no, count(*)::integer as events from (select s.zone_no from (${matchingRows(compiled)}) s limit ${countMax}) found group by 1`,
	);
	return { events: rows.reduce((sum, row) => sum + row.events, 0), zoneNos: rows.map((row) => row.zone_no) };
}
