import { formatMillis } from '../events/amounts';
import { describeEvent } from '../events/describe';
import { resourceName } from '../events/described';
import { textAt } from '../events/read-json';
import { meaningOf } from '../events/vocabulary';
import { type Segment, say, strong } from '../events/words';
import type { Call } from './calls';
import { type ClockMarks, clockOf } from './clocks';
import { instantOf, millisBetween, type Place } from './event';
import { LANES, type Lane, laneOf } from './lanes';
import { meaningOfState, type TraceMeaning } from './outcome';
import { numberOf, type OutcomeState, stateOf } from './outcome-state';
import type { Reading } from './reading';
import type { Relation } from './related';
import { stepTitle } from './step';

/** A bar or a point of the timeline. Offsets are in microseconds after the timeline's start, and may be negative for related events. */
export interface Step {
	/** Unique in its trace, and the same whenever it is built. */
	readonly key: string;
	readonly lane: Lane;
	/** `inferred`: no event says so itself, its ends come from others. */
	readonly basis: 'recorded' | 'inferred';
	readonly fromMicros: number;
	/** Equal to `fromMicros` for a moment. */
	readonly toMicros: number;
	/** `stream`: drawn at its stream time, since it claims to be later than that. */
	readonly placedBy: 'event' | 'stream';
	readonly title: readonly Segment[];
	readonly meaning: TraceMeaning;
	/** It was allowed although its authority had ended. */
	readonly isViolation: boolean;
	readonly place: Place;
}

/** One event with its clocks and its way into the ledger. */
export interface TimelineEvent {
	readonly place: Place;
	readonly id: string;
	/** What its place in the chain rests on, lowercase hex; `''` when it was not read. */
	readonly contentSha256: string;
	readonly type: string;
	readonly decision: string;
	readonly requestId: string;
	readonly reason: string;
	/** Null: it is of the request itself. */
	readonly relation: Relation | null;
	readonly sentence: readonly Segment[];
	readonly occurredAt: string;
	/** Null when its stream entry is not known. */
	readonly streamedAt: string | null;
	readonly ingestedAt: string;
	readonly clocks: ClockMarks;
	/** Offset of `occurredAt` from the start of the timeline, for the ledger lane; the other clocks follow by `clocks`. */
	readonly occurredMicros: number;
	readonly isViolation: boolean;
}

export interface Timeline {
	readonly lanes: readonly Lane[];
	readonly start: string;
	/** From the first to the last step of the request itself; at least 1. */
	readonly spanMicros: number;
	/** The request's own, in order. */
	readonly steps: readonly Step[];
	/** Moments of related events, in order. */
	readonly around: readonly Step[];
	/** Clocks that contradict one another, in words. */
	readonly skews: readonly (readonly Segment[])[];
}

const MICROS_PER_MS = 1000;

function latencyMicros(reading: Reading): number {
	const latencyMs = numberOf(reading, 'latency_ms') ?? 0;
	return latencyMs > 0 && latencyMs < 1e9 ? Math.round(latencyMs * MICROS_PER_MS) : 0;
}

/** The earliest instant a reading reaches back to: a Gateway record is written when its call ends. */
function beginning(reading: Reading): bigint {
	return reading.placedAt - (reading.event.eventType === 'gateway_resource_request' ? BigInt(latencyMicros(reading)) : 0n);
}

/** One event as the timeline lists it. */
export function timelineEvent(reading: Reading, start: bigint, relation: Relation | null, isViolation: boolean): TimelineEvent {
	const { event } = reading;
	return {
		place: reading.place,
		id: event.id,
		contentSha256: event.contentSha256 ?? '',
		type: event.eventType,
		decision: event.decision,
		requestId: event.requestId,
		reason: reading.reason,
		relation,
		sentence: describeEvent(event),
		occurredAt: instantOf(event.occurredAt),
		streamedAt: event.streamedAt === null ? null : instantOf(event.streamedAt),
		ingestedAt: instantOf(event.ingestedAt),
		clocks: clockOf(event),
		occurredMicros: Number(event.occurredAt - start),
		isViolation,
	};
}

type Drawn = Pick<Step, 'key' | 'lane' | 'basis' | 'fromMicros' | 'toMicros' | 'title' | 'meaning'>;

function drawn(reading: Reading, { key, lane, basis, fromMicros, toMicros, title, meaning }: Drawn, isViolation: boolean): Step {
	const placedBy = reading.placedAt === reading.event.occurredAt ? 'event' : 'stream';
	return { key, lane, basis, fromMicros, toMicros, placedBy, title, meaning, isViolation, place: reading.place };
}

function moment(reading: Reading, start: bigint, isViolation: boolean): Step {
	const at = Number(reading.placedAt - start);
	const lane = laneOf(reading.event.eventType);
	const meaning = meaningOf(reading.event.decision);
	const title = stepTitle(reading);
	return drawn(reading, { key: reading.key, lane, basis: 'recorded', fromMicros: at, toMicros: at, title, meaning }, isViolation);
}

function upstreamTitle(gateway: Reading): Segment[] {
	const host = textAt(gateway.meta, 'upstream_host');
	const status = numberOf(gateway, 'upstream_status');
	const latency = latencyMicros(gateway);
	const took = latency > 0 ? `, ${formatMillis(latency / MICROS_PER_MS)}` : '';
	return say`${host === '' ? say`upstream` : [strong(host)]}${status === null ? '' : `, ${status}`}${took}`;
}

