import { visible } from '../../lib/events/visible';
import { type AuditItem, eventsAfter, type ZoneHead, zoneHeads } from '../api/audit';
import type { Api } from '../api/client';
import { ApiError } from '../api/errors';
import type { EventFilter } from '../args/filters';
import { backoffMs } from './backoff';
import { concurrently } from './concurrent';
import { mergeChains } from './merge';
import type { Positions } from './positions';

/** Shortest time between two looks, and the least time per request: 300 a minute, half of what a token may. */
const INTERVAL_MS_MIN = 1000;
const PER_REQUEST_MS = 200;
const ZONES_AT_ONCE = 4;
/** How much of a zone that appears meanwhile is read: it may be one of millions of events that was opened to the token just now. */
const NEW_ZONE_EVENTS_MAX = 1000;

export interface Following {
	readonly api: Api;
	/** Zones to follow; empty for every zone the token may read, also those that appear meanwhile. */
	readonly zones: readonly string[];
	readonly filter: EventFilter;
	readonly positions: Positions;
	readonly signal: AbortSignal;
	/** Ends early when the signal fires, without an error. */
	readonly sleep: (ms: number) => Promise<void>;
	readonly random: () => number;
	/** One line for the person who watches. */
	readonly notice: (line: string) => void;
}

interface Look {
	readonly events: AuditItem[];
	readonly requests: number;
	/** There is more to read right away. */
	readonly more: boolean;
}

/** Begins the zones that appeared since the last look. */
function beginNew({ positions, notice }: Following, heads: readonly ZoneHead[]): void {
	for (const { zone, headSeq } of heads) {
		if (positions.knows(zone)) continue;
		positions.begin(zone, Math.max(0, headSeq - NEW_ZONE_EVENTS_MAX));
		if (headSeq > NEW_ZONE_EVENTS_MAX)
			notice(`zone ${visible(zone)} appeared with ${headSeq} events, of which the last ${NEW_ZONE_EVENTS_MAX} are looked through`);
	}
}

/** Reads what the zones' chains have gained. The position of a zone moves only together with the return of its events. */
async function look(following: Following): Promise<Look> {
	const { api, zones, filter, positions, signal } = following;
	const heads = (await zoneHeads(api, signal)).filter(({ zone }) => zones.length === 0 || zones.includes(zone));
	beginNew(following, heads);
	const moved = heads.filter(({ zone, headSeq }) => headSeq > positions.of(zone));
	const pages = await concurrently(moved, ZONES_AT_ONCE, async (head: ZoneHead) => ({
		...head,
		page: await eventsAfter(api, head.zone, filter, positions.of(head.zone), signal),
	}));
	const events = mergeChains(pages.map(({ zone, headSeq, page }) => positions.take(zone, headSeq, page)));
	return { events, requests: 1 + moved.length, more: pages.some(({ page }) => page.cursor !== null && page.items.length > 0) };
}

/** Whether it is worth asking again: an answer of the API that says no stays no. */
function passes(error: unknown): error is ApiError {
	return error instanceof ApiError && error.failure !== 'refused';
}

/**
 * What is appended to the ledger, batch by batch, until the signal fires. A console that restarts, is overloaded or out of reach
 * is waited for; nothing is lost meanwhile and nothing comes twice.
 * @throws ApiError when the API refuses: the token was revoked, the zone taken away
 */
export async function* follow(following: Following): AsyncGenerator<readonly AuditItem[]> {
	const { signal, sleep, notice } = following;
	let failures = 0;
	while (!signal.aborted) {
		let waitMs: number;
		try {
			const { events, requests, more } = await look(following);
			if (failures > 0) notice('the console answers again; going on behind the last event');
			failures = 0;
			if (events.length > 0) yield events;
			waitMs = Math.max(more ? 0 : INTERVAL_MS_MIN, requests * PER_REQUEST_MS);
		} catch (error) {
			if (signal.aborted) return;
			if (!passes(error)) throw error;
			if (failures === 0) notice(`${error.message}; waiting for it, nothing is lost`);
			failures++;
			waitMs = backoffMs(failures, following.random(), error.retryAfterMs);
		}
		await sleep(waitMs);
	}
}
