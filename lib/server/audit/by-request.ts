import 'server-only';
import type { AuditFilter } from '../../../db/queries/audit-filter';
import { auditPage, requestOutcome } from '../../../db/queries/audit-page';
import type { ZoneRow } from '../../../db/queries/zones';
import type { AuditEventAnswer, Explanation } from '../../api/audit';
import { encodeAuditCursor } from '../../api/audit-cursor';
import { AppError } from '../../errors';
import { membersOf } from '../../evidence/json-scan';
import { JsonText } from '../../evidence/json-text';
import { redactText } from '../../evidence/redact';
import type { Context } from '../access';
import { zoneOf } from '../events/get';
import { readZones } from '../evidence';
import { recordRequestOpened } from '../record-reads';
import { auditFilterOf } from './filter';
import { cursorOf } from './list';
import { auditEvent } from './shape';

/** Most events of a request in one answer. */
const EVENTS_MAX = 1000;

function filterOf(zone: ZoneRow, requestId: string): AuditFilter {
	return auditFilterOf(zone, { request_id: requestId }, null, false).filter;
}

function noSuchRequest(zoneId: string): AppError {
	return new AppError(
		'request_not_found',
		`Zone ${zoneId.slice(0, 100)} has no event of this request.`,
		'See that the ID was copied whole, or try again in a moment: an event takes about a second to arrive.',
	);
}

/**
 * The events of one request by time, at most EVENTS_MAX, and the cursor of the rest.
 * @throws AppError invalid_input, forbidden, request_not_found, unavailable
 */
export async function auditOfRequest({
	ctx,
	zoneId,
	requestId,
	cursor,
}: {
	ctx: Context;
	zoneId: string;
	requestId: string;
	cursor: string | undefined;
}): Promise<{ readonly events: readonly AuditEventAnswer[]; readonly nextCursor: string | null }> {
	const start = cursorOf(cursor);
	const zone = await zoneOf(ctx, zoneId);
	const { rows, more } = await readZones([zone], (reader) => auditPage(reader, filterOf(zone, requestId), 'oldest', start, EVENTS_MAX));
	if (rows.length === 0 && start === null) throw noSuchRequest(zoneId);
	await recordRequestOpened(ctx, zoneId, requestId, rows.length);
	const last = rows.at(-1);
	return {
		events: rows.map((row) => auditEvent(zoneId, row)),
		nextCursor: more && last !== undefined ? encodeAuditCursor({ at: last.occurredAt, seq: last.seq, from: null }) : null,
	};
}

function textOf(members: ReadonlyMap<string, string>, ...keys: readonly string[]): string | null {
	for (const key of keys) {
		const json = members.get(key);
		const value: unknown = json?.startsWith('"') ? JSON.parse(json) : null;
		if (typeof value === 'string' && value !== '') return value;
	}
	return null;
}

/** What the record holds of a policy's input. Events before or without a policy have neither policies nor diagnostics. */
function policyInput(event: AuditEventAnswer): Explanation['denied'][number]['policy_input'] {
	if (event.determining_policies_json === null && event.diagnostics_json === null) return null;
	const members = membersOf(event.metadata_json?.text ?? 'null');
	const scopes = members.get('requested_scopes');
	const id = textOf(members, 'application_id', 'client_id', 'app_id', 'workload_id');
	const kind = textOf(members, 'workload_id') === id && id !== null ? 'workload' : 'application';
	return {
		reconstructed: true,
		principal: { type: id === null ? null : kind, id },
		resource: textOf(members, 'resource'),
		requested_scopes: scopes === undefined ? null : new JsonText(scopes),
		session_id: textOf(members, 'session_id'),
		agent_session_id: textOf(members, 'agent_session_id'),
		delegation_edge_id: textOf(members, 'delegation_edge_id'),
	};
}

/**
 * Why a request was decided as it was.
 * @throws AppError forbidden, request_not_found, unavailable
 */
export async function explainRequest({
	ctx,
	zoneId,
	requestId,
}: {
	ctx: Context;
	zoneId: string;
	requestId: string;
}): Promise<Explanation> {
	const zone = await zoneOf(ctx, zoneId);
	const filter = filterOf(zone, requestId);
	const { page, outcome } = await readZones([zone], async (reader) => ({
		page: await auditPage(reader, filter, 'oldest', null, EVENTS_MAX),
		outcome: await requestOutcome(reader, filter),
	}));
	if (outcome === null) throw noSuchRequest(zoneId);
	await recordRequestOpened(ctx, zoneId, requestId, page.rows.length);
	const events = page.rows.map((row) => auditEvent(zoneId, row));
	return {
		request_id: redactText(requestId),
		zone_id: zoneId,
		final_decision: outcome.denied ? 'deny' : redactText(outcome.last),
		denied: events
			.filter((event) => event.decision === 'deny')
			.map((event) => ({
				event_id: event.id,
				event_type: event.event_type,
				evaluation_status: event.evaluation_status,
				determining_policies: event.determining_policies_json,
				diagnostics: event.diagnostics_json,
				metadata: event.metadata_json,
				policy_input: policyInput(event),
			})),
		events,
		events_total: outcome.events,
	};
}
