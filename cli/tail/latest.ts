import { type AuditItem, newestEvents, PAGE_MAX } from '../api/audit';
import type { Api } from '../api/client';
import type { EventFilter } from '../args/filters';
import { concurrently } from './concurrent';
import { mergeNewest, type Source } from './merge';

/** Zones asked at the same time. */
const ZONES_AT_ONCE = 4;

/** The newest `limit` events of the zones that the filter lets through, oldest first. */
export async function latestEvents(
	api: Api,
	zones: readonly string[],
	filter: EventFilter,
	limit: number,
	signal?: AbortSignal,
): Promise<AuditItem[]> {
	if (limit === 0) return [];
	const size = Math.min(limit, PAGE_MAX);
	const sources = await concurrently(zones, ZONES_AT_ONCE, async (zone): Promise<Source & { zone: string }> => {
		const page = await newestEvents(api, zone, filter, { limit: size, cursor: null }, signal);
		return { zone, items: page.items, at: 0, cursor: page.cursor };
	});
	const zoneOf = new Map<Source, string>(sources.map((source) => [source, source.zone]));
	const newest = await mergeNewest(sources, limit, (source) =>
		newestEvents(api, zoneOf.get(source) ?? '', filter, { limit: size, cursor: source.cursor }, signal),
	);
	return newest.reverse();
}
