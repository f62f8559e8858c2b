import { resourceName } from '../events/described';
import { decisionWord } from '../events/vocabulary';
import { type Segment, say } from '../events/words';
import type { Approval } from './approvals';
import type { Call } from './calls';
import type { Place } from './event';
import type { Check, DecisionTree } from './explain/check';
import { type CheckGround, checksOf } from './explain/checks';
import { inputOf, missingOf } from './explain/input';
import type { Reading } from './reading';
import type { Violation } from './violation';

export { type Basis, CHECK_IDS, type Check, type CheckId, type CheckState, type DecisionTree, type InputField } from './explain/check';

/** Trees of one request at most; decisions that are alike share one. */
export const TREES_MAX = 50;

export interface Explanation {
	/** The first layer: the request's sentence. */
	readonly sentence: readonly Segment[];
	/** The second and third: a tree and the raw input for each different decision, in order. */
	readonly trees: readonly DecisionTree[];
	readonly treesLeftOut: number;
	/** Why there is no tree, when there is none. */
	readonly note: readonly Segment[];
}

/** Decisions are alike when policy was asked the same and answered the same. */
function shapeOf({ event, resource, scopes, policies, session, edge }: Reading, { call, approval, violation }: CheckGround): string {
	const hasDiagnostics = Array.isArray(event.diagnostics) && event.diagnostics.length > 0;
	return [
		resource,
		...scopes,
		...policies,
		session,
		edge,
		event.decision,
		event.evaluationStatus,
		event.policySetVersionId,
		event.manifestSha,
		hasDiagnostics ? JSON.stringify(event.diagnostics) : '',
		call.isHeld,
		call.gateway === null,
		approval?.challengeId,
		violation === null,
	].join('\n');
}

function treeOf(ground: CheckGround, places: readonly Place[]): DecisionTree {
	const { exchange } = ground;
	const name = resourceName(exchange.resource);
	const checks: Check[] = checksOf(ground);
	return {
		label: say`${decisionWord(exchange.event.decision)}${name === undefined ? [] : say` on ${name}`}`,
		decision: exchange.event.decision,
		reason: exchange.reason,
		resource: exchange.resource,
		checks,
		input: inputOf(exchange),
		missing: missingOf(exchange),
		places,
	};
}

/**
 * Explains the decisions of a request. Linear in its calls.
 * @param violations by the key of the exchange
 */
export function explain(
	calls: readonly Call[],
	approvalOf: (call: Call) => Approval | null,
	violations: ReadonlyMap<string, Violation>,
	sentence: readonly Segment[],
	treesMax = TREES_MAX,
): { explanation: Explanation; treeCount: number } {
	const byShape = new Map<string, { ground: CheckGround; places: Place[] }>();
	for (const call of calls) {
		const { exchange } = call;
		if (exchange === null) continue;
		const ground = { exchange, call, approval: approvalOf(call), violation: violations.get(exchange.key) ?? null };
		const shape = shapeOf(exchange, ground);
		const known = byShape.get(shape) ?? { ground, places: [] };
		byShape.set(shape, known);
		known.places.push(exchange.place);
	}
	const all = [...byShape.values()];
	const explanation = {
		sentence,
		trees: all.slice(0, treesMax).map(({ ground, places }) => treeOf(ground, places)),
		treesLeftOut: Math.max(0, all.length - TREES_MAX),
		note: all.length === 0 ? say`No token exchange is among the events of this request, so there are no checks to show.` : [],
	};
	return { explanation, treeCount: Math.min(all.length, TREES_MAX) };
}
