import { sql } from 'drizzle-orm';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf, texts } from '../reader';

/** A finding of the ingest about an event. */
export interface AlertRow {
	readonly zoneId: string;
	readonly kind: string;
	readonly at: bigint;
}

/** Findings of a zone that are looked through at most, the newest. */
const LOOKED_THROUGH_MAX = 10_000;

/** The newest findings about an event of this ID in some zones. */
export async function alertsOf(reader: Reader, zoneIds: readonly string[], eventId: string, rowsMax: number): Promise<AlertRow[]> {
	const rows = await rowsOf<{ zone_id: string; kind: string; at: string }>(
		reader,
		sql`select a.zone_id, left(a.kind, 200) as kind, ${epochMicros(sql`a.observed_at`)} as at
			from (select unnest(${texts(zoneIds)}) as zone_id) z
			cross join lateral (
				select * from (
					select zone_id, kind, event_id, observed_at from audit_ingest_alerts i where i.zone_id = z.zone_id
					order by observed_at desc limit ${sql.raw(String(LOOKED_THROUGH_MAX))}
				) newest where event_id = ${eventId}
			) a
			order by a.observed_at desc limit ${rowsMax}::integer`,
	);
	return rows.map((row) => ({ zoneId: row.zone_id, kind: row.kind, at: BigInt(row.at) }));
}
