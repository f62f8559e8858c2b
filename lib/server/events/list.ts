import 'server-only';
import * as z from 'zod';
import { cursorOfPlace } from '../../../db/queries/event-one';
import { countDatedAfter } from '../../../db/queries/events-ahead';
import { eventsPage } from '../../../db/queries/events-page';
import type { Reader } from '../../../db/queries/reader';
import { compile } from '../../../db/queries/search/compile';
import { type EventPage, type PageStart, searchPage } from '../../../db/queries/search/page';
import { headsOf, type ZoneRow } from '../../../db/queries/zones';
import type { EventList } from '../../api/events';
import { encodePosition } from '../../events/position';
import { formatMicros } from '../../time';
import { fixRange, rangeOfWindow, type Window } from '../../url/range';
import type { Context } from '../access';
import { nowMicros } from '../clock';
import { readZones } from '../evidence';
import { coverCounts } from '../record-counts';
import { recordSearch } from '../record-reads';
import { inTime } from '../search/in-time';
import { type Asked, asked, questionOf } from '../search/question';
import { SharedReads } from '../shared-read';
import { decodedCursor, encodedCursor } from './cursors';
import { placeSchema } from './get';
import { parseInput, searchSchema } from './search-input';
import { listedItem } from './shape';

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
type Place = z.infer<typeof placeSchema>;
/** A page of the question at hand, from a start on. */
type ReadPage = (start: PageStart, limit: number) => Promise<EventPage>;

type Ends = Pick<EventList, 'older' | 'newer'> & { readonly rows: EventPage['rows'] };

function holds(rows: EventPage['rows'], place: Place): boolean {
	return rows.some((row) => row.zoneId === place.zone && row.seq === place.seq);
}

/** The page that holds the place, a third of it newer; null when the query does not let the event through. */
async function readAround(reader: Reader, question: Asked, page: ReadPage, place: Place, limit: number): Promise<Ends | null> {
	const zoneNos = question.zones.map((zone) => zone.zoneNo);
	const cursor = await cursorOfPlace(reader, zoneNos, place.zone, place.seq);
	if (cursor === null) return null;
	const older = await page({ direction: 'older', cursor, inclusive: true }, limit - Math.floor(limit / 3));
	if (!holds(older.rows, place)) return null;
	const newer = await page({ direction: 'newer', cursor }, Math.max(1, Math.floor(limit / 3)));
	const rows = [...newer.rows, ...older.rows];
	return { rows, newer: newer.more ? encodedCursor(rows[0]) : null, older: older.more ? encodedCursor(rows.at(-1)) : null };
}

/** A page begins at the end of the window, around an event the reader has open, or beyond a cursor either way. */
async function read(reader: Reader, question: Asked, page: ReadPage, input: Input): Promise<Ends> {
	if (input.after !== undefined) {
		const found = await page({ direction: 'newer', cursor: decodedCursor(input.after, 'after') }, input.limit);
		return { rows: found.rows, newer: found.more ? encodedCursor(found.rows[0]) : null, older: encodedCursor(found.rows.at(-1)) };
	}
	const cursor = input.before === undefined ? null : decodedCursor(input.before, 'before');
	const found = await page({ direction: 'older', cursor }, input.limit);
	if (cursor === null && input.around !== undefined && !holds(found.rows, input.around)) {
		const around = await readAround(reader, question, page, input.around, input.limit);
		if (around !== null) return around;
	}
	return {
		rows: found.rows,
		newer: cursor === null ? null : encodedCursor(found.rows[0]),
		older: found.more ? encodedCursor(found.rows.at(-1)) : null,
	};
}

/** The pages of a window: those of a search, or, when nothing is asked, of all events by a statement whose plan is kept. */
async function pagesOf(reader: Reader, question: Asked, window: Window): Promise<ReadPage> {
	if (question.query.kind === 'all') {
		const none = { only: [], not: [] };
		const filter = { decisions: none, types: none, requestId: null, eventId: null, ...window };
		return (start, limit) => eventsPage(reader, { ...filter, zoneNos: question.zones.map((zone) => zone.zoneNo) }, start, limit);
	}
	const compiled = await compile(reader, await questionOf(reader, question, window));
	return (start, limit) => searchPage(reader, compiled, start, limit);
}

/** The window of a page: beyond its cursor nothing of it is looked at, so a part of it begins there. */
function pageWindow({ window }: Asked, input: Input): Window {
	if (input.after !== undefined) return { from: decodedCursor(input.after, 'after').at, to: window.to };
	if (input.before === undefined) return window;
	const { at } = decodedCursor(input.before, 'before');
	return { from: window.from, to: window.to !== null && window.to <= at ? window.to : at + 1n };
}

