import type { JsonValue } from '../../../lib/json';
import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import { goTime } from '../times';
import type { Application, PolicyVersion, Workload, Zone } from '../world/types';
import { auditEntry, clockOf, type Growing, goJson, type Metadata, type Moment, type Wire } from './audit-entry';

/** One hop of the chain an agent acts under, root first; the last hop delegates to nobody and has `''` for its edge. */
export interface Hop {
	readonly applicationId: string;
	readonly sessionId: string;
	readonly edgeId: string;
}

/** Under whose authority an exchange runs. */
export interface Authority {
	readonly authorityRecordId: string;
	readonly subjectKind: 'user' | 'application';
	/** The governed session, when one is bound. */
	readonly session?: {
		readonly id: string;
		readonly lifecycle: 'task' | 'service';
		readonly labels: readonly string[] | null;
		readonly depth: number;
		readonly parentId?: string;
	};
	/** When delegated: the chain, one hop more than edges. */
	readonly chain?: readonly Hop[];
	readonly epoch?: number;
}

/** A request one application makes of the STS in one zone. */
export interface Caller {
	readonly zone: Zone;
	readonly requestId: string;
	readonly application: Application;
}

export interface StsEvent {
	readonly zone: Zone;
	readonly type: string;
	readonly requestId: string;
	readonly decision: string;
	readonly status: string;
	readonly policies?: readonly string[] | null;
	readonly diagnostics?: readonly JsonValue[] | null;
	readonly policy?: PolicyVersion | 'none';
	readonly metadata: Metadata;
	readonly eventId?: string;
}

/** `data` of an STS event: Go's JSON and clock; policies and diagnostics are null unless given. */
export function stsData(wire: Wire, moment: Moment, id: string, event: StsEvent): string {
	const { policy } = event;
	return goJson({
		id,
		zone_id: event.zone.id,
		event_type: event.type,
		request_id: event.requestId,
		decision: event.decision,
		policy_set_version_id: policy === 'none' ? undefined : policy?.versionId,
		manifest_sha: policy === 'none' ? 'no_active_policy_set' : policy?.manifestSha,
		evaluation_status: event.status,
		determining_policies_json: event.policies?.map((name) => ({ policy: name })) ?? null,
		diagnostics_json: event.diagnostics ?? null,
		metadata_json: event.metadata,
		occurred_at: goTime(wire.rng, clockOf(moment), event.zone.hostOffsetMinutes),
	});
}

/** An event the STS writes itself. */
export function stsEntry(wire: Wire, moment: Moment, event: StsEvent): Entry {
	const id = event.eventId ?? uuid7(wire.rng, clockOf(moment));
	return auditEntry(wire, moment, event.zone.id, stsData(wire, moment, id, event), { kind: 'direct', entryId: id });
}

export function applicationMetadata(application: Application): Growing {
	return {
		application_id: application.id,
		application_name: application.name,
		application_registration_method: application.registration,
	};
}

function addAuthority(metadata: Growing, { authorityRecordId, subjectKind, session, chain, epoch }: Authority): void {
	metadata.session_id = authorityRecordId;
	metadata.agent_session_id = session?.id ?? '';
	metadata.delegation_edge_id = chain?.at(-2)?.edgeId ?? '';
	metadata.subject_kind = subjectKind;
	if (session !== undefined) {
		metadata.agent_lifecycle = session.lifecycle;
		metadata.agent_labels = session.labels === null ? null : [...session.labels];
		metadata.agent_depth = session.depth;
		metadata.agent_parent_id = session.parentId;
	}
	if (chain !== undefined) {
		metadata.delegation_chain = chain.map(({ applicationId, sessionId, edgeId }) => ({
			application_id: applicationId,
			agent_session_id: sessionId,
			delegation_edge_id: edgeId,
		}));
		metadata.delegation_hop_count = chain.length - 1;
		metadata.delegation_graph_epoch = epoch ?? 0;
	}
}

/** What the policy said of one resource; an allow carries its policies, a deny `[]` (wire reference 2.2). */
export interface Verdict {
	readonly decision: 'allow' | 'deny';
	readonly resource: string;
	readonly requestedScopes: readonly string[];
	readonly authority: Authority;
	readonly policies: readonly string[];
	readonly diagnostics: readonly JsonValue[];
	/** Absent: none was loaded yet (a cold zone); `none`: the zone has no active set. */
	readonly policy?: PolicyVersion | 'none';
}

