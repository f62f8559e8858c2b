import { plural } from '../events/amounts';
import { meaningOf } from '../events/vocabulary';
import { type Segment, say, strong } from '../events/words';
import { type Approval, approvalsOf } from './approvals';
import { type AuthorityGround, chainsOf, namesOf } from './authority';
import type { AuthorityChain } from './authority-chain';
import { approvalFinder } from './call-approval';
import { callsOf } from './calls';
import type { Place, TraceEvent } from './event';
import { type Explanation, explain } from './explain';
import { type Ghost, ghostsOf } from './ghosts';
import { LinkLives } from './life';
import { type NextAction, nextOf } from './next';
import { meaningOfAll, outcomesOf, type ResourceOutcome, type TraceMeaning } from './outcome';
import { type PolicyFacts, policyOf } from './policy';
import { byOccurrence, type Reading, read } from './reading';
import { keysOf, type Relation, relationOf } from './related';
import { scopesOfEdges } from './scopes';
import { sentenceOf } from './sentence';
import { type Apart, type Split, splitRequests } from './split';
import { spanOf, type Timeline, type TimelineEvent, timelineEvent, timelineOf } from './timeline';
import { type Violation, violationOf } from './violation';

/** Requests that share an ID drawn at most; more is a caller that gives everything the same one. */
export const REQUESTS_MAX = 20;
/** Related events of one request kept at most, those nearest to it. */
export const RELATED_MAX = 1000;

/** What is left out of a trace that is only begun; everything is counted, and all that is told in words is told of the whole. */
export interface TraceLimits {
	/** Lines and bars of each long list. */
	readonly events: number;
	readonly related: number;
	readonly steps: number;
	readonly around: number;
	readonly trees: number;
	/** An event that is among the lines, however far down it stands. */
	readonly of: Place | null;
}

interface TraceGround {
	readonly requestId: string;
	/** Microseconds since the epoch. */
	readonly now: bigint;
	/** Everything that reached the streams before this is in the ledger; null: not known. */
	readonly completeTo: bigint | null;
	/** Not given: nothing is left out. */
	readonly limits?: TraceLimits | undefined;
}

/** What a trace is built from. */
export interface TraceInput extends TraceGround {
	/** Events of the request ID and whatever may belong to them, in any order; what does not belong is left out. */
	readonly events: readonly TraceEvent[];
}

/** The same where the events were read before, each once, and those of the ID told apart. */
export interface ReadInput extends TraceGround {
	readonly split: Split;
	readonly related: readonly Reading[];
}

/** How many there are of what a trace that is only begun holds a part of. */
export interface TraceCounts {
	readonly events: number;
	readonly related: number;
	readonly steps: number;
	readonly around: number;
	readonly trees: number;
}

/** One request, told. JSON throughout: no instants but texts, no maps, nothing undefined. */
export interface RequestTrace {
	readonly zone: string;
	/** `''` when no event names one. */
	readonly app: string;
	readonly appName: string;
	readonly from: string;
	readonly to: string;
	readonly meaning: TraceMeaning;
	readonly sentence: readonly Segment[];
	readonly next: NextAction;
	readonly resources: readonly ResourceOutcome[];
	readonly violations: readonly Violation[];
	readonly policy: PolicyFacts;
	readonly approvals: readonly Approval[];
	readonly chains: readonly AuthorityChain[];
	readonly chainsLeftOut: number;
	readonly timeline: Timeline;
	readonly ghosts: readonly Ghost[];
	/** Its own events in order of occurrence. */
	readonly events: readonly TimelineEvent[];
	/** Events that belong to it under other request IDs, in order of occurrence. */
	readonly related: readonly TimelineEvent[];
	readonly relatedLeftOut: number;
	readonly counts: TraceCounts;
	readonly explanation: Explanation;
	readonly traceIds: readonly string[];
	readonly tokenIds: readonly string[];
	/** What does not fit together, in words. */
	readonly contradictions: readonly string[];
}