interface Found extends Ends, Pick<EventList, 'position' | 'datedAhead'> {}

/** What was found when not all could be looked at: a cursor leads on from where the search stopped. */
function cutAt(found: Found | null, covered: Window, isNewer: boolean): { list: Found; searchedTo: bigint | null } {
	const list = found ?? { rows: [], older: null, newer: null, position: null, datedAhead: 0 };
	const searchedTo = isNewer ? covered.to : covered.from;
	const isFull = isNewer ? list.newer !== null : list.older !== null && list.rows.length > 0;
	if (isFull || searchedTo === null || found === null) return { list, searchedTo };
	const onward = encodedCursor({ occurredAt: searchedTo, zoneNo: 0, seq: 0 });
	return { list: isNewer ? { ...list, newer: onward } : { ...list, older: onward }, searchedTo };
}

/** Pages of all events of zones, by all they depend on but the moment. */
const plainPages = new SharedReads<EventList>();

function listOf({ window, now }: Asked, list: Found, searchedTo: bigint | null, exact: boolean): EventList {
	return {
		events: list.rows.map(listedItem),
		older: list.older,
		newer: list.newer,
		window: { from: window.from === null ? null : formatMicros(window.from), to: window.to === null ? null : formatMicros(window.to) },
		position: list.position,
		datedAhead: list.datedAhead,
		readAt: formatMicros(now),
		exact,
		searchedTo: searchedTo === null ? null : formatMicros(searchedTo),
	};
}

async function readList(reader: Reader, question: Asked, part: Window, input: Input): Promise<Found> {
	const { window, now } = question;
	const zoneNos = question.zones.map((zone) => zone.zoneNo);
	const isOpen = window.to !== null && window.to >= now;
	// sent before anything is awaited, so that all of it shares a round trip
	const around = Promise.all([headsOf(reader, zoneNos), isOpen ? countDatedAfter(reader, zoneNos, window.to ?? now, AHEAD_MAX) : 0]);
	const page = pagesOf(reader, question, part).then((pages) => read(reader, question, pages, input));
	const [ends, [heads, datedAhead]] = await Promise.all([page, around]);
	return { ...ends, position: encodePosition(new Map(heads.map((head) => [head.zoneNo, head.seq]))), datedAhead };
}

/** A page of all events of the zones. */
function plainPage(zones: readonly ZoneRow[], input: Input): Promise<EventList> {
	const { search, ...rest } = input;
	const key = JSON.stringify([zones.map((zone) => zone.zoneNo), search.range, rest], (_, value: unknown) =>
		typeof value === 'bigint' ? `${value}n` : value,
	);
	return plainPages.read(key, async () => {
		const now = nowMicros();
		const question: Asked = { zones, window: fixRange(search.range, now), query: { kind: 'all' }, now };
		const list = await readZones(zones, (reader) => readList(reader, question, question.window, input), 'kept');
		return listOf(question, list, null, true);
	});
}

/** A page of those that a query lets through, in the time there is. */
async function filteredPage(question: Asked, input: Input, signal: AbortSignal | undefined): Promise<EventList> {
	const { window } = question;
	const isNewer = input.after !== undefined;
	const given = await inTime(
		{ ...question, window: pageWindow(question, input) },
		(reader, part) => readList(reader, question, part, input),
		signal,
		isNewer ? 'oldest' : 'newest',
	);
	if (given !== null && given.covered === null) return listOf(question, given.answer, null, true);
	const { list, searchedTo } = cutAt(given?.answer ?? null, given?.covered ?? { from: window.to, to: window.from }, isNewer);
	return listOf(question, list, searchedTo, false);
}

/**
 * One page of the search, newest first, with the position of the chains at the same moment.
 * @throws AppError invalid_input, forbidden, unavailable
 */
export async function listEvents({ ctx, input, signal }: { ctx: Context; input: unknown; signal?: AbortSignal }): Promise<EventList> {
	const parsed = parseInput(schema, input);
	const question = await asked(ctx, parsed.search);
	const list = await (question.query.kind === 'all' ? plainPage(question.zones, parsed) : filteredPage(question, parsed, signal));
	await recordSearch(
		ctx,
		parsed.search,
		list.events.map((event) => event.zone),
	);
	coverCounts(ctx, parsed.search);
	coverCounts(ctx, { ...parsed.search, range: rangeOfWindow(list.window) });
	return list;
}
