import 'server-only';
import { type AdminFilter, type AdminRow, adminPage } from '../../../db/queries/admin-page';
import type { AuditPlace } from '../../../db/queries/audit-page';
import type { ZoneRow } from '../../../db/queries/zones';
import { ADMIN_COLUMNS, type AdminEvent, type AdminQuery } from '../../api/admin-audit';
import { encodeAuditCursor } from '../../api/audit-cursor';
import { jsonText } from '../../evidence/json-text';
import { redactJsonOr, redactText } from '../../evidence/redact';
import { formatMicros } from '../../time';
import { type Context, requireIn } from '../access';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { csvAnswer } from './csv-answer';
import { auditFilterOf } from './filter';
import { cursorOf } from './list';
import { recordExport, recordPage } from './record';
import type { FieldValue } from './shape';

const EXPORT_PAGE_ROWS = 1000;

interface Asked {
	readonly ctx: Context;
	readonly zoneId: string;
	readonly query: AdminQuery;
}

function masked(text: string | null): string | null {
	return text === null ? null : redactText(text);
}

function adminEvent(row: AdminRow): AdminEvent {
	return {
		id: redactText(row.id),
		request_id: redactText(row.requestId),
		actor_id: masked(row.actorId),
		actor_name: masked(row.actorName),
		actor_scope: null,
		action: redactText(row.action),
		method: null,
		path: null,
		entity_type: masked(row.entityType),
		entity_id: masked(row.entityId),
		status_code: null,
		payload_json: jsonText(redactJsonOr(row.metadataText)),
		occurred_at: formatMicros(row.occurredAt),
		chain_seq: row.seq,
		signed: row.signed,
	};
}

async function start({ ctx, zoneId, query }: Asked): Promise<{ zone: ZoneRow; filter: AdminFilter; after: AuditPlace | null }> {
	const after = cursorOf(query.cursor);
	const zone = await zoneOf(ctx, zoneId);
	const { from, to } = auditFilterOf(zone, { since: query.since, until: query.until }, null, false).filter;
	const filter = {
		zoneNo: zone.zoneNo,
		from,
		to,
		actorId: query.actor_id ?? null,
		entityType: query.entity_type ?? null,
		entityId: query.entity_id ?? null,
	};
	return { zone, filter, after };
}

/**
 * What administrators did in a zone, newest first.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function listAdminAudit(asked: Asked): Promise<{ items: AdminEvent[]; next_cursor: string | null }> {
	const { zone, filter, after } = await start(asked);
	const { rows, more } = await readZones([zone], (reader) => adminPage(reader, filter, after, asked.query.limit));
	await recordPage(asked.ctx, asked.zoneId, { view: 'admin-audit', ...asked.query }, rows.length);
	const last = rows.at(-1);
	return {
		items: rows.map(adminEvent),
		next_cursor: more && last !== undefined ? encodeAuditCursor({ at: last.occurredAt, seq: last.seq, from: null }) : null,
	};
}

async function* pages(zone: ZoneRow, filter: AdminFilter, first: AuditPlace | null): AsyncGenerator<Record<string, FieldValue>[]> {
	for (let after = first; ; ) {
		const { rows, more } = await readZones([zone], (reader) => adminPage(reader, filter, after, EXPORT_PAGE_ROWS));
		yield rows.map(adminEvent).map((event) => ({ ...event, signed: String(event.signed) }));
		const last = rows.at(-1);
		if (!more || last === undefined) return;
		after = { at: last.occurredAt, seq: last.seq };
	}
}

/**
 * The same as CSV, whole. Recorded before the first line leaves.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function exportAdminAudit(asked: Asked): Promise<Response> {
	requireIn(asked.ctx, 'evidence.export', asked.zoneId);
	const { zone, filter, after } = await start(asked);
	await recordExport(asked.ctx, asked.zoneId, { view: 'admin-audit', ...asked.query }, 'csv');
	return csvAnswer(asked.ctx, ADMIN_COLUMNS, pages(zone, filter, after));
}
