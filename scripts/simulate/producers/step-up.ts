import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import { jsTime, secondsTime } from '../times';
import type { Workload, Zone } from '../world/types';
import { type AuditData, auditEntry, clockOf, type Metadata, type Moment, type Wire } from './audit-entry';
import { applicationMetadata, type Caller, stsData, stsEntry } from './sts';

/** A hold that waits for a person. */
export interface Challenge {
	readonly id: string;
	readonly tier: string;
	readonly approverClass: 'operator' | 'subject' | 'any';
	readonly privacyMode: 'identified' | 'pseudonymous' | 'anonymous';
	/** Hex of the resource-set hash. */
	readonly binding: string;
	readonly expiresMs: number;
	readonly subjectAnchor?: string;
	readonly applicationId?: string;
	readonly authorityRecordId?: string;
	readonly agentSessionId?: string;
	readonly edgeId?: string;
	readonly labels?: readonly string[];
}

/** The challenge block of every approval event (wire reference 2.4); what is not set is left out. */
export function challengeBlock(challenge: Challenge): Metadata {
	return {
		challenge_id: challenge.id,
		tier: challenge.tier,
		approver_class: challenge.approverClass,
		privacy_mode: challenge.privacyMode,
		binding: challenge.binding,
		expires_at: secondsTime(challenge.expiresMs),
		subject_anchor: challenge.subjectAnchor,
		application_id: challenge.applicationId,
		session_id: challenge.authorityRecordId,
		agent_session_id: challenge.agentSessionId,
		delegation_edge_id: challenge.edgeId,
		agent_labels: challenge.labels && [...challenge.labels],
	};
}

/** `step_up_issued`: the exchange is held. */
export function stepUpIssued(wire: Wire, moment: Moment, caller: Caller, challenge: Challenge): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'step_up_issued',
		requestId: caller.requestId,
		decision: 'pending',
		status: 'complete',
		metadata: { ...challengeBlock(challenge), ...applicationMetadata(caller.application) },
	});
}

/** `step_up_issued` for a workload's credential. */
export function workloadStepUpIssued(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	requestId: string,
	challenge: Challenge,
	workload: Workload,
	resource: string,
): Entry {
	return stsEntry(wire, moment, {
		zone,
		type: 'step_up_issued',
		requestId,
		decision: 'pending',
		status: 'complete',
		metadata: { ...challengeBlock(challenge), workload_id: workload.id, workload_name: workload.name, resource, env: workload.env },
	});
}

/** `step_up_decided` by the person the agent acts for: through the STS, by outbox, with the challenge id as request id. */
export function subjectDecided(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	challenge: Challenge,
	decision: 'approved' | 'rejected',
	approverSessionId: string,
): Entry {
	const id = uuid7(wire.rng, clockOf(moment));
	const data = stsData(wire, moment, id, {
		zone,
		type: 'step_up_decided',
		requestId: challenge.id,
		decision,
		status: 'complete',
		metadata: { ...challengeBlock(challenge), approver_plane: 'subject', approver_session_id: approverSessionId },
	});
	return auditEntry(wire, moment, zone.id, data, { kind: 'outbox', entryId: id });
}

/** `step_up_decided` by an operator: through the API, whose entry field `id` is the HTTP request id. */
export function operatorDecided(
	wire: Wire,
	moment: Moment,
	zone: Zone,
	challenge: Challenge,
	decision: 'approved' | 'rejected',
	by: { requestId: string; approver: string; reason?: string },
): Entry {
	const block = challengeBlock(challenge);
	const data = JSON.stringify({
		id: uuid7(wire.rng, clockOf(moment)),
		zone_id: zone.id,
		event_type: 'step_up_decided',
		request_id: by.requestId,
		decision,
		evaluation_status: 'complete',
		determining_policies_json: [],
		diagnostics_json: [],
		metadata_json: {
			challenge_id: block.challenge_id,
			tier: block.tier,
			approver_class: block.approver_class,
			privacy_mode: block.privacy_mode,
			binding: block.binding,
			session_id: block.session_id ?? null,
			approver_plane: 'operator',
			approver_subject_id: by.approver,
			application_id: block.application_id,
			agent_labels: block.agent_labels,
			reason: by.reason,
		},
		occurred_at: jsTime(clockOf(moment)),
	} satisfies AuditData);
	return auditEntry(wire, moment, zone.id, data, { kind: 'outbox', entryId: by.requestId });
}

/** `step_up_consumed`: the retry used the approval up. */
export function stepUpConsumed(wire: Wire, moment: Moment, caller: Caller, challenge: Challenge): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'step_up_consumed',
		requestId: caller.requestId,
		decision: 'consumed',
		status: 'complete',
		metadata: { ...challengeBlock(challenge), ...applicationMetadata(caller.application) },
	});
}

/** `step_up_consumed` again within the re-issue window: the same approval, the same record. */
export function stepUpReissued(wire: Wire, moment: Moment, caller: Caller, challengeId: string, authorityRecordId: string): Entry {
	return stsEntry(wire, moment, {
		zone: caller.zone,
		type: 'step_up_consumed',
		requestId: caller.requestId,
		decision: 'consumed',
		status: 'complete',
		metadata: {
			challenge_id: challengeId,
			reissued: true,
			authority_record_id: authorityRecordId,
			...applicationMetadata(caller.application),
		},
	});
}