/** Nothing went to the upstream. */
function isUnsent(gateway: Reading, state: OutcomeState): boolean {
	return state === 'not_sent' || gateway.event.evaluationStatus === 'build_failed';
}

/** The bars of a call: what the Gateway recorded, the upstream within it, and the caller's wait, which nobody records. */
function callSteps(call: Call, start: bigint, titleOf: (resource: string) => readonly Segment[]): Step[] {
	const { exchange, gateway } = call;
	const first = exchange ?? gateway;
	if (first === null) return [];
	const state = stateOf(call);
	const meaning = meaningOfState(state);
	const end = Number((gateway ?? first).placedAt - start);
	const decided = exchange === null ? end : Number(exchange.placedAt - start);
	const sent = gateway === null ? end : end - latencyMicros(gateway);
	const fromMicros = Math.min(decided, sent, end);
	const title = titleOf(call.resource);
	const wait = {
		key: `caller:${first.key}`,
		lane: 'caller',
		basis: 'inferred',
		fromMicros,
		toMicros: Math.max(end, decided),
		title,
		meaning,
	} as const;
	const steps = [drawn(first, wait, false)];
	if (gateway === null) return steps;
	const record = {
		key: gateway.key,
		lane: 'gateway',
		basis: 'recorded',
		fromMicros,
		toMicros: end,
		title: stepTitle(gateway),
		meaning,
	} as const;
	steps.push(drawn(gateway, record, false));
	if (isUnsent(gateway, state)) return steps;
	const upstream = {
		...record,
		key: `upstream:${gateway.key}`,
		lane: 'upstream',
		fromMicros: sent,
		title: upstreamTitle(gateway),
	} as const;
	return [...steps, drawn(gateway, upstream, false)];
}

/** Clocks of two producers that cannot both be right: a call that ended before it was decided. */
function skewOf({ exchange, gateway }: Call): Segment[] | null {
	if (exchange === null || gateway === null) return null;
	const aheadMs = millisBetween(gateway.event.occurredAt, exchange.event.occurredAt);
	if (aheadMs < 1000) return null;
	return say`The call is dated ${formatMillis(aheadMs)} before the decision it needed: the clocks of STS and Gateway differ by at least that.`;
}

/** Skews told one by one at most. */
const SKEWS_MAX = 20;

/** Bars of a call; see callSteps. */
function stepsOfCall({ exchange, gateway }: Call, state: OutcomeState): number {
	if (exchange === null && gateway === null) return 0;
	if (gateway === null) return 1;
	return isUnsent(gateway, state) ? 2 : 3;
}

const byStart = (a: Step, b: Step) => a.fromMicros - b.fromMicros || a.place.seq - b.place.seq;

/**
 * The timeline of one request. `own` is in order and not empty. Linear but for the sort.
 * @param limits steps that are made at most, those of the first calls and events; all are counted
 */
export function timelineOf(
	own: readonly Reading[],
	calls: readonly Call[],
	related: readonly Reading[],
	violations: ReadonlySet<string>,
	limits?: { readonly steps: number; readonly around: number },
): Timeline & { startsAt: bigint; stepCount: number } {
	let start = own[0] === undefined ? 0n : beginning(own[0]);
	let end = start;
	for (const reading of own) {
		const [from, at] = [beginning(reading), reading.placedAt];
		if (from < start) start = from;
		if (at > end) end = at;
	}
	const titles = new Map<string, readonly Segment[]>();
	const titleOf = (resource: string): readonly Segment[] => {
		const known = titles.get(resource);
		if (known !== undefined) return known;
		const name = resourceName(resource);
		const title = say`call${name === undefined ? [] : say` to ${name}`}`;
		titles.set(resource, title);
		return title;
	};
	const called = new Set<Reading>();
	let callStepCount = 0;
	for (const call of calls) {
		if (call.gateway !== null) called.add(call.gateway);
		callStepCount += stepsOfCall(call, stateOf(call));
	}
	const moments = own.filter((reading) => !called.has(reading));
	const steps = [
		...calls.slice(0, limits?.steps).flatMap((call) => callSteps(call, start, titleOf)),
		...moments.slice(0, limits?.steps).map((reading) => moment(reading, start, violations.has(reading.key))),
	].sort(byStart);
	const around = related
		.slice(0, limits?.around)
		.map((reading) => moment(reading, start, false))
		.sort(byStart);
	return {
		stepCount: callStepCount + moments.length,
		lanes: LANES,
		start: instantOf(start),
		startsAt: start,
		spanMicros: Math.max(1, Number(end - start)),
		steps: steps.slice(0, limits?.steps),
		around,
		skews: skewsOf(calls),
	};
}

function skewsOf(calls: readonly Call[]): Segment[][] {
	const skews: Segment[][] = [];
	for (const call of calls) {
		const skew = skews.length < SKEWS_MAX ? skewOf(call) : null;
		if (skew !== null) skews.push(skew);
	}
	return skews;
}

/** Instants of the request's own first and last event, as drawn. */
export function spanOf(own: readonly Reading[]): { from: string; to: string } {
	let [from, to] = own[0] === undefined ? [0n, 0n] : [own[0].placedAt, own[0].placedAt];
	for (const reading of own) {
		const at = reading.placedAt;
		if (at < from) from = at;
		if (at > to) to = at;
	}
	return { from: instantOf(from), to: instantOf(to) };
}
