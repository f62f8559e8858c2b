import { uuid7 } from '../ids';
import { challengeBlock, operatorDecided, stepUpConsumed, stepUpReissued, subjectDecided } from '../producers/step-up';
import { prePolicyDeny } from '../producers/sts';
import { held, newChallenge } from '../steady/approvals';
import { allow, call } from '../steady/exchanges';
import type { Actor } from '../steady/zone-state';
import { applicationNamed } from '../world/applications';
import { resourceNamed } from '../world/resources';
import { requestPath } from './scenario';
import { type Script, scripted } from './script';

const MINUTE_MS = 60_000;
const APPROVED_MS = MINUTE_MS;
const REJECTED_MS = 4 * MINUTE_MS;
const EXPIRED_MS = 6 * MINUTE_MS;
const SCOPES = ['pay:approve'];

function hold(script: Script, afterMs: number, actor: Actor, approver: 'operator' | 'subject') {
	const caller = script.caller(afterMs, actor.application);
	const challenge = newChallenge(script.wire, script.at(afterMs), actor, approver);
	const ask = { resource: resourceNamed('pay'), scopes: SCOPES, challenge };
	script.add(...held(script.state, script.wire, script.at(afterMs), caller, actor, ask));
	return { caller, challenge };
}

/** Three payments need a person: one is approved and used, one is rejected, one is never answered and expires. */
export const stepUp = scripted({
	name: 'step-up',
	zone: 'demo-stepup',
	spanMs: EXPIRED_MS + 16 * MINUTE_MS,
	tell: (script) => {
		const { state, wire } = script;
		const { zone } = state;
		const pay = resourceNamed('pay');
		const root = script.session(0, applicationNamed('orchestrator'), null, script.person(0));
		const agent = script.session(1000, applicationNamed('billing'), root, script.person(0));
		script.edge(1010, root, agent, ['pay:read', 'pay:approve', 'ledger:read']);
		const actor = script.actor(5000, agent);

		const approved = hold(script, APPROVED_MS, actor, 'operator');
		const decided = { requestId: uuid7(wire.rng, script.at(APPROVED_MS + 42_000)), approver: script.person(8).account };
		script.add(operatorDecided(wire, { atMs: script.at(APPROVED_MS + 42_000) }, zone, approved.challenge, 'approved', decided));
		const retry = script.caller(APPROVED_MS + 45_000, actor.application);
		const again = script.caller(APPROVED_MS + 80_000, actor.application);
		script.add(
			allow(state, wire, script.at(APPROVED_MS + 45_000), retry, actor, pay, SCOPES),
			stepUpConsumed(wire, { atMs: script.at(APPROVED_MS + 45_003) }, retry, approved.challenge),
			call(wire, script.at(APPROVED_MS + 45_000), retry, actor, pay),
			stepUpReissued(wire, { atMs: script.at(APPROVED_MS + 80_000) }, again, approved.challenge.id, root.authorityRecordId),
		);

		const rejected = hold(script, REJECTED_MS, actor, 'subject');
		script.add(
			subjectDecided(wire, { atMs: script.at(REJECTED_MS + 20_000) }, zone, rejected.challenge, 'rejected', root.authorityRecordId),
		);
		const refused = script.caller(REJECTED_MS + 23_000, actor.application);
		script.add(
			prePolicyDeny(
				wire,
				{ atMs: script.at(REJECTED_MS + 23_000) },
				refused,
				'approval_rejected',
				pay.identifier,
				challengeBlock(rejected.challenge),
			),
		);

		const expired = hold(script, EXPIRED_MS, actor, 'subject');
		const late = script.caller(EXPIRED_MS + 15 * MINUTE_MS + 18_000, actor.application);
		script.add(prePolicyDeny(wire, { atMs: script.at(EXPIRED_MS + 15 * MINUTE_MS + 18_000) }, late, 'approval_expired', pay.identifier));
		return {
			sentences: [
				'billing asks for pay:approve; the policy allows it, but an operator has to agree: the request is held.',
				`${decided.approver} approves after 42 s; the retry consumes the approval and the payment goes through; it is issued once more within two minutes.`,
				'A second hold is rejected by the person the agent acts for; the retry is denied: approval_rejected.',
				'A third hold is never answered; the retry 18 s after its expiry is denied: approval_expired.',
			],
			path: requestPath(script.zoneId, approved.caller.requestId),
			ids: {
				'held request': approved.caller.requestId,
				'approved challenge': approved.challenge.id,
				'decision request': decided.requestId,
				'consuming request': retry.requestId,
				'rejected request': rejected.caller.requestId,
				'rejected challenge': rejected.challenge.id,
				'refused retry': refused.requestId,
				'expired request': expired.caller.requestId,
				'expired challenge': expired.challenge.id,
				'late retry': late.requestId,
			},
		};
	},
});
