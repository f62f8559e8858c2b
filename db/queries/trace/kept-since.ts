import { sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** Days events are kept; null: for ever. */
export async function retentionDays(reader: Reader): Promise<number | null> {
	const [row] = await rowsOf<{ days: number }>(reader, sql`select retention_days as days from audit_retention`);
	return row?.days ?? null;
}

/** The hour of the earliest event of each zone; a zone without events has none. */
export async function zonesSince(reader: Reader, zoneNos: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
	const rows = await rowsOf<{ zone_no: number; since: string }>(
		reader,
		sql`select z.zone_no, ${epochMicros(sql`f.hour`)} as since from unnest(${integers(zoneNos)}) as z(zone_no)
			cross join lateral (select hour from rollup_hour r where r.zone_no = z.zone_no order by hour limit 1) f`,
	);
	return new Map(rows.map((row) => [row.zone_no, BigInt(row.since)]));
}
