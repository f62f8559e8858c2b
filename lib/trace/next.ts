import { type Segment, say } from '../events/words';
import type { Approval } from './approvals';
import type { Ghost } from './ghosts';
import type { ResourceOutcome } from './outcome';
import type { Reading } from './reading';
import { reasonFor } from './reasons';

/** What to do now. */
export interface NextAction {
	readonly text: readonly Segment[];
	/** The code it follows from, `''` when it follows from something else. */
	readonly because: string;
}

const NOTHING: NextAction = { text: say`Nothing has to be done.`, because: '' };
const DOUBTFUL: NextAction = {
	text: say`The record contradicts itself: do not rely on it before the raw events were compared with the log of their producer.`,
	because: 'contradiction',
};

function held(approval: Approval | undefined): Segment[] {
	switch (approval?.state) {
		case 'approved':
			return say`It was approved: have the caller try again before the approval expires.`;
		case 'used':
			return say`Nothing has to be done: it was approved and used. Look at the request that used it for what came of it.`;
		case 'rejected':
			return say`It was rejected: ask whoever decided. A new request raises a new hold.`;
		case 'expired':
			return say`Nobody decided in time. Have the caller ask again, and make sure an approver sees it.`;
		default:
			return say`${reasonFor('step_up_required')?.next ?? ''}`;
	}
}

/** Worst first: what a reader has to act on before the rest. */
const ORDER = ['denied', 'not_sent', 'failed', 'cut', 'refused', 'held', 'undecided', 'unknown'];

/**
 * The next action: a violation first, then the worst outcome, then what is missing, then what does not fit together.
 * @param own events of the request; for those without a call the reason of the last refusal counts
 */
export function nextOf(
	outcomes: readonly ResourceOutcome[],
	approvals: readonly Approval[],
	ghosts: readonly Ghost[],
	own: readonly Reading[],
	contradictions: readonly string[],
): NextAction {
	const next = actionOf(outcomes, approvals, ghosts, own);
	return next.text === NOTHING.text && contradictions.length > 0 ? DOUBTFUL : next;
}

function actionOf(
	outcomes: readonly ResourceOutcome[],
	approvals: readonly Approval[],
	ghosts: readonly Ghost[],
	own: readonly Reading[],
): NextAction {
	if (outcomes.some(({ outcomes: all }) => all.some((outcome) => outcome.violations.some((violation) => violation.sure !== 'possible'))))
		return {
			text: say`Treat it as an incident: it was allowed after its authority had ended. Find out which consumer had not applied the revocation, and what the call did.`,
			because: 'violation',
		};
	const finals = outcomes.map((outcome) => outcome.final).sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
	const worst = finals.find((outcome) => ORDER.includes(outcome.state));
	if (worst?.state === 'held') return { text: held(approvals[0]), because: 'step_up_required' };
	if (worst?.state === 'cut')
		return {
			text: say`A revocation cut the answer off, as it should. Look at what was revoked if the call was wanted.`,
			because: 'revocation_interrupted',
		};
	if (worst !== undefined && worst.state !== 'undecided' && worst.state !== 'unknown') return ofReason(worst.reason, worst.upstreamStatus);
	const missing = ghosts.find((ghost) => ghost.absence === 'missing' && ghost.sure !== 'possible');
	if (missing !== undefined)
		return {
			text: say`Find out why a step is missing: look for it among the dead letters and in the logs of its producer.`,
			because: missing.what,
		};
	if (outcomes.length > 0) return NOTHING;
	const refused = own.findLast((reading) => reading.event.decision === 'deny' || reading.event.decision === 'rejected');
	if (refused !== undefined) return ofReason(refused.reason, null);
	const open = approvals.find((approval) => approval.state === 'waiting' || approval.state === 'approved' || approval.state === 'expired');
	return open === undefined ? NOTHING : { text: held(open), because: 'step_up_required' };
}

function ofReason(code: string, upstreamStatus: number | null): NextAction {
	if (code === 'executed' && upstreamStatus !== null)
		return {
			text:
				upstreamStatus >= 500
					? say`Look at the upstream: policy is not the cause.`
					: say`Look at the request itself: the upstream refused it, not policy.`,
			because: code,
		};
	const reason = reasonFor(code);
	if (reason === null)
		return {
			text:
				code === ''
					? say`The record gives no reason: look at the log of the producer.`
					: say`This reason is not a known one: look at the log of its producer.`,
			because: code,
		};
	return reason.next === '' ? { ...NOTHING, because: code } : { text: say`${reason.next}`, because: code };
}
