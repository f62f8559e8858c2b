import { sql } from 'drizzle-orm';
import type { FindingRow } from '../../../lib/oncall/facts';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf, texts } from '../reader';

/** Findings of a zone that are counted at most. */
export const FINDINGS_MAX = 1_000;

/** Nobody has resolved it since it was last seen. */
const IS_OPEN = sql`alert_is_open(a.id)`;

/** How many open findings each zone has, and the newest of them; a zone without any has no row. */
export async function findingsOf(reader: Reader, zoneIds: readonly string[]): Promise<FindingRow[]> {
	const rows = await rowsOf<{ zone_id: string; findings: number; kind: string; event_id: string; at: string }>(
		reader,
		sql`select z.zone_id, c.findings, left(l.kind, 200) as kind, left(l.event_id, 1000) as event_id, ${epochMicros(sql`l.observed_at`)} as at
			from (select unnest(${texts(zoneIds)}) as zone_id) z
			cross join lateral (select kind, event_id, observed_at from audit_ingest_alerts a where a.zone_id = z.zone_id and ${IS_OPEN} order by observed_at desc limit 1) l
			cross join lateral (
				select count(*)::integer as findings from (select from audit_ingest_alerts a where a.zone_id = z.zone_id and ${IS_OPEN} limit ${FINDINGS_MAX}) n
			) c`,
	);
	return rows.map((row) => ({
		zoneId: row.zone_id,
		findings: row.findings,
		kind: row.kind,
		eventId: row.event_id,
		at: BigInt(row.at),
	}));
}
