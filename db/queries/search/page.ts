import { type SQL, sql } from 'drizzle-orm';
import type { Cursor } from '../../../lib/events/cursor';
import { epochMicros, instantOfMicros } from '../../epoch';
import { type EventListRow, ledgerRows } from '../event-rows';
import { integers, type Reader, rowsOf } from '../reader';
import { indexedParts, isByTerms, SPAN_MICROS, spanOf, termConditions } from './by-terms';
import { behindHeads, newestGroups } from './candidates';
import { allOf, type Compiled, ledgerProbe, projectionConditions, rowConditions, windowOf } from './compile';
import { heldWindow, hoursOfWindow } from './hours';
import { rowsOfGroups } from './rows';

/** Where a page starts and which way it goes in the descending order of the list. */
export interface PageStart {
	readonly direction: 'older' | 'newer';
	/** The page lies strictly beyond it (`inclusive`: begins with it); null starts at the end of the window. */
	readonly cursor: Cursor | null;
	readonly inclusive?: boolean;
}

export interface EventPage {
	/** Newest first, whichever way the page went. */
	readonly rows: readonly EventListRow[];
	/** Whether more rows lie beyond the page in its direction. */
	readonly more: boolean;
}

/** What lies beyond the start, in its direction. */
function beyond(start: PageStart): SQL[] {
	if (start.cursor === null) return [];
	const { at, zoneNo, seq } = start.cursor;
	const operator = sql.raw(`${start.direction === 'older' ? '<' : '>'}${start.inclusive === true ? '=' : ''}`);
	const bound = sql.raw(start.direction === 'older' ? '<=' : '>=');
	// the first comparison bounds the index scan, the second breaks ties within its microsecond
	return [
		sql`s.occurred_at ${bound} ${instantOfMicros(at)}`,
		sql`(s.occurred_at, s.zone_no, s.chain_seq) ${operator} (${instantOfMicros(at)}, ${zoneNo}::integer, ${seq}::bigint)`,
	];
}

function orderOf(row: string, way: SQL): SQL {
	const name = sql.raw(row);
	return sql`${name}.occurred_at ${way}, ${name}.zone_no ${way}, ${name}.chain_seq ${way}`;
}

const wayOf = (start: PageStart) => sql.raw(start.direction === 'older' ? 'desc' : 'asc');

/** The window cut at the cursor, so that hours and groups beyond it are not looked at. */
function remaining(compiled: Compiled, start: PageStart): Compiled {
	if (start.cursor === null) return compiled;
	const { at } = start.cursor;
	if (start.direction === 'older') return compiled.to !== null && compiled.to <= at ? compiled : { ...compiled, to: at + 1n };
	return compiled.from !== null && compiled.from >= at ? compiled : { ...compiled, from: at };
}

/** Zones up to which each has a branch of its own in the statement. */
const BRANCHES_MAX = 16;

/**
 * One scan per zone over the index (zone_no, occurred_at), each cut at the page size, merged as they go on: every zone is read no
 * further than the page reaches. The planner would else sort the whole window as soon as two zones are asked for. Ties are sorted
 * behind the merge: a sort of each scan would read on until it has a few dozen rows.
 */
function byTime(compiled: Compiled, start: PageStart, rowsMax: number): SQL {
	const way = wayOf(start);
	const scan = (zone: SQL) => sql`select s.* from search_events s ${ledgerProbe(compiled)}
		where ${allOf([sql`s.zone_no = ${zone}`, ...rowConditions(compiled), ...beyond(start)])} order by s.occurred_at ${way} fetch first ${rowsMax} rows with ties`;
	const scans =
		compiled.zoneNos.length > BRANCHES_MAX
			? sql`select s.* from unnest(${integers(compiled.zoneNos)}) as asked(zone_no) cross join lateral (${scan(sql`asked.zone_no`)}) s`
			: sql.join(
					compiled.zoneNos.map((zoneNo) => sql`(${scan(sql`${zoneNo}::integer`)})`),
					sql` union all `,
				);
	return sql`select s.* from (${scans}) s order by ${orderOf('s', way)} limit ${rowsMax}`;
}

/** Pieces of an hour that are read one after the other: a page is often full before the hour is over. */
const PIECES_PER_HOUR = 6;

/** Piece after piece of the hours that hold the values asked for, until the page is full. */
function byHours(compiled: Compiled, hours: SQL, start: PageStart, rowsMax: number): SQL {
	const way = wayOf(start);
	const length = sql`interval '1 hour' / ${PIECES_PER_HOUR}::integer`;
	return sql`select p.zone_no, p.chain_seq, p.occurred_at
		from (select hour + n * ${length} as at, zone_nos
			from (select hour, array_agg(zone_no) as zone_nos from (${hours}) held where zone_no = any(${integers(compiled.zoneNos)}) group by hour) h
			cross join generate_series(0, ${PIECES_PER_HOUR - 1}::integer) n order by at ${way}) h
		cross join lateral (
			select s.zone_no, s.chain_seq, s.occurred_at from search_events s ${ledgerProbe(compiled)}
			where ${allOf([
				sql`s.zone_no = any(h.zone_nos) and s.occurred_at >= h.at and s.occurred_at < h.at + ${length}`,
				...rowConditions(compiled),
				...beyond(start),
			])}
			order by ${orderOf('s', way)} limit ${rowsMax}
		) p
		order by h.at ${way}, ${orderOf('p', way)} limit ${rowsMax}`;
}

