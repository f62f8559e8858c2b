import { sql } from 'drizzle-orm';
import { instantOfMicros } from '../epoch';
import { integers, type Reader, rowsOf } from './reader';

/** How many events of the zones are dated after `after`, at most `countMax`: producers whose clock is ahead. */
export async function countDatedAfter(reader: Reader, zoneNos: readonly number[], after: bigint, countMax: number): Promise<number> {
	if (zoneNos.length === 0) return 0;
	const [row] = await rowsOf<{ total: string }>(
		reader,
		sql`select count(*)::text as total from (
			select from search_events where zone_no = any(${integers(zoneNos)}) and occurred_at >= ${instantOfMicros(after)} limit ${countMax}
		) ahead`,
	);
	return Number(row?.total ?? '0');
}
