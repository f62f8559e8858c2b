import { byOccurrence, type Reading } from './reading';

/** Events of one request lie at most this far apart, one after the other; a hold that is answered within its time is no gap. */
const GAP_MICROS = 3_600_000_000n;

/** Why events that share a request ID are told apart. */
export type Apart = 'zone' | 'application' | 'time';

export interface Split {
	/** Each in order of occurrence, the earliest request first. Never empty for a non-empty input. */
	readonly requests: readonly (readonly Reading[])[];
	/** What told them apart; empty for one request. */
	readonly apart: readonly Apart[];
}

/** The group of items whose neighbours, in order of `at`, lie within the gap. */
function runs(readings: readonly Reading[], at: (reading: Reading) => bigint): Reading[][] {
	const groups: Reading[][] = [];
	let last: bigint | null = null;
	for (const reading of readings) {
		const now = at(reading);
		if (last !== null && now - last <= GAP_MICROS) groups.at(-1)?.push(reading);
		else groups.push([reading]);
		last = now;
	}
	return groups;
}

/** Requests whose clocks are compared with one another at most: each with each. */
const RUNS_COMPARED_MAX = 50;
/** Entries of one request reach Redis this close together, unless one is late. */
const TOGETHER_MICROS = 5_000_000n;

/** Whether every event reached Redis at least a gap after it is dated: it came late, or its clock is behind. */
function isBehind(run: readonly Reading[]): boolean {
	return run.every(({ event }) => event.streamedAt !== null && event.streamedAt - event.occurredAt > GAP_MICROS);
}

function arrivedTogether(a: readonly Reading[], b: readonly Reading[]): boolean {
	return a.some((one) =>
		b.some((other) => {
			const [x, y] = [one.event.streamedAt, other.event.streamedAt];
			return x !== null && y !== null && x - y <= TOGETHER_MICROS && y - x <= TOGETHER_MICROS;
		}),
	);
}

/** Joins runs that are hours apart only by a clock that is behind: they came to Redis together, and only one of them was on time. */
function rejoined(found: readonly Reading[][]): Reading[][] {
	if (found.length > RUNS_COMPARED_MAX) return [...found];
	const onTime = found.filter((run) => !isBehind(run));
	const left: Reading[][] = [];
	for (const run of found.filter(isBehind)) {
		const host = onTime.find(
			(other) => run.length <= RUNS_COMPARED_MAX && other.length <= RUNS_COMPARED_MAX && arrivedTogether(run, other),
		);
		if (host === undefined) left.push(run);
		else host.push(...run);
	}
	return [...onTime, ...left];
}

const placed = (reading: Reading): bigint => reading.placedAt;

function grouped(readings: readonly Reading[], keyOf: (reading: Reading) => string): Map<string, Reading[]> {
	const groups = new Map<string, Reading[]>();
	for (const reading of readings) {
		const key = keyOf(reading);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [reading]);
		else group.push(reading);
	}
	return groups;
}

function distance(group: readonly Reading[], at: bigint): bigint {
	const first = group[0];
	const last = group.at(-1);
	if (first === undefined || last === undefined) return 0n;
	const [from, to] = [placed(first), placed(last)];
	return at < from ? from - at : at > to ? at - to : 0n;
}

/**
 * Tells the requests apart that share a request ID, which callers choose: another zone, another application, or more than an hour
 * between them. An event that names no application belongs to the nearest request. Time: one sort.
 */
export function splitRequests(readings: readonly Reading[]): Split {
	const apart = new Set<Apart>();
	const requests: Reading[][] = [];
	const zones = grouped(readings, (reading) => reading.event.zone);
	if (zones.size > 1) apart.add('zone');
	for (const inZone of zones.values()) {
		const byActor = grouped(inZone, (reading) => reading.app);
		const nobody = byActor.get('') ?? [];
		byActor.delete('');
		if (byActor.size > 1) apart.add('application');
		const found: Reading[][] = [];
		for (const ofActor of byActor.size === 0 ? [nobody] : byActor.values()) {
			const inOrder = [...ofActor].sort((a, b) => (placed(a) < placed(b) ? -1 : placed(a) > placed(b) ? 1 : 0));
			const inTime = rejoined(runs(inOrder, placed));
			if (inTime.length > 1) apart.add('time');
			found.push(...inTime);
		}
		if (byActor.size > 0) attach(found, nobody);
		requests.push(...found);
	}
	for (const request of requests) request.sort(byOccurrence);
	requests.sort((a, b) => (a[0] === undefined || b[0] === undefined ? 0 : byOccurrence(a[0], b[0])));
	return { requests, apart: requests.length > 1 ? [...apart] : [] };
}

/** Puts events that name nobody with the nearest request. Distances are to the spans as they were. */
function attach(requests: readonly Reading[][], nobody: readonly Reading[]): void {
	// with many requests the span lookup would be quadratic; the first thousand are as good a guess as any
	const spans = requests.slice(0, 1000).map((request) => ({ request, first: request[0], last: request.at(-1) }));
	for (const reading of nobody) {
		const at = placed(reading);
		let best: { request: Reading[]; far: bigint } | null = null;
		for (const { request, first, last } of spans) {
			if (first === undefined || last === undefined) continue;
			const far = distance([first, last], at);
			if (best === null || far < best.far) best = { request, far };
		}
		best?.request.push(reading);
	}
}