/** `token_exchange` with a policy verdict. */
export function policyVerdict(wire: Wire, moment: Moment, caller: Caller, verdict: Verdict): Entry {
	const metadata = applicationMetadata(caller.application);
	metadata.resource = verdict.resource;
	metadata.requested_scopes = [...verdict.requestedScopes];
	addAuthority(metadata, verdict.authority);
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'token_exchange',
		requestId: caller.requestId,
		decision: verdict.decision,
		status: 'complete',
		policies: verdict.policies,
		diagnostics: verdict.diagnostics,
		policy: verdict.policy,
		metadata,
	});
}

/** `token_exchange` refused outside the policy: application fields and `resource` only, with what `extra` adds. */
export function prePolicyDeny(wire: Wire, moment: Moment, caller: Caller, status: string, resource: string, extra: Metadata = {}): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'token_exchange',
		requestId: caller.requestId,
		decision: 'deny',
		status,
		metadata: { ...applicationMetadata(caller.application), resource, ...extra },
	});
}

/** `token_exchange` summary when nothing at all was granted. */
export function exchangeDenied(wire: Wire, moment: Moment, caller: Caller, requested: readonly string[], policy: PolicyVersion): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'token_exchange',
		requestId: caller.requestId,
		decision: 'deny',
		status: 'exchange_denied',
		policy,
		metadata: { ...applicationMetadata(caller.application), requested: [...requested] },
	});
}

/** `token_exchange` when the policy engine itself failed. */
export function policyEvalFailed(
	wire: Wire,
	moment: Moment,
	caller: Caller,
	resource: string,
	error: string,
	policy: PolicyVersion,
): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'token_exchange',
		requestId: caller.requestId,
		decision: 'deny',
		status: 'policy_eval_failed',
		diagnostics: [{ error }],
		policy,
		metadata: { ...applicationMetadata(caller.application), resource },
	});
}

/** `token_exchange` of a foreign identity: granted with its minted record, or refused with a reason. */
export function federation(
	wire: Wire,
	moment: Moment,
	caller: Caller,
	outcome: { issuer: string; mintedRecordId: string } | { issuer: string; status: string; reason: string },
): Entry {
	const granted = 'mintedRecordId' in outcome;
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'token_exchange',
		requestId: caller.requestId,
		decision: granted ? 'allow' : 'deny',
		status: granted ? 'complete' : outcome.status,
		policies: granted ? ['caracal-subject-federation'] : null,
		diagnostics: granted ? [] : null,
		metadata: {
			...applicationMetadata(caller.application),
			...(granted ? { session_id: outcome.mintedRecordId, subject_kind: 'user' } : { reason: outcome.reason }),
			federated_user_issuer: outcome.issuer,
		},
	});
}

/** `run_launch`: a workload starts, or its secret is wrong. */
export function runLaunch(wire: Wire, moment: Moment, zone: Zone, requestId: string, workload: Workload, launchId: string | null): Entry {
	const allowed = launchId !== null;
	return stsEntry(wire, moment, {
		zone,
		type: 'run_launch',
		requestId,
		decision: allowed ? 'allow' : 'deny',
		status: allowed ? 'complete' : 'workload_auth_failed',
		metadata: {
			workload_id: workload.id,
			...(allowed && { workload_name: workload.name, binding_count: workload.resources.length, launch_id: launchId }),
		},
	});
}

/** `token_exchange` of a launched workload's credential for one of its resources. */
export function runCredential(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	requestId: string,
	credential: {
		workload: Workload;
		launchId: string;
		resource: string;
		scopes: readonly string[];
		denied?: { status: string; reason: string };
	},
): Entry {
	const { workload, denied } = credential;
	return stsEntry(wire, moment, {
		zone,
		type: 'token_exchange',
		requestId,
		decision: denied ? 'deny' : 'allow',
		status: denied?.status ?? 'complete',
		policies: denied ? null : ['caracal-workload-mint'],
		diagnostics: denied ? null : [],
		metadata: {
			resource: credential.resource,
			workload_id: workload.id,
			workload_name: workload.name,
			launch_id: credential.launchId,
			env: workload.env,
			requested_scopes: [...credential.scopes],
			reason: denied?.reason,
		},
	});
}

/** `jti_collision`: one token id seen from two mints. */
export function jtiCollision(wire: Wire, moment: Moment, caller: Caller, jti: string): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'jti_collision',
		requestId: caller.requestId,
		decision: 'deny',
		status: 'anomaly',
		metadata: { jti, app_id: caller.application.id, request_id: caller.requestId },
	});
}
