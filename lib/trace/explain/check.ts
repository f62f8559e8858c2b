import type { Segment } from '../../events/words';
import type { JsonValue } from '../../json';
import type { Place } from '../event';

/** The checks of an exchange, in the order STS makes them. */
export const CHECK_IDS = ['token', 'links', 'resource', 'scopes', 'rate', 'credential', 'approval', 'policy', 'issue'] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/**
 * `held`: passed on a condition that is not met so far. `contradicted`: STS let it pass, and by the record it should not have.
 * `unknown`: the record cannot tell.
 */
export type CheckState = 'passed' | 'failed' | 'held' | 'contradicted' | 'not_reached' | 'unknown';

/** `recorded`: an event says so. `rebuilt`: it follows from what events say. `not_recorded`: no event could say. */
export type Basis = 'recorded' | 'rebuilt' | 'not_recorded';

export interface Check {
	/** One of CHECK_IDS, or a clause below one. */
	readonly id: string;
	readonly label: readonly Segment[];
	readonly state: CheckState;
	readonly basis: Basis;
	/** Why it stands so, in words; may be empty. */
	readonly why: readonly Segment[];
	readonly clauses: readonly Check[];
}

/** The checks behind decisions that are alike. */
export interface DecisionTree {
	readonly label: readonly Segment[];
	readonly decision: string;
	readonly reason: string;
	readonly resource: string;
	readonly checks: readonly Check[];
	/** What stood before the policy, as far as the record allows. */
	readonly input: readonly InputField[];
	/** What the record cannot give, as sentences that begin "cannot be reconstructed:". */
	readonly missing: readonly string[];
	readonly places: readonly Place[];
}

/** One value of the raw input. */
export interface InputField {
	/** Dotted path in the policy input. */
	readonly path: string;
	readonly value: JsonValue;
	readonly basis: Basis;
	readonly note: string;
}