/** What has an index of its own: the planner would rather walk the window in order, hoping to meet its rows soon. */
function byId(compiled: Compiled, start: PageStart, rowsMax: number): SQL {
	const way = wayOf(start);
	const conditions = allOf([...projectionConditions(compiled), ...beyond(start)]);
	const source =
		compiled.eventId === null
			? sql`search_events s`
			: sql`(select occurred_at, zone_no, chain_seq from ledger_events where id = ${compiled.eventId}) found
				join search_events s using (zone_no, chain_seq, occurred_at)`;
	return sql`select s.zone_no, s.chain_seq, s.occurred_at
		from (select s.* from ${source} ${ledgerProbe(compiled)} where ${conditions} offset 0) s
		order by ${orderOf('s', way)} limit ${rowsMax}`;
}

/** Events up to which fetching all of the window beats going span by span. */
const FEW_EVENTS_MAX = 1_000;

/** Span after span by the indexes over value and span, until the page is full; all at once when they are few or the window is open. */
function bySpans(compiled: Compiled, start: PageStart, rowsMax: number): SQL {
	const way = wayOf(start);
	const { from, to } = compiled;
	const rowsWhere = (asked: Compiled, conditions: readonly SQL[]) => sql`select s.zone_no, s.chain_seq, s.occurred_at
		from (select s.* from search_events s ${ledgerProbe(compiled)}
			where ${allOf([...termConditions(asked), ...conditions, ...beyond(start)])} offset 0) s
		order by ${orderOf('s', way)} limit ${rowsMax}`;
	if (from === null || to === null || (compiled.hours?.events ?? 0) <= FEW_EVENTS_MAX) return rowsWhere(compiled, []);
	if (indexedParts(compiled).length > 1) {
		const name = (n: number) => sql.raw(`stage_${n}`);
		const found = (n: number) => Array.from({ length: n }, (_, i) => sql`select zone_no, chain_seq, occurred_at from ${name(i)}`);
		const all = (n: number) => sql.join(found(n), sql` union all `);
		const stages = stagesOf({ from, to }, compiled, start).map((window, n) => {
			// no stage is read when those before it fill the page
			const isWanted = n === 0 ? [] : [sql`(select count(*) from (${all(n)}) f) < ${rowsMax}`];
			return sql`${name(n)} as materialized (${rowsWhere({ ...compiled, ...window }, isWanted)})`;
		});
		return sql`with ${sql.join(stages, sql`, `)} select s.* from (${all(stages.length)}) s order by ${orderOf('s', way)} limit ${rowsMax}`;
	}
	const [first, last, step] = start.direction === 'older' ? [to, from, -1] : [from, to, 1];
	return sql`select p.zone_no, p.chain_seq, p.occurred_at
		from (select n as span from generate_series(${spanOf(first)}::integer, ${spanOf(last)}::integer, ${step}::integer) n order by n ${way}) d
		cross join lateral (${rowsWhere(compiled, [sql`s.span = d.span`])}) p
		order by d.span ${way}, ${orderOf('p', way)} limit ${rowsMax}`;
}

/** Events of the rarest value that the first stage holds, and how many times as many spans the second has. */
const STAGE_EVENTS = 3_000;
const STAGE_GROWTH = 8n;

/**
 * The window in up to three parts, the nearest first: where several values are asked for, one index at a time finds a page soon when
 * they meet often, and all of them joined when they seldom do.
 */
export function stagesOf(
	window: { from: bigint; to: bigint },
	{ hours }: Pick<Compiled, 'hours'>,
	start: PageStart,
): { from: bigint; to: bigint }[] {
	const { from, to } = window;
	const perSpan = (hours?.events ?? 0) / (Number((to - from) / SPAN_MICROS) + 1);
	const length = SPAN_MICROS * BigInt(Math.max(1, Math.floor(STAGE_EVENTS / Math.max(1, perSpan))));
	const lengths = [length, length * (STAGE_GROWTH + 1n)].filter((each) => each < to - from);
	const cuts =
		start.direction === 'older' ? [to, ...lengths.map((each) => to - each), from] : [from, ...lengths.map((each) => from + each), to];
	return cuts.slice(1).map((cut, i) => {
		const before = cuts[i] ?? cut;
		return start.direction === 'older' ? { from: cut, to: before } : { from: before, to: cut };
	});
}

/** Events a span up to which fetching all of one beats walking the time. */
const RARE_EVENTS_PER_SPAN = 1_500;
const HOURS_PER_SPAN = Number(SPAN_MICROS / 3_600_000_000n);

