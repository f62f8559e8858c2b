import { resourceName } from '../events/described';
import { code, id, type Segment, say } from '../events/words';
import { parseRfc3339Micros } from '../time';
import type { Approval } from './approvals';
import type { Call } from './calls';
import { purposeOf } from './clause';
import { instantOf, type Place, type Sure } from './event';
import type { Lane } from './lanes';
import type { Reading } from './reading';

/** Within this the Gateway's record of a call usually follows its decision; a long answer may take longer. */
export const GATEWAY_WINDOW_MS = 60_000;

/** A step that should be there and is not. */
export interface Ghost {
	readonly lane: Lane;
	readonly what: 'gateway' | 'decision' | 'upstream' | 'approval-end' | 'approval-hold' | 'approval-begin';
	/**
	 * - missing: its producer writes it, and it is not among the events.
	 * - not_yet: it may still come.
	 * - never_written: its producer writes nothing in this case.
	 */
	readonly absence: 'missing' | 'not_yet' | 'never_written';
	/** Where to draw it. */
	readonly at: string;
	readonly title: readonly Segment[];
	readonly sure: Sure;
	readonly why: readonly Segment[];
	/** The event it should stand beside. */
	readonly beside: Place;
	/** The resource or the approval it is about. */
	readonly about: string;
}

/** What absences are judged against. */
export interface GhostGround {
	readonly now: bigint;
	/** Everything that reached the streams before this is in the ledger; null: not known. */
	readonly completeTo: bigint | null;
}

const on = (resource: string): Segment[] => {
	const name = resourceName(resource);
	return name === undefined ? [] : say` on ${name}`;
};

function isStillOpen(until: bigint, ground: GhostGround): boolean {
	return ground.now < until || (ground.completeTo !== null && ground.completeTo < until);
}

/** An allow that should have been followed by a call. */
function gatewayGhost(exchange: Reading, resource: string, ground: GhostGround): Ghost | null {
	const purpose = purposeOf(exchange);
	if (purpose === 'mint') return null;
	const at = exchange.placedAt;
	const until = at + BigInt(GATEWAY_WINDOW_MS) * 1000n;
	const base = { lane: 'gateway', what: 'gateway', at: instantOf(at), beside: exchange.place, about: resource } as const;
	if (isStillOpen(until, ground))
		return {
			...base,
			absence: 'not_yet',
			title: say`Gateway call${on(resource)} not recorded yet`,
			sure: 'possible',
			why: say`the Gateway writes its record when the call ends, and the ledger may not hold it yet`,
		};
	const isUse = purpose === 'use';
	return {
		...base,
		absence: 'missing',
		title: say`Gateway call${on(resource)} expected, not recorded`,
		sure: isUse ? (ground.completeTo === null ? 'possible' : 'likely') : 'possible',
		why: isUse
			? say`the policy that decided is one for calls, and within a minute none was recorded; the token may not have been issued, the caller may have gone, or a long answer is still running`
			: say`an exchange for a call is followed by one, but this may have been a mint, or the token was never issued`,
	};
}

/** The Gateway writes nothing about calls that STS refuses. */
function refusalGhost(exchange: Reading, resource: string): Ghost {
	return {
		lane: 'gateway',
		what: 'gateway',
		absence: 'never_written',
		at: instantOf(exchange.placedAt),
		title: say`Gateway refused the call${on(resource)}`,
		sure: 'possible',
		why: say`if the request came through the Gateway it ended here: the Gateway writes no event when STS refuses`,
		beside: exchange.place,
		about: resource,
	};
}

function decisionGhost(gateway: Reading, resource: string, hasDenied: boolean, ground: GhostGround): Ghost {
	const why = hasDenied
		? say`every call rests on one exchange, and the only ones recorded for this resource were refused: a call should not have followed them`
		: say`every call rests on one exchange under the same request ID; it may be late, among the dead letters, or outside what is kept`;
	return {
		lane: 'sts',
		what: 'decision',
		absence: ground.completeTo === null || ground.completeTo > gateway.placedAt ? 'missing' : 'not_yet',
		at: instantOf(gateway.placedAt),
		title: say`Decision for the call${on(resource)} not recorded`,
		sure: 'likely',
		why,
		beside: gateway.place,
		about: resource,
	};
}

