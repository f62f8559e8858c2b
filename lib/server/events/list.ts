import 'server-only';
import { z } from 'zod';
import { type EventFilter, isNarrowed } from '../../../db/queries/event-filter';
import { cursorOfPlace } from '../../../db/queries/event-one';
import { countDatedAfter } from '../../../db/queries/events-ahead';
import { type EventPage, eventsPage } from '../../../db/queries/events-page';
import type { Reader } from '../../../db/queries/reader';
import { headsOf } from '../../../db/queries/zones';
import type { EventList } from '../../api/events';
import { type Cursor, decodeCursor, encodeCursor } from '../../events/cursor';
import { encodePosition } from '../../events/position';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { readZones } from '../evidence';
import { recordSearch } from '../record-reads';
import { placeSchema } from './get';
import { filterOf, invalidInput, parseInput, searchSchema } from './search-input';
import { eventItem } from './shape';

/** Most rows of a page, and how many when nobody says. */
export const PAGE_MAX = 500;
export const PAGE_DEFAULT = 50;
const AHEAD_MAX = 100;

const schema = z.object({
	search: searchSchema,
	before: z.string().optional(),
	after: z.string().optional(),
	/** Begins the list at this event when the end of the window does not show it. */
	around: placeSchema.optional(),
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

type Place = z.infer<typeof placeSchema>;

function holds(rows: EventPage['rows'], place: Place): boolean {
	return rows.some((row) => row.zoneId === place.zone && row.seq === place.seq);
}

/** The page that holds the place, a third of it newer; null when the filter does not let the event through. */
async function readAround(reader: Reader, filter: EventFilter, place: Place, limit: number): Promise<Ends | null> {
	const cursor = await cursorOfPlace(reader, filter.zoneNos, place.zone, place.seq);
	if (cursor === null) return null;
	const older = await eventsPage(reader, filter, { direction: 'older', cursor, inclusive: true }, limit - Math.floor(limit / 3));
	if (!holds(older.rows, place)) return null;
	const newer = await eventsPage(reader, filter, { direction: 'newer', cursor }, Math.max(1, Math.floor(limit / 3)));
	const rows = [...newer.rows, ...older.rows];
	return { rows, newer: newer.more ? cursorOf(rows[0]) : null, older: older.more ? cursorOf(rows.at(-1)) : null };
}

/** A page begins at the end of the window, around an event the reader has open, or beyond a cursor either way. */
async function read(reader: Reader, filter: EventFilter, input: Input): Promise<Ends> {
	if (input.after !== undefined) {
		const page = await eventsPage(reader, filter, { direction: 'newer', cursor: decoded(input.after, 'after') }, input.limit);
		return { rows: page.rows, newer: page.more ? cursorOf(page.rows[0]) : null, older: cursorOf(page.rows.at(-1)) };
	}
	const cursor = input.before === undefined ? null : decoded(input.before, 'before');
	const page = await eventsPage(reader, filter, { direction: 'older', cursor }, input.limit);
	if (cursor === null && input.around !== undefined && !holds(page.rows, input.around)) {
		const around = await readAround(reader, filter, input.around, input.limit);
		if (around !== null) return around;
	}
	return { rows: page.rows, newer: cursor === null ? null : cursorOf(page.rows[0]), older: page.more ? cursorOf(page.rows.at(-1)) : null };
}

/**
 * One page of the ledger, newest first, with the position of the chains at the same moment.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function listEvents({ ctx, input }: { ctx: Context; input: unknown }): Promise<EventList> {
	const parsed = parseInput(schema, input);
	const { filter, window, zones } = await filterOf(ctx, parsed.search);
	const now = nowMicros();
	const readList = async (reader: Reader) => {
		const isOpen = window.to !== null && window.to >= now;
		const [{ rows, older, newer }, heads, ahead] = await Promise.all([
			read(reader, filter, parsed),
			headsOf(reader, filter.zoneNos),
			isOpen ? countDatedAfter(reader, filter.zoneNos, window.to ?? now, AHEAD_MAX) : 0,
		]);
		return {
			events: rows.map(eventItem),
			older,
			newer,
			window: { from: window.from === null ? null : formatMicros(window.from), to: window.to === null ? null : formatMicros(window.to) },
			position: encodePosition(new Map(heads.map((head) => [head.zoneNo, head.seq]))),
			datedAhead: ahead,
			readAt: formatMicros(now),
		};
	};
	const isNarrow = isNarrowed(filter) || filter.decisions.only.length + filter.decisions.not.length > 0;
	const list = await readZones(zones, readList, isNarrow ? 'made' : 'kept');
	await recordSearch(
		ctx,
		parsed.search,
		list.events.map((event) => event.zone),
	);
	return list;
}
