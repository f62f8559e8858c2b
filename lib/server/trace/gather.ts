import 'server-only';
import type { Reader } from '../../../db/queries/reader';
import { ownEvents } from '../../../db/queries/trace/own';
import { type LookupCut, relatedEvents } from '../../../db/queries/trace/related';
import type { AskedLookup } from '../../../db/queries/trace/sets';
import { type WorkerRow, workerRows } from '../../../db/queries/worker-status';
import type { ZoneRow } from '../../../db/queries/zones';
import { type Reading, read } from '../../trace/reading';
import { keysOf, type Lookup, lookupsOf, type Relation } from '../../trace/related';
import { type Split, splitRequests } from '../../trace/split';
import { REQUESTS_MAX } from '../../trace/trace';
import { traceEvents } from './read-event';

/** Most events of a request ID that are looked at; the rest is counted. */
export const OWN_EVENTS_MAX = 10_000;

export interface Gathered {
	/** Its own events, told apart. */
	readonly split: Split;
	readonly leftOut: number;
	/** Events under other request IDs that may belong to it. */
	readonly related: readonly Reading[];
	readonly cuts: readonly LookupCut[];
	readonly workers: readonly WorkerRow[];
}

/** A lookup keeps events near the request, or, for the latest, near the end of its window. */
export function askedLookups(own: readonly Reading[]): AskedLookup[] {
	const keys = keysOf(own);
	return lookupsOf(keys).map((lookup) => ({ lookup, at: lookup.keep === 'latest' ? (lookup.to ?? keys.to) : keys.from }));
}

/** Every lookup of the requests that will be shown. */
function lookupsOfShown({ requests }: Split): AskedLookup[] {
	return requests.slice(0, REQUESTS_MAX).flatMap((readings) => (readings.length === 0 ? [] : askedLookups(readings)));
}

/** What a lookup that was not asked lacks. */
export function notAsked(lookups: readonly { readonly lookup: Lookup }[]): LookupCut[] {
	return [...new Set(lookups.map(({ lookup }) => lookup.relation))].map((relation) => ({ relation, valuesLeftOut: 0, rowsCut: true }));
}

/**
 * The events of a request ID and those that may belong to it, of one snapshot.
 * @param relations follow only these
 */
export async function gather(
	reader: Reader,
	zones: readonly ZoneRow[],
	requestId: string,
	relations: ReadonlySet<Relation>,
): Promise<Gathered> {
	const zoneNos = zones.map((zone) => zone.zoneNo);
	// sent together, so that both share a round trip
	const [found, workers] = await Promise.all([ownEvents(reader, zoneNos, requestId, OWN_EVENTS_MAX), workerRows(reader)]);
	const split = splitRequests(traceEvents(found.rows, zones, requestId).map(read));
	const lookups = lookupsOfShown(split);
	const isAsked = ({ lookup }: AskedLookup) => relations.has(lookup.relation);
	const { rows, cuts } = await relatedEvents(reader, zones, lookups.filter(isAsked), requestId);
	return {
		split,
		leftOut: found.leftOut,
		related: traceEvents(rows, zones, requestId).map(read),
		cuts: [...cuts, ...notAsked(lookups.filter((asked) => !isAsked(asked)))],
		workers,
	};
}