/** Whether the values asked for are rare enough, all over the window, for `bySpans`. */
function isRare(compiled: Compiled): boolean {
	const { hours } = compiled;
	if (hours === null || !isByTerms(compiled)) return false;
	const spans = hoursOfWindow(heldWindow(compiled)) / compiled.zoneNos.length / HOURS_PER_SPAN;
	return hours.events <= (Number.isFinite(spans) ? spans : 1) * RARE_EVENTS_PER_SPAN;
}

/** Share of the window's hours up to which walking only them beats walking the time. */
const SPARSE_SHARE = 0.7;

function places(compiled: Compiled, start: PageStart, rowsMax: number): SQL {
	if (compiled.eventId !== null || compiled.requestKey !== null) return byId(compiled, start, rowsMax);
	if (isRare(compiled)) return bySpans(compiled, start, rowsMax);
	const held = heldWindow(compiled);
	const { hours } = held;
	const isDense = hours === null || hours.count > hoursOfWindow(held) * SPARSE_SHARE;
	return hours === null || isDense ? byTime(held, start, rowsMax) : byHours(held, hours.rows, start, rowsMax);
}

const GROUPS_FIRST = 16;
const GROUPS_GROWTH = 4;
const NO_PLACES = sql`select null::integer as zone_no, null::bigint as chain_seq, null::timestamptz as occurred_at where false`;

interface FoundPlace extends Record<string, unknown> {
	zone_no: number | null;
	seq: string | null;
	at: string | null;
	/** Down to here every match is found; null when that is so for the whole window. */
	bound: string | null;
}

/**
 * One round: the places that match in the newest groups, and in what the word index does not know yet. Of what is not newer than
 * the oldest group of a set that was cut, other groups may hold more, so that is left to the next round.
 */
function wordsRound(round: Compiled, start: PageStart, groupsMax: number, rowsMax: number): SQL {
	const runs = sql`select zone_no, first_seq, last_seq from g union select zone_no, first_seq, last_seq from (${behindHeads(round)}) b`;
	return sql`with g as materialized (${newestGroups(round, round, groupsMax)}),
		bound as materialized (
			select max(oldest) as at from (
				select min(w.last_at) as oldest from g join search_words w using (zone_no, first_seq) group by set_no having count(*) >= ${groupsMax}::integer
			) cut
		),
		s as (${rowsOfGroups(round, runs)})
		select ${epochMicros(sql`b.at`)} as bound, p.zone_no, p.chain_seq::text as seq, ${epochMicros(sql`p.occurred_at`)} as at
		from bound b left join lateral (
			select s.zone_no, s.chain_seq, s.occurred_at from s where ${allOf([...beyond(start), sql`(b.at is null or s.occurred_at > b.at)`])}
			order by ${orderOf('s', wayOf(start))} limit ${rowsMax}
		) p on true`;
}

/** The places the word index leads to, newest first, each round among more groups than the one before; all at once the other way. */
async function placesByWords(reader: Reader, compiled: Compiled, start: PageStart, rowsMax: number): Promise<SQL> {
	const found: { zoneNo: number; seq: string; at: bigint }[] = [];
	let to = compiled.to;
	for (let groupsMax = start.direction === 'newer' ? 1_000_000 : GROUPS_FIRST; ; groupsMax *= GROUPS_GROWTH) {
		const rows = await rowsOf<FoundPlace>(reader, wordsRound({ ...compiled, to }, start, groupsMax, rowsMax - found.length));
		for (const row of rows)
			if (row.zone_no !== null && row.seq !== null && row.at !== null)
				found.push({ zoneNo: row.zone_no, seq: row.seq, at: BigInt(row.at) });
		const bound = rows[0]?.bound ?? null;
		if (found.length >= rowsMax || bound === null) break;
		to = BigInt(bound) + 1n;
	}
	if (found.length === 0) return NO_PLACES;
	const values = found.map(({ zoneNo, seq, at }) => sql`(${zoneNo}::integer, ${seq}::bigint, ${instantOfMicros(at)})`);
	return sql`select zone_no, chain_seq, occurred_at from (values ${sql.join(values, sql`, `)}) as p(zone_no, chain_seq, occurred_at)`;
}

/**
 * One page of the search. Keyset only: the cursor says where the page begins, so rows that arrive meanwhile shift nothing.
 * @param rowsMax most rows of the page, at least 1
 */
export async function searchPage(reader: Reader, compiled: Compiled, start: PageStart, rowsMax: number): Promise<EventPage> {
	if (compiled.isEmpty) return { rows: [], more: false };
	const asked = remaining(compiled, start);
	const byWords = asked.words !== null && asked.eventId === null && asked.requestKey === null;
	const found = await ledgerRows(
		reader,
		byWords ? await placesByWords(reader, asked, start, rowsMax + 1) : places(asked, start, rowsMax + 1),
		allOf(windowOf(asked, 'e')),
	);
	const more = found.length > rowsMax;
	return { rows: !more ? found : start.direction === 'older' ? found.slice(0, rowsMax) : found.slice(found.length - rowsMax), more };
}
