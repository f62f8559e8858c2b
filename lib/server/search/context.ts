import 'server-only';
import * as z from 'zod';
import { cursorOfPlace } from '../../../db/queries/event-one';
import { compile } from '../../../db/queries/search/compile';
import { searchPage } from '../../../db/queries/search/page';
import { headsOf } from '../../../db/queries/zones';
import type { EventContext } from '../../api/search';
import type { Context } from '../access';
import { decodedCursor, encodedCursor } from '../events/cursors';
import { noSuchEvent, placeSchema, zoneOf } from '../events/get';
import { parseInput } from '../events/search-input';
import { listedItem } from '../events/shape';
import { readZones } from '../evidence';
import { record } from '../record';

const schema = z.object({
	place: placeSchema,
	older: z.int().min(0).max(500).default(50),
	newer: z.int().min(0).max(500).default(50),
	before: z.string().optional(),
	after: z.string().optional(),
});

/** The events around one in its zone, with all filters dropped. @throws AppError invalid_input, forbidden, not_found, unavailable */
export async function eventContext({ ctx, input }: { ctx: Context; input: unknown }): Promise<EventContext> {
	const asked = parseInput(schema, input);
	const { place } = asked;
	const zone = await zoneOf(ctx, place.zone);
	const before = asked.before === undefined ? null : decodedCursor(asked.before, 'before');
	const after = asked.after === undefined ? null : decodedCursor(asked.after, 'after');
	const found = await readZones([zone], async (reader) => {
		const cursor = await cursorOfPlace(reader, [zone.zoneNo], zone.zoneId, place.seq);
		if (cursor === null) throw noSuchEvent(place, (await headsOf(reader, [zone.zoneNo]))[0]?.seq ?? 0);
		const all = await compile(reader, { zones: [zone], from: null, to: null, query: { kind: 'all' } });
		const none = { rows: [], more: false };
		// a page of none would not know whether there is more: one row is read and not shown
		const older =
			after !== null
				? none
				: await searchPage(
						reader,
						all,
						{ direction: 'older', cursor: before ?? cursor, inclusive: before === null },
						asked.older + (before === null ? 1 : 0) || 1,
					);
		const newer =
			before !== null || (asked.newer === 0 && after === null)
				? none
				: await searchPage(reader, all, { direction: 'newer', cursor: after ?? cursor }, asked.newer || 1);
		return { rows: [...newer.rows, ...older.rows], older, newer };
	});
	await record(ctx, {
		action: 'console.search',
		zoneId: zone.zoneId,
		details: { filters: { view: 'context', event: `${zone.zoneId}/${place.seq}` }, zones: [zone.zoneId], events_shown: found.rows.length },
	});
	return {
		events: found.rows.map(listedItem),
		older: found.older.more ? encodedCursor(found.older.rows.at(-1)) : null,
		newer: found.newer.more
			? encodedCursor(found.newer.rows[0])
			: asked.newer === 0 && before === null
				? encodedCursor(found.rows[0])
				: null,
	};
}
