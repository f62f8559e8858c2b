import { type Segment, say } from '../events/words';
import { millisBetween, type Place } from './event';
import type { Reading } from './reading';

/** The manifest STS writes when a zone has no active policy set. */
export const NO_POLICY_SET = 'no_active_policy_set';
/** STS notes the version before it evaluates: this close to an activation it may have evaluated another. */
const ACTIVATION_RACE_MS = 5000;

export interface PolicyVersion {
	/** `''` when STS had not loaded one, or the zone has none. */
	readonly id: string;
	readonly manifestSha: string;
	readonly places: readonly Place[];
}

/** What decided, as recorded. */
export interface PolicyFacts {
	/** Different names, in order. */
	readonly determining: readonly string[];
	/** In order; more than one when a policy set was activated between the decisions. */
	readonly versions: readonly PolicyVersion[];
	readonly hasNoActiveSet: boolean;
	/** Decisions that policy never saw: refused before it. */
	readonly beforePolicy: number;
	readonly note: readonly Segment[];
}

function noteOf(versions: readonly PolicyVersion[], isNearActivation: boolean): Segment[] {
	if (isNearActivation)
		return say`A policy set was activated within seconds of it: STS notes the version before it evaluates, so another may have decided.`;
	if (versions.length > 1) return say`Decided under ${versions.length} policy versions.`;
	return versions[0]?.id === '' && versions[0].manifestSha !== NO_POLICY_SET
		? say`No version is recorded: STS had not loaded one when it noted it.`
		: [];
}

/**
 * What decided a request.
 * @param activations `policy_activate` events of the zone, in any order
 */
export function policyOf(own: readonly Reading[], activations: readonly Reading[]): PolicyFacts {
	const determining = new Set<string>();
	const versions = new Map<string, { id: string; manifestSha: string; places: Place[] }>();
	let beforePolicy = 0;
	let isNear = false;
	const moments = activations.map((activation) => activation.event.occurredAt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	for (const reading of own) {
		if (reading.event.eventType !== 'token_exchange') continue;
		for (const policy of reading.policies) determining.add(policy);
		const { policySetVersionId: id, manifestSha, evaluationStatus } = reading.event;
		const isVerdict = evaluationStatus === 'complete' || evaluationStatus === 'policy_eval_failed';
		if (!isVerdict && evaluationStatus !== 'exchange_denied') beforePolicy++;
		if (id === '' && manifestSha === '' && !isVerdict) continue;
		const known = versions.get(`${id}\n${manifestSha}`) ?? { id, manifestSha, places: [] };
		versions.set(`${id}\n${manifestSha}`, known);
		known.places.push(reading.place);
		isNear ||= isVerdict && hasNear(moments, reading.event.occurredAt);
	}
	const list = [...versions.values()];
	return {
		determining: [...determining],
		versions: list,
		hasNoActiveSet: list.some((version) => version.manifestSha === NO_POLICY_SET),
		beforePolicy,
		note: noteOf(list, isNear),
	};
}

function hasNear(moments: readonly bigint[], at: bigint): boolean {
	let [from, to] = [0, moments.length];
	while (from < to) {
		const middle = (from + to) >> 1;
		if ((moments[middle] ?? 0n) < at) from = middle + 1;
		else to = middle;
	}
	return [moments[from - 1], moments[from]].some((other) => other !== undefined && Math.abs(millisBetween(other, at)) < ACTIVATION_RACE_MS);
}
