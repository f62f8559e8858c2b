import type { Statements } from '../one-connection';
import { arrayText } from './arrays';

/** A count to be added; the instant is in whole minutes or hours since 1970. */
export interface RollupCell {
	readonly zoneNo: number;
	readonly at: number;
	/** 0 in the minute rollup. */
	readonly field: number;
	/** In the minute rollup 0 stands for "no decision". */
	readonly termNo: number;
	events: number;
}

function compareCells(a: RollupCell, b: RollupCell): number {
	return a.zoneNo - b.zoneNo || a.at - b.at || a.field - b.field || a.termNo - b.termNo;
}

/** The cells in the order of the primary key, equal ones added up: one statement cannot touch a row twice. */
export function mergeCells(cells: RollupCell[]): RollupCell[] {
	const merged: RollupCell[] = [];
	for (const cell of cells.sort(compareCells)) {
		const last = merged[merged.length - 1];
		if (last !== undefined && compareCells(last, cell) === 0) last.events += cell.events;
		else merged.push(cell);
	}
	return merged;
}

/** Adds counts to rollup_minute. The rows of a zone are contended by nobody who does not hold its chain head. */
export function addMinutes(pg: Statements, cells: readonly RollupCell[]): Promise<unknown> {
	return pg`
		insert into rollup_minute (zone_no, minute, decision_no, events)
		select z, timestamptz 'epoch' + m * interval '1 minute', d, n
		from unnest(${arrayText(cells.map((cell) => cell.zoneNo))}::int[], ${arrayText(cells.map((cell) => cell.at))}::bigint[],
			${arrayText(cells.map((cell) => cell.termNo))}::int[], ${arrayText(cells.map((cell) => cell.events))}::bigint[]) as c(z, m, d, n)
		on conflict (zone_no, minute, decision_no) do update set events = rollup_minute.events + excluded.events`;
}

const HOURS_PER_DAY = 24;

/** The zones and days, since 1970 in UTC, that the cells of rollup_hour are of; each once, since cells are in order. */
function daysOf(cells: readonly RollupCell[]): { readonly zoneNo: number; readonly day: number }[] {
	const days: { zoneNo: number; day: number }[] = [];
	for (const { zoneNo, at } of cells) {
		const day = Math.floor(at / HOURS_PER_DAY);
		const last = days.at(-1);
		if (last?.zoneNo !== zoneNo || last.day !== day) days.push({ zoneNo, day });
	}
	return days;
}

/** Adds counts to rollup_hour. A day that was added up is no longer: the worker does it anew. */
export function addHours(pg: Statements, cells: readonly RollupCell[]): Promise<unknown> {
	const days = daysOf(cells);
	return pg`
		with changed as (
			delete from rollup_days d using unnest(${arrayText(days.map((each) => each.zoneNo))}::int[], ${arrayText(days.map((each) => each.day))}::int[]) as c(z, n)
			where d.zone_no = c.z and d.day = date 'epoch' + c.n
		)
		insert into rollup_hour (zone_no, hour, field, term_no, events)
		select z, timestamptz 'epoch' + h * interval '1 hour', f, t, n
		from unnest(${arrayText(cells.map((cell) => cell.zoneNo))}::int[], ${arrayText(cells.map((cell) => cell.at))}::bigint[],
			${arrayText(cells.map((cell) => cell.field))}::smallint[], ${arrayText(cells.map((cell) => cell.termNo))}::int[],
			${arrayText(cells.map((cell) => cell.events))}::bigint[]) as c(z, h, f, t, n)
		on conflict (zone_no, hour, field, term_no) do update set events = rollup_hour.events + excluded.events`;
}
