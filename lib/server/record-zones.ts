import 'server-only';
import { filterState } from '../query/edit';
import type { EventSearch } from '../url/search';
import { type Context, includesZone } from './access';
import { zoneNamed } from './zones';

/**
 * The zones that a search is told of in, whatever it shows: those it is limited to, else those that its query as a whole asks for by
 * name, that are there and the asker may read.
 */
export async function zonesNamedBy(ctx: Context, { zones, q }: Pick<EventSearch, 'zones' | 'q'>): Promise<readonly string[]> {
	if (zones.length > 0) return zones;
	const { included, isMore } = filterState(q, { field: 'zone' });
	const own = isMore ? [] : included.filter((zoneId) => includesZone(ctx.scope, zoneId));
	return (await Promise.all(own.map(zoneNamed))).flatMap((zone) => (zone === null ? [] : [zone.zoneId]));
}
