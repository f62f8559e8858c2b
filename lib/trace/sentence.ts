import { plural } from '../events/amounts';
import { describeEvent } from '../events/describe';
import { type Segment, say, strong } from '../events/words';
import { type Call, isExchange, isGateway, isSummary } from './calls';
import { summaryOf } from './clause';
import type { Outcome, ResourceOutcome } from './outcome';
import type { Reading } from './reading';

/** Outcomes told one by one at most; the rest is counted. */
const TOLD_MAX = 3;
/** What must not be lost among many. */
const GRAVITY: readonly Outcome['state'][] = [
	'denied',
	'undecided',
	'cut',
	'failed',
	'not_sent',
	'refused',
	'held',
	'unknown',
	'allowed',
	'answered',
];

function graveFirst(outcomes: readonly Outcome[]): Outcome[] {
	const rank = (outcome: Outcome) => (outcome.violations.length > 0 ? -1 : GRAVITY.indexOf(outcome.state));
	return [...outcomes].sort((a, b) => rank(a) - rank(b));
}

/** Who the request is of. Gateway records and decisions name the application only by its id. */
function whoOf(own: readonly Reading[], names: ReadonlyMap<string, string>): Segment[] {
	const named = own.find((reading) => reading.appName !== '') ?? own.find((reading) => reading.app !== '');
	if (named === undefined) return say`An unnamed application`;
	const isWorkload = Object.hasOwn(named.meta, 'workload_id');
	return say`${isWorkload ? 'Workload ' : ''}${strong(named.appName || (names.get(named.app) ?? named.app))}`;
}

function joined(parts: readonly (readonly Segment[])[], between: string): Segment[] {
	return parts.flatMap((part, i) => (i === 0 ? part : say`${between}${part}`));
}

/** Events that are told by themselves: everything but exchanges, calls, and the approvals the outcomes tell of. */
function others(own: readonly Reading[], hasCalls: boolean): Reading[] {
	return own.filter((reading) => {
		if (isExchange(reading) || isGateway(reading)) return false;
		return !hasCalls || !reading.event.eventType.startsWith('step_up_');
	});
}

/**
 * The request in one sentence, or a few: the outcome of each resource, then what else happened.
 * @param names of applications by id, from whatever events are at hand
 */
export function sentenceOf(
	own: readonly Reading[],
	calls: readonly Call[],
	resources: readonly ResourceOutcome[],
	names: ReadonlyMap<string, string>,
): Segment[] {
	const outcomes = resources.flatMap((resource) => resource.outcomes);
	const told = outcomes.length > TOLD_MAX ? graveFirst(outcomes).slice(0, TOLD_MAX) : outcomes;
	const clauses: Segment[][] = told.map((outcome) => [...outcome.words]);
	const summary = own.find(isSummary);
	if (calls.length === 0 && summary !== undefined) clauses.push(summaryOf(summary));
	const left = outcomes.length - told.length;
	const rest = left > 0 ? say`; and ${plural(left, 'outcome')} more` : [];
	const main = clauses.length === 0 ? [] : say`${whoOf(own, names)} was ${joined(clauses, '; was ')}${rest}.`;
	const extra = others(own, clauses.length > 0);
	const sentences = extra.slice(0, TOLD_MAX).map((reading) => say`${describeEvent(reading.event)}.`);
	const unsaid = extra.length - sentences.length;
	const more = unsaid > 0 ? [say`${plural(unsaid, 'event')} more.`] : [];
	return joined(
		[main, ...sentences, ...more].filter((part) => part.length > 0),
		' ',
	);
}
