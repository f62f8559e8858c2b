import 'server-only';
import { z } from 'zod';
import type { EventFilter } from '../../../db/queries/event-filter';
import { countDatedAfter } from '../../../db/queries/events-ahead';
import { type EventPage, eventsPage } from '../../../db/queries/events-page';
import { type Reader, readSnapshot } from '../../../db/queries/reader';
import { headsOf } from '../../../db/queries/zones';
import type { EventList } from '../../api/events';
import { type Cursor, decodeCursor, encodeCursor } from '../../events/cursor';
import { encodePosition } from '../../events/position';
import { formatMicros } from '../../time';
import { zoneScope } from '../access';
import { nowMicros } from '../clock';
import type { Context } from '../context';
import { readDatabase } from '../database';
import { filterOf, invalidInput, parseInput, searchSchema } from './search-input';
import { eventItem } from './shape';

/** Most rows of a page, and how many when nobody says. */
export const PAGE_MAX = 500;
export const PAGE_DEFAULT = 100;
const AHEAD_MAX = 100;

const schema = z.object({
	search: searchSchema,
	before: z.string().optional(),
	after: z.string().optional(),
	around: z.object({ at: z.bigint(), zoneNo: z.int(), seq: z.int() }).optional(),
	limit: z.int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
});
type Input = z.infer<typeof schema>;

function cursorOf(row: { occurredAt: bigint; zoneNo: number; seq: number } | undefined): string | null {
	return row === undefined ? null : encodeCursor({ at: row.occurredAt, zoneNo: row.zoneNo, seq: row.seq });
}

function decoded(text: string, name: string): Cursor {
	const cursor = decodeCursor(text);
	if (cursor === null) throw invalidInput(`The cursor ${name}`);
	return cursor;
}

type Ends = Pick<EventList, 'older' | 'newer'> & { readonly rows: EventPage['rows'] };

/** A page begins at the end of the window, beyond a cursor either way, or around a place with a third of it above. */
async function read(reader: Reader, filter: EventFilter, input: Input): Promise<Ends> {
	if (input.around !== undefined) {
		const above = Math.floor(input.limit / 3);
		const newer = await eventsPage(reader, filter, { direction: 'newer', cursor: input.around }, Math.max(1, above));
		const older = await eventsPage(reader, filter, { direction: 'older', cursor: input.around, inclusive: true }, input.limit - above);
		const rows = [...newer.rows, ...older.rows];
		return { rows, newer: newer.more ? cursorOf(rows[0]) : null, older: older.more ? cursorOf(rows.at(-1)) : null };
	}
	if (input.after !== undefined) {
		const page = await eventsPage(reader, filter, { direction: 'newer', cursor: decoded(input.after, 'after') }, input.limit);
		return { rows: page.rows, newer: page.more ? cursorOf(page.rows[0]) : null, older: cursorOf(page.rows.at(-1)) };
	}
	const cursor = input.before === undefined ? null : decoded(input.before, 'before');
	const page = await eventsPage(reader, filter, { direction: 'older', cursor }, input.limit);
	return { rows: page.rows, newer: cursor === null ? null : cursorOf(page.rows[0]), older: page.more ? cursorOf(page.rows.at(-1)) : null };
}

/**
 * One page of the ledger, newest first, with the position of the chains at the same moment.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function listEvents({ ctx, input }: { ctx: Context; input: unknown }): Promise<EventList> {
	zoneScope(ctx.actor);
	const parsed = parseInput(schema, input);
	const { filter, window } = await filterOf(ctx, parsed.search);
	const now = nowMicros();
	return readSnapshot(readDatabase(), async (reader) => {
		const { rows, older, newer } = await read(reader, filter, parsed);
		const heads = await headsOf(reader, filter.zoneNos);
		const ahead = window.to !== null && window.to >= now ? await countDatedAfter(reader, filter.zoneNos, window.to, AHEAD_MAX) : 0;
		return {
			events: rows.map(eventItem),
			older,
			newer,
			window: { from: window.from === null ? null : formatMicros(window.from), to: window.to === null ? null : formatMicros(window.to) },
			position: encodePosition(new Map(heads.map((head) => [head.zoneNo, head.seq]))),
			datedAhead: ahead,
			readAt: formatMicros(now),
		};
	});
}
