import { sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { CONSOLE_TYPES } from '../../../lib/events/vocabulary';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf, texts } from '../reader';

/** When a zone was last heard. */
export interface LastOfZone {
	/** Its newest event that is not dated ahead. */
	readonly at: bigint;
	/** Its newest event that is not the console's own, from `since` on; null when there is none. */
	readonly spokenAt: bigint | null;
}

/** The newest events of zones: a step or few along the time index a zone. What somebody looked at is told in the zone too, and is no sign of it. */
export async function lastOfZones(
	reader: Reader,
	zoneNos: readonly number[],
	since: bigint,
	now: bigint,
): Promise<ReadonlyMap<number, LastOfZone>> {
	const until = sql`s.zone_no = z.no and s.occurred_at <= ${instantOfMicros(now)}`;
	const rows = await rowsOf<{ zone_no: number; at: string; spoken_at: string | null }>(
		reader,
		sql`select z.no as zone_no, ${epochMicros(sql`l.occurred_at`)} as at, ${epochMicros(sql`p.occurred_at`)} as spoken_at
			from unnest(${integers(zoneNos)}) as z(no)
			cross join lateral (select occurred_at from search_events s where ${until} order by occurred_at desc limit 1) l
			left join lateral (
				select occurred_at from search_events s where ${until} and s.occurred_at >= ${instantOfMicros(since)} and s.event_type_no <> all(array(
					select term_no from search_terms t where t.zone_no = z.no and t.field = ${TERM_FIELD_NO.eventType}::smallint and t.value = any(${texts(CONSOLE_TYPES)})
				)) order by occurred_at desc limit 1
			) p on true`,
	);
	return new Map(rows.map((row) => [row.zone_no, { at: BigInt(row.at), spokenAt: row.spoken_at === null ? null : BigInt(row.spoken_at) }]));
}

/** A type of a zone. */
export interface TypeOfZone {
	readonly zoneNo: number;
	readonly termNo: number;
}

/** When each type was last seen from `since` on, by its number: of one that speaks the first steps along the time index tell. */
export async function lastOfTypes(
	reader: Reader,
	types: readonly TypeOfZone[],
	since: bigint,
	now: bigint,
): Promise<ReadonlyMap<number, bigint>> {
	if (types.length === 0) return new Map();
	const rows = await rowsOf<{ term_no: number; at: string }>(
		reader,
		sql`select p.term_no, ${epochMicros(sql`l.occurred_at`)} as at
			from unnest(${integers(types.map((type) => type.zoneNo))}, ${integers(types.map((type) => type.termNo))}) as p(zone_no, term_no)
			cross join lateral (
				select occurred_at from search_events s where s.zone_no = p.zone_no and s.event_type_no = p.term_no
					and s.occurred_at >= ${instantOfMicros(since)} and s.occurred_at <= ${instantOfMicros(now)}
				order by occurred_at desc limit 1
			) l`,
	);
	return new Map(rows.map((row) => [row.term_no, BigInt(row.at)]));
}