/** Everything under one request ID. */
export interface Trace {
	readonly requestId: string;
	/** The earliest first. Empty when no event carries the ID. */
	readonly requests: readonly RequestTrace[];
	readonly requestsLeftOut: number;
	readonly apart: readonly Apart[];
	/** Why the events are shown as several requests; empty for one. */
	readonly apartWords: readonly Segment[];
}

const APART: Readonly<Record<Apart, string>> = {
	zone: 'they are in different zones',
	application: 'they are of different applications',
	time: 'there are hours between them',
};

function apartWords(count: number, apart: readonly Apart[], requestId: string): Segment[] {
	if (count < 2) return [];
	const why = apart.map((reason) => APART[reason]).join(', and ');
	return say`Request ID ${strong(requestId)} was used for ${plural(count, 'request')}: ${why}. Callers choose it, and it need not be unique.`;
}

/** What all requests of a zone are judged against. */
interface ZoneGround {
	/** Of other requests. */
	readonly others: readonly Reading[];
	readonly authority: AuthorityGround;
	readonly activations: readonly Reading[];
	readonly approvals: readonly Approval[];
}

function zoneGround(readings: readonly Reading[], others: readonly Reading[], now: bigint): ZoneGround {
	return {
		others,
		authority: { lives: LinkLives.from(readings), scopes: scopesOfEdges(readings), ...namesOf(readings), now },
		activations: readings.filter((reading) => reading.event.eventType === 'policy_activate'),
		approvals: approvalsOf(readings, now),
	};
}

/** Relations that explain a request; the others only surround it. */
const EXPLAINING: ReadonlySet<Relation> = new Set<Relation>(['approval', 'authority', 'policy']);

/** The related events in order of occurrence, those that explain and then those nearest first where there are too many. */
function nearest(relations: ReadonlyMap<Reading, Relation>, from: bigint, to: bigint): { kept: Reading[]; leftOut: number } {
	const found = [...relations].map(([reading, relation]) => {
		const at = reading.event.occurredAt;
		return { reading, isAside: EXPLAINING.has(relation) ? 0 : 1, far: Number(at < from ? from - at : at > to ? at - to : 0n) };
	});
	const kept = found.sort((a, b) => a.isAside - b.isAside || a.far - b.far).slice(0, RELATED_MAX);
	return { kept: kept.map(({ reading }) => reading).sort(byOccurrence), leftOut: found.length - kept.length };
}

/** The first of a list, and the one at a place. */
function firstOf(readings: readonly Reading[], max: number, of: Place | null): readonly Reading[] {
	if (readings.length <= max) return readings;
	const isOf = ({ place }: Reading) => place.seq === of?.seq && place.zone === of.zone;
	const further = of === null ? undefined : readings.slice(max).find(isOf);
	return [...readings.slice(0, max), ...(further === undefined ? [] : [further])];
}

