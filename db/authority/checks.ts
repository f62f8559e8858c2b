import type { Statements } from '../one-connection';
import type { ZoneRow } from '../queries/zones';

/** A revocation that is due for a look whether it held. */
export interface DueCheck {
	readonly zone: ZoneRow;
	readonly seq: number;
}

/** Looked at for so long; later uses are found by whoever opens it. */
const WATCHED = '24 hours';

/** Takes the revocation that is due longest, until the transaction ends; null when none is. */
export async function takeDueCheck(pg: Statements): Promise<DueCheck | null> {
	const [row] = await pg<{ zone_no: number; zone_id: string; seq: string }[]>`
		select c.zone_no, z.zone_id, c.seq from authority_checks c join zones z using (zone_no)
		where c.due_at <= now() order by c.due_at limit 1 for update of c skip locked`;
	return row === undefined ? null : { zone: { zoneNo: row.zone_no, zoneId: row.zone_id }, seq: Number(row.seq) };
}

/** Says what was found, and when to look again: soon at first, then ever more rarely. */
export async function keepCheck(pg: Statements, { zone, seq }: DueCheck, violations: number): Promise<void> {
	await pg`
		update authority_checks set checked_at = now(), violations = ${violations},
			due_at = case when now() - to_timestamp(decided_at / 1e6) > ${WATCHED}::interval then 'infinity'
				else now() + greatest(interval '2 seconds', least(interval '1 hour', (now() - to_timestamp(decided_at / 1e6)) / 4)) end
		where zone_no = ${zone.zoneNo} and seq = ${seq}`;
}

/** A look failed: it is tried again in a minute. */
export async function postponeCheck(pg: Statements, { zone, seq }: DueCheck): Promise<void> {
	await pg`update authority_checks set due_at = now() + interval '1 minute' where zone_no = ${zone.zoneNo} and seq = ${seq}`;
}

/** A use after a revocation, as an alert. */
export interface ViolationAlert {
	readonly eventId: string;
	readonly detail: string;
}

/** Raises alerts; one raised before is not raised again. */
export async function raiseViolations(pg: Statements, zone: ZoneRow, alerts: readonly ViolationAlert[]): Promise<void> {
	for (const { eventId, detail } of alerts)
		await pg`
			insert into audit_ingest_alerts (event_id, zone_id, kind, detail) values (${eventId}, ${zone.zoneId}, 'use_after_revocation', ${detail})
			on conflict do nothing`;
}
