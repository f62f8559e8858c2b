import 'server-only';
import { zonesConcerned } from '../events/console';
import { searchFilters } from '../events/console-search';
import { type EventSearch, formatEventSearch } from '../url/search';
import type { Context } from './access';
import { type Deed, record } from './record';
import { told } from './record-reads';
import { zonesNamedBy } from './record-zones';

/** How long a recorded search covers the counts beside it, from the last of them on: a page asks for new events as long as it is open. */
const COVERED_MS = 10 * 60_000;
/** Searches remembered at most; the one asked least lately is forgotten first, and then recorded again. */
const SEARCHES_MAX = 20_000;

const holder = globalThis as typeof globalThis & { caracalRecordedSearches?: Map<string, number> };

function keyOf({ actor }: Context, search: EventSearch): string {
	return `${actor.kind} ${actor.id} ${formatEventSearch(search)}`;
}

function remember(key: string, nowMs: number): void {
	holder.caracalRecordedSearches ??= new Map();
	const searches = holder.caracalRecordedSearches;
	searches.delete(key);
	searches.set(key, nowMs);
	const [oldest] = searches.keys();
	if (searches.size > SEARCHES_MAX && oldest !== undefined) searches.delete(oldest);
}

/** Notes that a search was recorded: the counts its page asks for besides need no record of their own. */
export function coverCounts(ctx: Context, search: EventSearch): void {
	remember(keyOf(ctx, search), Date.now());
}

/**
 * Records that counts or values of a search were read, before they are answered, unless the same asker's search was recorded
 * within COVERED_MS.
 * @param view what was read of it: `facets`, `count`
 */
export async function recordCounts(ctx: Context, view: string, search: EventSearch): Promise<void> {
	const key = keyOf(ctx, search);
	const nowMs = Date.now();
	const seenMs = holder.caracalRecordedSearches?.get(key);
	if (seenMs === undefined || nowMs - seenMs > COVERED_MS) {
		const details = { filters: { ...told(searchFilters(search)), view }, zones: search.zones };
		const deed = (zoneId: string): Deed => ({ action: 'console.search', zoneId, details });
		await record(ctx, zonesConcerned(await zonesNamedBy(ctx, search), []).map(deed));
	}
	remember(key, nowMs);
}