function upstreamGhost(gateway: Reading, resource: string): Ghost {
	return {
		lane: 'upstream',
		what: 'upstream',
		absence: 'never_written',
		at: instantOf(gateway.placedAt),
		title: say`Upstream not reached${on(resource)}`,
		sure: 'certain',
		why: say`the Gateway says that it sent nothing`,
		beside: gateway.place,
		about: resource,
	};
}

function approvalGhosts(approval: Approval, ground: GhostGround): Ghost[] {
	const held = approval.moments.find((moment) => moment.what === 'held');
	const first = approval.moments[0];
	const expiresAt = approval.expiresAt === null ? null : parseRfc3339Micros(approval.expiresAt);
	if (held === undefined)
		return first === undefined
			? []
			: [
					{
						lane: 'approval',
						what: 'approval-begin',
						absence: 'missing',
						at: first.at,
						title: say`Beginning of approval ${id(approval.challengeId)} not recorded`,
						sure: 'likely',
						why: say`STS writes an event when it holds a request, and none of this approval is among the events`,
						beside: first.place,
						about: approval.challengeId,
					},
				];
	if (approval.state !== 'waiting' && approval.state !== 'expired') return [];
	const isOver = approval.state === 'expired';
	return [
		{
			lane: 'approval',
			what: 'approval-end',
			absence: isOver ? 'never_written' : 'not_yet',
			at: expiresAt !== null && isOver ? instantOf(expiresAt) : instantOf(ground.now),
			title: isOver ? say`Hold ended without a decision` : say`Decision still open`,
			sure: isOver ? 'likely' : 'certain',
			why: isOver
				? say`its time is over and no decision is among the events; Caracal writes nothing when a hold expires`
				: expiresAt === null
					? say`nobody has decided, and no event says until when it is held`
					: say`nobody has decided, and it is held until ${code(instantOf(expiresAt))}`,
			beside: held.place,
			about: approval.challengeId,
		},
	];
}

/** An exchange that policy lets pass on condition of an approval, without the event that holds it. */
function holdGhost(exchange: Reading, resource: string): Ghost {
	return {
		lane: 'approval',
		what: 'approval-hold',
		absence: 'missing',
		at: instantOf(exchange.placedAt),
		title: say`Hold${on(resource)} expected, not recorded`,
		sure: 'possible',
		why: say`policy demands an approval, but neither a hold nor the use of an approval is among the events of this request`,
		beside: exchange.place,
		about: resource,
	};
}

/** The ghosts of a request. */
export function ghostsOf(calls: readonly Call[], approvals: readonly Approval[], holdsIssued: number, ground: GhostGround): Ghost[] {
	const denied = new Set(calls.filter((call) => call.exchange?.event.decision === 'deny').map((call) => call.resource));
	const ghosts: Ghost[] = [];
	for (const { exchange, gateway, resource, isHeld } of calls) {
		if (gateway !== null && gateway.event.evaluationStatus === 'build_failed') ghosts.push(upstreamGhost(gateway, resource));
		if (exchange === null) {
			if (gateway !== null) ghosts.push(decisionGhost(gateway, resource, denied.has(resource), ground));
			continue;
		}
		if (isHeld) {
			// one hold may cover several resources, so that there is one says enough
			if (holdsIssued === 0) ghosts.push(holdGhost(exchange, resource));
			continue;
		}
		if (gateway !== null) continue;
		const ghost =
			exchange.event.decision === 'allow'
				? gatewayGhost(exchange, resource, ground)
				: exchange.event.decision === 'deny' && purposeOf(exchange) !== 'mint'
					? refusalGhost(exchange, resource)
					: null;
		if (ghost !== null) ghosts.push(ghost);
	}
	for (const approval of approvals) ghosts.push(...approvalGhosts(approval, ground));
	return ghosts;
}
