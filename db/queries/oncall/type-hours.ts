import { sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf, texts } from '../reader';

/** Events of some types by hour since 1970, from an instant on, which is the start of an hour. By value: rare types have few rows. */
export async function hoursOfTypes(
	reader: Reader,
	zoneNos: readonly number[],
	types: readonly string[],
	from: bigint,
): Promise<{ readonly hour: number; readonly events: number }[]> {
	const rows = await rowsOf<{ hour: number; events: string }>(
		reader,
		sql`select (extract(epoch from hour) / 3600)::integer as hour, sum(events)::text as events from rollup_hour
			where zone_no = any(${integers(zoneNos)}) and hour >= ${instantOfMicros(from)} and term_no = any(array(
				select term_no from search_terms where zone_no = any(${integers(zoneNos)}) and field = ${TERM_FIELD_NO.eventType}::smallint and value = any(${texts(types)})
			)) group by 1`,
	);
	return rows.map((row) => ({ hour: row.hour, events: Number(row.events) }));
}
