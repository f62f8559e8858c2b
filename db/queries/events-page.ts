import { type SQL, sql } from 'drizzle-orm';
import type { Cursor } from '../../lib/events/cursor';
import { instantOfMicros } from '../epoch';
import { allOf, type EventFilter, searchConditions, windowConditions, zoneConditions } from './event-filter';
import { type EventListRow, ledgerRows } from './event-rows';
import { integers, type Reader } from './reader';

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

/**
 * One lateral scan per zone over the index (zone_no, occurred_at), each cut at the page size, then merged: the planner
 * would else sort the whole window as soon as two zones are asked for. A request ID is looked up by its own index instead.
 */
function places(filter: EventFilter, start: PageStart, rowsMax: number): SQL {
	const way = sql.raw(start.direction === 'older' ? 'desc' : 'asc');
	const conditions = [...searchConditions(filter), ...beyond(start)];
	if (filter.eventId !== null)
		return sql`select s.zone_no, s.chain_seq, s.occurred_at
			from (select occurred_at, zone_no, chain_seq from ledger_events where id = ${filter.eventId}) found
			join search_events s using (zone_no, chain_seq, occurred_at)
			where ${allOf([sql`s.zone_no = any(${integers(filter.zoneNos)})`, ...conditions])}
			order by s.occurred_at ${way}, s.zone_no ${way}, s.chain_seq ${way} limit ${rowsMax}`;
	if (filter.requestId !== null)
		return sql`select zone_no, chain_seq, occurred_at
			from (select s.zone_no, s.chain_seq, s.occurred_at from search_events s
				where ${allOf([sql`s.zone_no = any(${integers(filter.zoneNos)})`, ...conditions])} offset 0) s
			order by s.occurred_at ${way}, s.zone_no ${way}, s.chain_seq ${way} limit ${rowsMax}`;
	return sql`select s.zone_no, s.chain_seq, s.occurred_at
		from unnest(${integers(filter.zoneNos)}) as asked(zone_no)
		cross join lateral (
			select s.zone_no, s.chain_seq, s.occurred_at from search_events s
			where ${allOf([sql`s.zone_no = asked.zone_no`, ...conditions])}
			order by s.occurred_at ${way}, s.chain_seq ${way} limit ${rowsMax}
		) s
		where ${allOf(zoneConditions(filter, sql`asked.zone_no`))}
		order by s.occurred_at ${way}, s.zone_no ${way}, s.chain_seq ${way} limit ${rowsMax}`;
}

/**
 * One page of the ledger. Keyset only: the cursor says where the page begins, so rows that arrive meanwhile shift nothing.
 * @param rowsMax most rows of the page, at least 1
 */
export async function eventsPage(reader: Reader, filter: EventFilter, start: PageStart, rowsMax: number): Promise<EventPage> {
	if (filter.zoneNos.length === 0) return { rows: [], more: false };
	// the key of a request ID is 64 bits of a hash; the ledger has the ID itself
	const recheck = filter.requestId === null ? [] : [sql`e.request_id = ${filter.requestId}`];
	const found = await ledgerRows(reader, places(filter, start, rowsMax + 1), allOf([...windowConditions(filter, 'e'), ...recheck]));
	const more = found.length > rowsMax;
	return { rows: !more ? found : start.direction === 'older' ? found.slice(0, rowsMax) : found.slice(found.length - rowsMax), more };
}
