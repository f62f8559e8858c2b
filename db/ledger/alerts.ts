import type { SqlClient } from '../client';
import { textArrayText } from './arrays';

/** A row of audit_ingest_alerts. */
export interface IngestAlert {
	readonly eventId: string;
	readonly zoneId: string;
	readonly kind: 'content_mismatch_on_replay';
	/** `stored=<content hash> incoming=<content hash>` */
	readonly detail: string;
}

/** Records alerts; one that is known already, from an earlier delivery of the same entry, is not recorded again. */
export async function insertAlerts(sql: SqlClient, alerts: readonly IngestAlert[]): Promise<void> {
	await sql`
		insert into audit_ingest_alerts (event_id, zone_id, kind, detail)
		select * from unnest(${textArrayText(alerts.map((alert) => alert.eventId))}::text[], ${textArrayText(alerts.map((alert) => alert.zoneId))}::text[],
			${textArrayText(alerts.map((alert) => alert.kind))}::text[], ${textArrayText(alerts.map((alert) => alert.detail))}::text[])
		on conflict do nothing`;
}
