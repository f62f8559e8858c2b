import type { Approval, ApprovalMoment } from './approvals';
import type { Call } from './calls';
import type { Reading } from './reading';

/** The approvals with a moment of the kind among these events, in order of the moments. */
function withMoment(approvals: readonly Approval[], keys: ReadonlySet<string>, ...kinds: ApprovalMoment['what'][]): Approval[] {
	return approvals.filter((approval) =>
		approval.moments.some(({ what, place }) => kinds.includes(what) && keys.has(`${place.zone}/${place.seq}`)),
	);
}

/**
 * Which approval a call waited for or rested on. Exchanges do not name it: it is told by what the same request holds or uses, and not
 * told where several would fit.
 */
export function approvalFinder(
	calls: readonly Call[],
	approvals: readonly Approval[],
	own: readonly Reading[],
): (call: Call) => Approval | null {
	const keys = new Set(own.map((reading) => reading.key));
	const byId = new Map(approvals.map((approval) => [approval.challengeId, approval]));
	const held = withMoment(approvals, keys, 'held');
	const used = withMoment(approvals, keys, 'used', 'issued again');
	const heldCalls = new Map(calls.filter((call) => call.isHeld).map((call, i) => [call, i]));
	const passed = calls.filter((call) => !call.isHeld && call.exchange?.event.decision === 'allow');
	return (call) => {
		const named = call.exchange?.challenge ?? '';
		if (named !== '') return byId.get(named) ?? null;
		const turn = heldCalls.get(call);
		if (turn !== undefined) return (held.length === 1 ? held[0] : held.length === heldCalls.size ? held[turn] : undefined) ?? null;
		if (call.exchange?.event.decision !== 'allow' || used.length !== 1) return null;
		return passed.length === 1 || call.exchange.needsApproval ? (used[0] ?? null) : null;
	};
}
