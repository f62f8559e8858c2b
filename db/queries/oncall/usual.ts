import { type SQL, sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import type { HourCount, UsualRow } from '../../../lib/oncall/facts';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

const MICROS_PER_HOUR = 3_600_000_000n;
const HOURS_PER_DAY = 24;
/** Types of zones that are watched at most, the busiest. */
const ROWS_MAX = 2_000;

function hoursOf(hours: readonly number[]): SQL {
	return sql`array[${sql.join(
		hours.map((hour) => instantOfMicros(BigInt(hour) * MICROS_PER_HOUR)),
		sql`, `,
	)}]`;
}

/** Decisions of some hours, since 1970: a look-up for each zone and hour. */
export async function decisionsOfHours(reader: Reader, zoneNos: readonly number[], hours: readonly number[]): Promise<HourCount[]> {
	const rows = await rowsOf<{ hour: number; decision: string; events: string }>(
		reader,
		sql`select h.hour, t.value as decision, sum(h.events)::text as events
			from (
				select (extract(epoch from hour) / 3600)::integer as hour, term_no, sum(events) as events from rollup_hour
				where zone_no = any(${integers(zoneNos)}) and hour = any(${hoursOf(hours)}) and field = ${TERM_FIELD_NO.decision}::smallint group by 1, 2
			) h join search_terms t on t.term_no = h.term_no
			group by 1, 2`,
	);
	return rows.map((row) => ({ hour: row.hour, decision: row.decision, events: Number(row.events) }));
}

/** What each type of each zone counted at an hour of the last days, and for how many of them the zone has been there. */
export async function usualRows(reader: Reader, zoneNos: readonly number[], hour: number, days: number): Promise<UsualRow[]> {
	const hours = Array.from({ length: days }, (_, i) => hour - HOURS_PER_DAY * (i + 1));
	const at = instantOfMicros(BigInt(hour) * MICROS_PER_HOUR);
	const rows = await rowsOf<{ zone_no: number; term_no: number; type: string; known: number; counts: string }>(
		reader,
		sql`select u.zone_no, u.term_no, t.value as type, k.known, u.counts::text as counts
			from (
				select zone_no, term_no, sum(events) as total,
					json_agg(json_build_array((extract(epoch from ${at} - hour) / 86400)::integer, events)) as counts
				from rollup_hour where zone_no = any(${integers(zoneNos)}) and hour = any(${hoursOf(hours)}) and field = ${TERM_FIELD_NO.eventType}::smallint
				group by 1, 2 order by total desc limit ${ROWS_MAX}
			) u
			join search_terms t on t.term_no = u.term_no
			cross join lateral (
				select least(${days}::integer, floor(extract(epoch from ${at} - first.hour) / 86400)::integer) as known
				from (select hour from rollup_hour f where f.zone_no = u.zone_no order by hour limit 1) first
			) k
			where k.known > 0`,
	);
	return rows.map((row) => {
		const counts = new Map(JSON.parse(row.counts) as [number, number][]);
		return {
			zoneNo: row.zone_no,
			termNo: row.term_no,
			type: row.type,
			perDay: Array.from({ length: row.known }, (_, i) => counts.get(i + 1) ?? 0),
		};
	});
}
