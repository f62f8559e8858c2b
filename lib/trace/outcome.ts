import type { Meaning } from '../events/vocabulary';
import type { Segment } from '../events/words';
import type { Approval } from './approvals';
import type { Call } from './calls';
import { clauseOf } from './clause';
import type { Place } from './event';
import { numberOf, type OutcomeState, stateOf } from './outcome-state';
import type { Violation } from './violation';

/** A meaning as lists draw it, or one that only a whole request has. */
export type TraceMeaning = Meaning | 'failed' | 'mixed';

/** The calls of one resource that ended alike. */
export interface Outcome {
	readonly state: OutcomeState;
	readonly meaning: TraceMeaning;
	/** The code that explains it, `''` when there is none. */
	readonly reason: string;
	readonly times: number;
	readonly scopes: readonly string[];
	readonly policyVersion: string;
	readonly gatewayStatus: number | null;
	readonly upstreamStatus: number | null;
	readonly latencyMs: number | null;
	readonly places: readonly Place[];
	readonly violations: readonly Violation[];
	/** Completes "<who> was ...". */
	readonly words: readonly Segment[];
}

/** What outcomes are told with. */
export interface OutcomeGround {
	/** By the key of the exchange. */
	readonly violations: ReadonlyMap<string, Violation>;
	/** The approval a call waited for or rested on, when it can be told. */
	approvalOf(call: Call): Approval | null;
}

export interface ResourceOutcome {
	/** As recorded; `''` when the events name none. */
	readonly resource: string;
	/** In order of their first call. */
	readonly outcomes: readonly Outcome[];
	/** How the last call ended. */
	readonly final: Outcome;
	readonly meaning: TraceMeaning;
}

const MEANINGS: Readonly<Record<OutcomeState, TraceMeaning>> = {
	answered: 'allow',
	refused: 'failed',
	failed: 'failed',
	not_sent: 'failed',
	cut: 'failed',
	allowed: 'allow',
	held: 'held',
	denied: 'deny',
	undecided: 'unknown',
	unknown: 'unknown',
};

/** What a state means to a reader. */
export function meaningOfState(state: OutcomeState): TraceMeaning {
	return MEANINGS[state];
}

interface Draft {
	readonly first: Call;
	readonly state: OutcomeState;
	times: number;
	readonly scopes: Set<string>;
	readonly places: Place[];
	readonly violations: Violation[];
}

function outcomeOf({ first, state, times, scopes, places, violations }: Draft, ground: OutcomeGround): Outcome {
	const { exchange, gateway } = first;
	const told = { call: first, state, times, scopes: [...scopes], violation: violations[0] ?? null, approval: ground.approvalOf(first) };
	return {
		state,
		// a hold that a person rejected is no longer open
		meaning: state === 'held' && told.approval?.state === 'rejected' ? 'deny' : MEANINGS[state],
		reason: reasonOf(first),
		times,
		scopes: [...scopes],
		policyVersion: exchange?.event.policySetVersionId ?? '',
		gatewayStatus: numberOf(gateway, 'gateway_status'),
		upstreamStatus: numberOf(gateway, 'upstream_status'),
		latencyMs: numberOf(gateway, 'latency_ms'),
		places,
		violations,
		words: clauseOf(told),
	};
}

function reasonOf({ exchange, gateway, isHeld }: Call): string {
	if (isHeld) return 'step_up_required';
	// what refused before policy is in the status; texts beside it are its details
	if (exchange !== null && exchange.event.decision === 'deny' && exchange.event.evaluationStatus !== 'complete')
		return exchange.event.evaluationStatus;
	if (exchange !== null && exchange.event.decision !== 'allow') return exchange.reason;
	return gateway?.reason ?? exchange?.reason ?? '';
}

/** Calls that ended alike count as one outcome; two answers of the upstream are alike when their status is. */
function shapeOf(call: Call, state: OutcomeState): string {
	return `${state}\n${reasonOf(call)}\n${numberOf(call.gateway, 'upstream_status') ?? ''}\n${call.exchange?.event.policySetVersionId ?? ''}`;
}

/** The outcome of every resource, in order of its first call. Linear. */
export function outcomesOf(calls: readonly Call[], ground: OutcomeGround): ResourceOutcome[] {
	const byResource = new Map<string, { drafts: Map<string, Draft>; final: Draft | null }>();
	for (const call of calls) {
		const state = stateOf(call);
		const of = byResource.get(call.resource) ?? { drafts: new Map<string, Draft>(), final: null };
		byResource.set(call.resource, of);
		const shape = shapeOf(call, state);
		const draft = of.drafts.get(shape) ?? { first: call, state, times: 0, scopes: new Set(), places: [], violations: [] };
		of.drafts.set(shape, draft);
		of.final = draft;
		draft.times++;
		for (const reading of [call.exchange, call.gateway]) {
			if (reading === null) continue;
			draft.places.push(reading.place);
			for (const scope of reading.scopes) draft.scopes.add(scope);
			const violation = ground.violations.get(reading.key);
			if (violation !== undefined) draft.violations.push(violation);
		}
	}
	return [...byResource].flatMap(([resource, { drafts, final }]) => {
		if (final === null) return [];
		const made = new Map([...drafts.values()].map((draft) => [draft, outcomeOf(draft, ground)] as const));
		const last = made.get(final);
		return last === undefined ? [] : [{ resource, outcomes: [...made.values()], final: last, meaning: last.meaning }];
	});
}

/** The meaning of a whole request: that of its resources when they agree. */
export function meaningOfAll(meanings: readonly TraceMeaning[]): TraceMeaning {
	const different = new Set(meanings);
	const [only] = different;
	return different.size > 1 ? 'mixed' : (only ?? 'none');
}
