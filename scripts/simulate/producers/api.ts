import { AGENTS_LIFECYCLE_STREAM, POLICY_INVALIDATE_STREAM, SESSIONS_REVOKE_STREAM } from '../../../lib/streams/names';
import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import { jsTime } from '../times';
import type { Application, Workload, Zone } from '../world/types';
import { type AuditData, auditEntry, clockOf, type Metadata, type Moment, type Wire } from './audit-entry';
import { authorityEntry } from './authority-entry';

function apiData(moment: Moment, zone: string, id: string, requestId: string, type: string, decision: string, metadata: Metadata): string {
	return JSON.stringify({
		id,
		zone_id: zone,
		event_type: type,
		request_id: requestId,
		decision,
		evaluation_status: 'complete',
		determining_policies_json: [],
		diagnostics_json: [],
		metadata_json: metadata,
		occurred_at: jsTime(clockOf(moment)),
	} satisfies AuditData);
}

export interface ControlCall {
	readonly requestId: string;
	readonly decision: 'allow' | 'deny';
	readonly subject: string;
	readonly jti: string;
	readonly clientId: string;
	readonly command: string;
	readonly subcommand: string;
	readonly reason: string;
	readonly idempotencyKey: string;
	readonly authorizedBy: string;
}

/** `control.invoke`: the event id is the request id; written directly or through the outbox (wire reference 2.7). */
export function controlInvoke(wire: Wire, moment: Moment, zone: Zone, call: ControlCall, via: 'direct' | 'outbox'): Entry {
	const data = apiData(moment, zone.id === '' ? 'unknown' : zone.id, call.requestId, call.requestId, 'control.invoke', call.decision, {
		subject: call.subject,
		jti: call.jti,
		client_id: call.clientId,
		command: call.command,
		subcommand: call.subcommand,
		reason: call.reason,
		idempotency_key: call.idempotencyKey,
		authorized_by: call.authorizedBy,
	});
	return auditEntry(wire, moment, zone.id === '' ? 'unknown' : zone.id, data, { kind: via, entryId: call.requestId });
}

/** `credential_revealed`: someone looked at a secret; the entry field `id` is the HTTP request id (wire reference 2.8). */
export function credentialRevealed(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	reveal: { requestId: string; actor: string; of: Application | Workload },
): Entry {
	const { of } = reveal;
	const metadata: Metadata =
		'env' in of
			? { credential: 'workload_secret', workload_id: of.id, workload_name: of.name, actor: reveal.actor }
			: { credential: 'application_client_secret', application_id: of.id, application_name: of.name, actor: reveal.actor };
	const data = apiData(moment, zone.id, uuid7(wire.rng, clockOf(moment)), reveal.requestId, 'credential_revealed', 'allow', metadata);
	return auditEntry(wire, moment, zone.id, data, { kind: 'outbox', entryId: reveal.requestId });
}

/** `caracal.policy.invalidate`: another version is in force; without one (`null`) the key is absent. */
export function policyInvalidate(wire: Wire, moment: Moment, zone: Zone, setId: string, versionId: string | null): Entry {
	return authorityEntry(wire, moment, POLICY_INVALIDATE_STREAM, 'api', zone.id, [
		['policy_set_id', setId],
		['policy_set_version_id', versionId],
	]);
}

/** `caracal.sessions.revoke` by the API: any of the ids, and the reason (wire reference 1.5). */
export function apiRevoke(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	revoked: { authorityRecordId?: string; sessionId?: string; edgeId?: string; grantId?: string; reason: string },
): Entry {
	return authorityEntry(wire, moment, SESSIONS_REVOKE_STREAM, 'api', zone.id, [
		['session_id', revoked.authorityRecordId ?? null],
		['agent_session_id', revoked.sessionId ?? null],
		['delegation_edge_id', revoked.edgeId ?? null],
		['grant_id', revoked.grantId ?? null],
		['reason', revoked.reason],
	]);
}

/** `caracal.agents.lifecycle` terminate by the API, which drops a null parent. */
export function apiTerminate(wire: Wire, moment: Moment, zone: Zone, sessionId: string, parentId: string | null, reason: string): Entry {
	return authorityEntry(wire, moment, AGENTS_LIFECYCLE_STREAM, 'api', zone.id, [
		['event', 'terminate'],
		['agent_session_id', sessionId],
		['parent_id', parentId],
		['reason', reason],
	]);
}
