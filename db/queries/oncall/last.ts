import { sql } from 'drizzle-orm';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** A zone's newest event that is not dated ahead: one step along the time index a zone. */
export async function lastOfZones(reader: Reader, zoneNos: readonly number[], now: bigint): Promise<ReadonlyMap<number, bigint>> {
	const rows = await rowsOf<{ zone_no: number; at: string }>(
		reader,
		sql`select z.no as zone_no, ${epochMicros(sql`l.occurred_at`)} as at from unnest(${integers(zoneNos)}) as z(no) cross join lateral (
				select occurred_at from search_events s where s.zone_no = z.no and s.occurred_at <= ${instantOfMicros(now)}
				order by occurred_at desc limit 1
			) l`,
	);
	return new Map(rows.map((row) => [row.zone_no, BigInt(row.at)]));
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
