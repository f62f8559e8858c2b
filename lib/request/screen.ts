import type { RequestAnswer } from '../api/trace';
import type { Segment } from '../events/words';
import type { Place } from '../trace/event';
import type { TraceMeaning } from '../trace/outcome';
import type { RequestTrace, Trace, TraceCounts, TraceLimits } from '../trace/trace';

/** One of the requests that share an ID, for choosing among them. */
export interface RequestChoice {
	readonly zone: string;
	readonly app: string;
	readonly from: string;
	readonly to: string;
	readonly meaning: TraceMeaning;
	readonly sentence: readonly Segment[];
	/** Its first event: what it is addressed by. */
	readonly place: Place | null;
	readonly events: number;
}

/** How many there are of what a screen may hold only a part of. */
export interface RequestCounts extends Omit<TraceCounts, 'trees'> {
	readonly traceIds: number;
	readonly tokenIds: number;
	readonly ghosts: number;
	readonly violations: number;
}

/** What the page of a request is drawn from: the answer, with the request in question and only the outlines of the others. */
export interface RequestScreen {
	readonly answer: Omit<RequestAnswer, 'trace'> & { readonly trace: Omit<Trace, 'requests'> };
	readonly choices: readonly RequestChoice[];
	/** Index among the choices. */
	readonly chosen: number;
	/** Null: no event carries the ID. */
	readonly request: RequestTrace | null;
	readonly counts: RequestCounts;
	/** Something was left out to be read later. */
	readonly isCut: boolean;
}

/** Of each long list of a request, what the first screen holds at most: a trace of 10,000 events is 13 MB. */
export const FIRST_MAX = {
	events: 150,
	related: 100,
	steps: 400,
	around: 100,
	ghosts: 100,
	violations: 20,
	trees: 12,
	places: 20,
	ids: 20,
} as const;

/** What of a trace is made for the first screen; `of`: see screenOf. */
export function firstLimits(of: Place | null): TraceLimits {
	const { events, related, steps, around, trees } = FIRST_MAX;
	return { events, related, steps, around, trees, of };
}

function hasPlace(request: RequestTrace, place: Place): boolean {
	return request.events.some((event) => event.place.seq === place.seq && event.place.zone === place.zone);
}

/** Index of the request with an event at the place, else the last: what is asked for at night is what happened just now. */
export function chosenOf(requests: readonly RequestTrace[], of: Place | null): number {
	const found = of === null ? -1 : requests.findIndex((request) => hasPlace(request, of));
	return found >= 0 ? found : requests.length - 1;
}

function choiceOf(request: RequestTrace): RequestChoice {
	const { zone, appName, app, from, to, meaning, sentence, events, counts } = request;
	return { zone, app: appName || app, from, to, meaning, sentence, place: events[0]?.place ?? null, events: counts.events };
}

const placesCut = <T extends { readonly places: readonly Place[] }>(each: T): T => ({
	...each,
	places: each.places.slice(0, FIRST_MAX.places),
});

/** The places that are listed under a head, cut: the lists themselves are begun only (TraceLimits). */
function cut(request: RequestTrace): RequestTrace {
	const { explanation, policy } = request;
	const outcome = (each: RequestTrace['resources'][number]['final']) => ({
		...each,
		places: each.places.slice(0, 1),
		violations: each.violations.slice(0, 1),
	});
	return {
		...request,
		traceIds: request.traceIds.slice(0, FIRST_MAX.ids),
		tokenIds: request.tokenIds.slice(0, FIRST_MAX.ids),
		resources: request.resources.map((resource) => ({
			...resource,
			outcomes: resource.outcomes.map(outcome),
			final: outcome(resource.final),
		})),
		violations: request.violations.slice(0, FIRST_MAX.violations),
		policy: { ...policy, versions: policy.versions.map(placesCut) },
		chains: request.chains.map(placesCut),
		ghosts: request.ghosts.slice(0, FIRST_MAX.ghosts),
		explanation: { ...explanation, trees: explanation.trees.map(placesCut) },
	};
}

/** Something of it was not made, or is more than the first screen holds. */
function isLong({ events, related, timeline, ghosts, violations, explanation, counts }: RequestTrace): boolean {
	return (
		counts.events > events.length ||
		counts.related > related.length ||
		counts.steps > timeline.steps.length ||
		counts.around > timeline.around.length ||
		counts.trees > explanation.trees.length ||
		ghosts.length > FIRST_MAX.ghosts ||
		violations.length > FIRST_MAX.violations
	);
}

const NONE: RequestCounts = { events: 0, related: 0, steps: 0, around: 0, traceIds: 0, tokenIds: 0, ghosts: 0, violations: 0 };

/**
 * The screen of a request.
 * @param of an event of it, where the ID was used for several
 * @param isWhole true: nothing is cut
 */
export function screenOf({ trace, ...answer }: RequestAnswer, of: Place | null, isWhole = false): RequestScreen {
	const { requests, ...outline } = trace;
	const chosen = chosenOf(requests, of);
	const request = requests[chosen] ?? null;
	const isCut = !isWhole && request !== null && isLong(request);
	return {
		answer: { ...answer, trace: outline },
		choices: requests.map(choiceOf),
		chosen,
		request: isCut && request !== null ? cut(request) : request,
		counts:
			request === null
				? NONE
				: {
						events: request.counts.events,
						related: request.counts.related,
						steps: request.counts.steps,
						around: request.counts.around,
						traceIds: request.traceIds.length,
						tokenIds: request.tokenIds.length,
						ghosts: request.ghosts.length,
						violations: request.violations.length,
					},
		isCut,
	};
}