function requestTrace(own: readonly Reading[], ground: ZoneGround, input: TraceGround): RequestTrace {
	const { limits } = input;
	const keys = keysOf(own);
	const relations = new Map<Reading, Relation>();
	for (const reading of ground.others) {
		const relation = relationOf(reading, keys);
		if (relation !== null) relations.set(reading, relation);
	}
	const { kept: related, leftOut: relatedLeftOut } = nearest(relations, keys.from, keys.to);
	const calls = callsOf(own);
	const approvals = ground.approvals.filter((approval) => keys.challenges.has(approval.challengeId));
	const approvalOf = approvalFinder(calls, approvals, own);
	const violations = new Map<string, Violation>();
	for (const reading of own) {
		const violation = violationOf(reading, ground.authority);
		if (violation !== null) violations.set(reading.key, violation);
	}
	const resources = outcomesOf(calls, { violations, approvalOf });
	const sentence = sentenceOf(own, calls, resources, ground.authority.names);
	const holds = own.filter((reading) => reading.event.eventType === 'step_up_issued').length;
	const ghosts = ghostsOf(calls, approvals, holds, input);
	const { chains, leftOut: chainsLeftOut } = chainsOf(own, ground.authority);
	const { explanation, treeCount } = explain(calls, approvalOf, violations, sentence, limits?.trees);
	const { startsAt, stepCount, ...timeline } = timelineOf(own, calls, related, new Set(violations.keys()), limits);
	const contradictions = [...new Set([...chains, ...approvals].flatMap((one) => one.contradictions))];
	const app = own.find((reading) => reading.app !== '')?.app ?? '';
	const texts = (of: (reading: Reading) => string) => [...new Set(own.map(of).filter((text) => text !== ''))];
	return {
		zone: keys.zone,
		app,
		appName: own.find((reading) => reading.appName !== '')?.appName ?? ground.authority.names.get(app) ?? '',
		...spanOf(own),
		meaning: meaningOfAll(
			resources.length > 0 ? resources.map((resource) => resource.meaning) : own.map((reading) => meaningOf(reading.event.decision)),
		),
		sentence,
		next: nextOf(resources, approvals, ghosts, own, contradictions),
		resources,
		violations: [...violations.values()],
		policy: policyOf(own, ground.activations),
		approvals,
		chains,
		chainsLeftOut,
		timeline,
		ghosts,
		events: firstOf(own, limits?.events ?? own.length, limits?.of ?? null).map((reading) =>
			timelineEvent(reading, startsAt, null, violations.has(reading.key)),
		),
		related: related.slice(0, limits?.related).map((reading) => timelineEvent(reading, startsAt, relations.get(reading) ?? null, false)),
		relatedLeftOut,
		counts: {
			events: own.length,
			related: related.length,
			steps: stepCount,
			around: related.length,
			trees: treeCount,
		},
		explanation,
		traceIds: texts((reading) => reading.traceId),
		tokenIds: texts((reading) => reading.jti),
		contradictions,
	};
}

/** Events in order of occurrence, whatever order they come in; given twice they count once. */
function distinct(readings: Iterable<Reading>): Reading[] {
	const seen = new Map<string, Reading>();
	for (const reading of readings) if (!seen.has(reading.key)) seen.set(reading.key, reading);
	return [...seen.values()].sort(byOccurrence);
}

/** The same as `buildTrace` of events that were read before. */
export function traceOf(input: ReadInput): Trace {
	const { requests, apart } = input.split;
	const own = new Set(requests.flat());
	const related = distinct(input.related.filter((reading) => !own.has(reading)));
	const grounds = new Map<string, ZoneGround>();
	const groundOf = (zone: string): ZoneGround => {
		const inZone = (reading: Reading) => reading.event.zone === zone;
		const known =
			grounds.get(zone) ?? zoneGround([...own, ...related].filter(inZone).sort(byOccurrence), related.filter(inZone), input.now);
		grounds.set(zone, known);
		return known;
	};
	return {
		requestId: input.requestId,
		requests: requests.slice(0, REQUESTS_MAX).map((each) => requestTrace(each, groundOf(each[0]?.event.zone ?? ''), input)),
		requestsLeftOut: Math.max(0, requests.length - REQUESTS_MAX),
		apart,
		apartWords: apartWords(requests.length, apart, input.requestId),
	};
}

/**
 * The trace of a request ID. Pure and total: missing, contradictory and hostile events give a trace that says what it does not know.
 * Time grows with the number of events but for sorting them.
 */
export function buildTrace(input: TraceInput): Trace {
	const readings = distinct(input.events.map(read));
	const isOwn = (reading: Reading) => reading.event.requestId === input.requestId;
	return traceOf({ ...input, split: splitRequests(readings.filter(isOwn)), related: readings.filter((reading) => !isOwn(reading)) });
}
