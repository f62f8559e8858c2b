import { type SQL, sql } from 'drizzle-orm';
import { integers } from '../reader';
import { isByTerms, termConditions } from './by-terms';
import { behindHeads, candidateGroups } from './candidates';
import { allOf, type Compiled, ledgerProbe, projectionConditions, rowConditions, windowOf } from './compile';
import { heldWindow, hoursOfWindow } from './hours';

/** Hours of zones up to which looking into each beats reading the window, when the window has no end. */
const SPARSE_HOURS_MAX = 2_000;

/** Whether most of the window needs not be looked at. */
export function isSparse(compiled: Compiled): boolean {
	if (compiled.hours === null) return false;
	const hours = hoursOfWindow(compiled);
	return compiled.hours.count < (Number.isFinite(hours) ? hours / 3 : SPARSE_HOURS_MAX);
}

/** The rows `s` of the events in some runs of places, if they match; `rows` yields zone_no, first_seq and last_seq. */
export function rowsOfGroups(compiled: Compiled, groups: SQL): SQL {
	return sql`select s.* from (${groups}) g
		cross join lateral (
			select e.* from ledger_events e
			where e.zone_no = g.zone_no and e.chain_seq between g.first_seq and g.last_seq and ${allOf(windowOf(compiled, 'e'))} offset 0
		) e
		cross join lateral (
			select s.* from search_events s
			where s.zone_no = e.zone_no and s.occurred_at = e.occurred_at and s.chain_seq = e.chain_seq and ${allOf(rowConditions(compiled))} offset 0
		) s
		where ${allOf(compiled.onLedger)}`;
}

/** Every matching row `s` of search_events, for whatever counts them; in no order. */
export function matchingRows(compiled: Compiled): SQL {
	const probe = ledgerProbe(compiled);
	if (compiled.eventId !== null)
		return sql`select s.* from (select occurred_at, zone_no, chain_seq from ledger_events where id = ${compiled.eventId}) found
			join search_events s using (zone_no, chain_seq, occurred_at) ${probe} where ${allOf(projectionConditions(compiled))}`;
	if (compiled.requestKey === null && compiled.words !== null)
		return sql`(${rowsOfGroups(compiled, candidateGroups(compiled))}) union all (${rowsOfGroups(compiled, behindHeads(compiled))})`;
	if (compiled.requestKey === null && isByTerms(compiled))
		return sql`select s.* from search_events s ${probe} where ${allOf(termConditions(compiled))}`;
	const held = compiled.requestKey === null ? heldWindow(compiled) : compiled;
	if (compiled.requestKey === null && held.hours !== null && isSparse(held))
		return sql`select s.* from (${held.hours.rows}) h
			cross join lateral (
				select s.* from search_events s where s.zone_no = h.zone_no and s.occurred_at >= h.hour and s.occurred_at < h.hour + interval '1 hour'
				and ${allOf(rowConditions(held))} offset 0
			) s ${probe} where s.zone_no = any(${integers(compiled.zoneNos)})`;
	return sql`select s.* from search_events s ${probe} where ${allOf(projectionConditions(held))}`;
}
