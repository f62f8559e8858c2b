import 'server-only';
import * as z from 'zod';
import { placesOfEventId } from '../../../db/queries/event-one';
import { compile } from '../../../db/queries/search/compile';
import { countUpTo } from '../../../db/queries/search/count-up-to';
import type { LookupResult } from '../../api/events';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { readVisible } from '../evidence';
import { recordLookup } from '../record-reads';
import { parseInput } from './search-input';

const schema = z.object({ text: z.string().trim().min(1).max(1024) });
const EVENTS_MAX = 5;
const REQUEST_EVENTS_MAX = 1000;

/** What a pasted text is: an event's id, a request ID, both or neither, in the zones the asker may see. */
export async function lookup({ ctx, input }: { ctx: Context; input: unknown }): Promise<LookupResult> {
	const { text } = parseInput(schema, input);
	const { found, zones } = await readVisible(ctx, async (reader, zones) => {
		const zoneNos = zones.map((zone) => zone.zoneNo);
		const places = await placesOfEventId(reader, zoneNos, text, EVENTS_MAX);
		const query = { kind: 'field', field: 'request', test: { op: 'equals', value: text }, span: { from: 0, to: 0 } } as const;
		const compiled = await compile(reader, { zones, from: null, to: null, query });
		const request = await countUpTo(reader, compiled, REQUEST_EVENTS_MAX);
		const zoneIdOf = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
		const events = places.map((place) => ({
			zone: zoneIdOf.get(place.zoneNo) ?? '',
			seq: place.seq,
			occurredAt: formatMicros(place.occurredAt),
		}));
		const zoneNosFound = [...places.map((place) => place.zoneNo), ...request.zoneNos];
		return { found: { events, requestEvents: request.events }, zones: zoneNosFound.map((zoneNo) => zoneIdOf.get(zoneNo) ?? '') };
	});
	await recordLookup(ctx, found.events.length + found.requestEvents, zones);
	return found;
}
