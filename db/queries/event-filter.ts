import { type SQL, sql } from 'drizzle-orm';
import { keyOf, TERM_FIELD_NO, type TermField, termOf } from '../../lib/events/terms';
import { instantOfMicros } from '../epoch';
import { integers, texts } from './reader';

/** Values to keep and to leave out; both empty means everything. `''` stands for "the event does not carry the field". */
export interface TermFilter {
	readonly only: readonly string[];
	readonly not: readonly string[];
}

/** Which events a list or count is about. */
export interface EventFilter {
	readonly zoneNos: readonly number[];
	/** Microseconds, inclusive; null leaves the start open. */
	readonly from: bigint | null;
	/** Microseconds, exclusive; null leaves the end open. */
	readonly to: bigint | null;
	readonly decisions: TermFilter;
	readonly types: TermFilter;
	readonly requestId: string | null;
	readonly eventId: string | null;
}

function termNos(filter: EventFilter, field: TermField, values: readonly string[]): SQL {
	return sql`array(select term_no from search_terms where zone_no = any(${integers(filter.zoneNos)}) and field = ${TERM_FIELD_NO[field]}::smallint
		and value = any(${texts(values.map(termOf))}))`;
}

function termConditions(filter: EventFilter, field: TermField, column: SQL, values: TermFilter): SQL[] {
	const conditions: SQL[] = [];
	const keep = values.only.filter((value) => value !== '');
	const drop = values.not.filter((value) => value !== '');
	if (values.only.length > 0) {
		const known = sql`${column} = any(${termNos(filter, field, keep)})`;
		conditions.push(values.only.includes('') ? sql`(${column} is null or ${known})` : known);
	}
	if (drop.length > 0) conditions.push(sql`(${column} is null or ${column} <> all(${termNos(filter, field, drop)}))`);
	if (values.not.includes('')) conditions.push(sql`${column} is not null`);
	return conditions;
}

/** The window on `occurred_at` of a row: of `s` unless another is said. Constants, so that the planner sees only the months meant. */
export function windowConditions(filter: Pick<EventFilter, 'from' | 'to'>, row: 's' | 'e' = 's'): SQL[] {
	const conditions: SQL[] = [];
	const occurredAt = sql.raw(`${row}.occurred_at`);
	if (filter.from !== null) conditions.push(sql`${occurredAt} >= ${instantOfMicros(filter.from)}`);
	if (filter.to !== null) conditions.push(sql`${occurredAt} < ${instantOfMicros(filter.to)}`);
	return conditions;
}

/** What the filter asks of a row `s` of search_events besides its zone. Term numbers are looked up in the same statement. */
export function searchConditions(filter: EventFilter): SQL[] {
	const conditions = [
		...windowConditions(filter),
		...termConditions(filter, 'decision', sql`s.decision_no`, filter.decisions),
		...termConditions(filter, 'eventType', sql`s.event_type_no`, filter.types),
	];
	if (filter.requestId !== null) conditions.push(sql`s.request_key = ${keyOf(filter.requestId).toString()}::bigint`);
	return conditions;
}

/** Leaves out the zones whose dictionary lacks every value asked for: none of their rows can match, and all would be read. */
export function zoneConditions(filter: EventFilter, zoneNo: SQL): SQL[] {
	const lacking = (field: TermField, values: TermFilter) =>
		values.only.length === 0 || values.only.includes('')
			? []
			: [
					sql`exists (select from search_terms where zone_no = ${zoneNo} and field = ${TERM_FIELD_NO[field]}::smallint
						and value = any(${texts(values.only.map(termOf))}))`,
				];
	return [...lacking('decision', filter.decisions), ...lacking('eventType', filter.types)];
}

/** All conditions joined by `and`; `true` when there is none. */
export function allOf(conditions: readonly SQL[]): SQL {
	return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}
