import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import type { Wire } from '../producers/audit-entry';
import {
	type Challenge,
	challengeBlock,
	operatorDecided,
	stepUpConsumed,
	stepUpIssued,
	stepUpReissued,
	subjectDecided,
} from '../producers/step-up';
import { type Caller, policyVerdict, prePolicyDeny } from '../producers/sts';
import type { Resource } from '../world/types';
import { allow, call } from './exchanges';
import type { Flow } from './flow';
import { gatewayRequestId, pickActor, pickTarget, riskDiagnostic, usedPolicies } from './requests';
import { type Actor, currentPolicy, type ZoneState } from './zone-state';

const SUBJECT_TTL_MS = 15 * 60_000;
const OPERATOR_TTL_MS = 4 * 3_600_000;

/** A hold for what an actor asked. */
export function newChallenge(wire: Wire, atMs: number, actor: Actor, approverClass: Challenge['approverClass']): Challenge {
	const { rng } = wire;
	const { authority } = actor;
	return {
		id: `ch_${uuid7(rng, atMs)}`,
		tier: 'high',
		approverClass,
		privacyMode: rng.weighted([
			[8, 'identified'],
			[2, 'pseudonymous'],
			[1, 'anonymous'],
		] as const),
		binding: rng.hex(64),
		expiresMs: atMs + (approverClass === 'operator' ? OPERATOR_TTL_MS : SUBJECT_TTL_MS),
		subjectAnchor: authority.subjectKind === 'user' ? `anchor_${authority.authorityRecordId}` : undefined,
		applicationId: actor.application.id,
		authorityRecordId: authority.authorityRecordId,
		agentSessionId: authority.session?.id,
		edgeId: actor.path.at(-1)?.id,
		labels: authority.session?.labels ?? undefined,
	};
}

/** An allow that is held: the policy says yes, and that a person has to say so too. */
export function held(
	state: ZoneState,
	wire: Wire,
	atMs: number,
	caller: Caller,
	actor: Actor,
	ask: { resource: Resource; scopes: readonly string[]; challenge: Challenge },
): Entry[] {
	const { challenge, resource, scopes } = ask;
	const ttlSeconds = Math.round((challenge.expiresMs - atMs) / 1000);
	const tier = { tier: challenge.tier, approver: challenge.approverClass, ttl_seconds: ttlSeconds, privacy: challenge.privacyMode };
	const exchange = policyVerdict(wire, { atMs }, caller, {
		decision: 'allow',
		resource: resource.identifier,
		requestedScopes: scopes,
		authority: actor.authority,
		policies: usedPolicies(actor, wire),
		diagnostics: [riskDiagnostic(scopes), { step_up_required: { type: 'human_approval', tiers: [tier] } }],
		policy: currentPolicy(state),
	});
	return [exchange, stepUpIssued(wire, { atMs: atMs + wire.rng.int(2, 9) }, caller, challenge)];
}

function decision(state: ZoneState, wire: Wire, atMs: number, challenge: Challenge, outcome: 'approved' | 'rejected'): Entry {
	const byOperator = challenge.approverClass === 'operator' || (challenge.approverClass === 'any' && wire.rng.chance(0.5));
	if (!byOperator) return subjectDecided(wire, { atMs }, state.zone, challenge, outcome, wire.rng.pick(state.people).authorityRecordId);
	return operatorDecided(wire, { atMs }, state.zone, challenge, outcome, {
		requestId: uuid7(wire.rng, atMs),
		approver: wire.rng.pick(state.people).account,
		reason: outcome === 'rejected' ? 'not during the freeze' : undefined,
	});
}

/** A request is held; most are approved and used, some rejected, some never answered. */
export function approval(state: ZoneState, wire: Wire, atMs: number): Flow {
	const { rng } = wire;
	const actor = pickActor(state, wire, atMs);
	const { resource, scopes } = pickTarget(actor, wire);
	const application = actor.application;
	const challenge = newChallenge(wire, atMs, actor, rng.pick(['operator', 'subject', 'any'] as const));
	const ask = { resource, scopes, challenge };
	const asked = { zone: state.zone, requestId: gatewayRequestId(wire, atMs), application };
	const now = held(state, wire, atMs, asked, actor, ask);
	const fate = rng.next();
	if (fate < 0.1) return { now };
	if (fate < 0.18) {
		const lateMs = challenge.expiresMs + rng.int(5000, 60_000);
		const retry = { zone: state.zone, requestId: gatewayRequestId(wire, lateMs), application };
		return { now, later: [{ entry: prePolicyDeny(wire, { atMs: lateMs }, retry, 'approval_expired', resource.identifier), actor }] };
	}
	const decidedMs = atMs + rng.int(8000, 240_000);
	const retryMs = decidedMs + rng.int(500, 20_000);
	const retry = { zone: state.zone, requestId: gatewayRequestId(wire, retryMs), application };
	const used = (...entries: readonly Entry[]) => entries.map((entry) => ({ entry, actor }));
	const decided = { entry: decision(state, wire, decidedMs, challenge, fate < 0.28 ? 'rejected' : 'approved'), actor: null };
	if (fate < 0.28) {
		const refused = prePolicyDeny(wire, { atMs: retryMs }, retry, 'approval_rejected', resource.identifier, challengeBlock(challenge));
		return { now, later: [decided, ...used(refused)] };
	}
	const later = [
		decided,
		...used(
			allow(state, wire, retryMs, retry, actor, resource, scopes),
			stepUpConsumed(wire, { atMs: retryMs + 3 }, retry, challenge),
			call(wire, retryMs, retry, actor, resource),
		),
	];
	if (rng.chance(0.06)) {
		const againMs = retryMs + rng.int(1000, 100_000);
		const again = { zone: state.zone, requestId: gatewayRequestId(wire, againMs), application };
		later.push(...used(stepUpReissued(wire, { atMs: againMs }, again, challenge.id, actor.authority.authorityRecordId)));
	}
	return { now, later };
}
