import { type SQL, sql } from 'drizzle-orm';
import { TERM_FIELD_NO, type TermField, termOf } from '../../../lib/events/terms';
import { NO_DECISION } from '../../../lib/events/vocabulary';
import { type Area, typesOfAreas } from '../../../lib/query/areas';
import type { FieldLeaf, Leaf } from '../../../lib/query/ast';
import { field, type ProjectionColumn } from '../../../lib/query/fields';
import { epochMicros, instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf, texts } from '../reader';
import { leavesOf } from './normal-form';
import type { Narrowed } from './question';
import { textCondition, valueHolds } from './text-test';

/** A time within the window, in microseconds; `to` is exclusive. */
export interface Held {
	readonly from: bigint;
	readonly to: bigint;
}

/** The numbers of the dictionary values that a leaf lets through. */
export interface TermSet {
	readonly termNos: readonly number[];
	/** The leaf lets through every value but these. */
	readonly isExcept: boolean;
	/** The leaf lets an event without the field through. */
	readonly withAbsent: boolean;
	/** About how many hours of zones hold one of the values, in the window, counted once for each value: for choosing a way, never to show. */
	readonly hours: number;
	/** Events that hold one, by whole hours, counted once for each value. */
	readonly events: number;
	/** The time in which alone one of the values is met, to the hour at its end and to the day at its beginning; null when none is. */
	readonly held: Held | null;
}
export type Terms = ReadonlyMap<Leaf, TermSet>;

const TERM_COLUMNS = ['decision', 'eventType', 'reason', 'application', 'resource', 'policyVersion', 'host', 'label'] as const;
export type TermColumn = (typeof TERM_COLUMNS)[number];

/** The dictionary column a leaf is about, or null. */
export function termColumnOf(leaf: Leaf): TermColumn | null {
	if (leaf.kind !== 'field') return null;
	const column: ProjectionColumn | null = field(leaf.field).column;
	return TERM_COLUMNS.find((each) => each === column) ?? null;
}

/** Which values of the dictionary a leaf names, as a condition on `value`; null when it names none or needs none. */
function valueCondition(leaf: FieldLeaf, fieldNo: SQL): { readonly condition: SQL | null; readonly isExcept: boolean } {
	const { test } = leaf;
	if (leaf.field === 'area') {
		const { types, isExcept } = typesOfAreas((area: Area) => valueHolds(test, area));
		return { condition: types.length === 0 ? null : sql`field = ${fieldNo} and value = any(${texts(types)})`, isExcept };
	}
	if (test.op === 'present') return { condition: null, isExcept: true };
	if (test.op === 'range') return { condition: null, isExcept: false };
	const condition = test.op === 'equals' ? sql`value = ${termOf(test.value)}` : textCondition(test, sql`value`);
	return { condition: sql`field = ${fieldNo} and ${condition}`, isExcept: false };
}

/** The window on a rollup's `hour`: every hour that has a part in it. */
export function hourConditions(window: Pick<Narrowed, 'from' | 'to'>): SQL {
	const conditions = [sql`true`];
	if (window.from !== null) conditions.push(sql`hour > ${instantOfMicros(window.from - 3_600_000_000n)}`);
	if (window.to !== null) conditions.push(sql`hour < ${instantOfMicros(window.to)}`);
	return sql.join(conditions, sql` and `);
}

const MICROS_PER_HOUR = 3_600_000_000n;
const startOfHour = (at: bigint) => at - (((at % MICROS_PER_HOUR) + MICROS_PER_HOUR) % MICROS_PER_HOUR);
const hourFrom = (from: bigint | null) => (from === null ? sql`timestamptz '-infinity'` : instantOfMicros(startOfHour(from)));
const hourTo = (to: bigint | null) => (to === null ? sql`timestamptz 'infinity'` : instantOfMicros(startOfHour(to + MICROS_PER_HOUR - 1n)));

/** The days `w` that lie in the window whole, as `rollup_gaps` takes them. */
function wholeDays({ from, to }: Pick<Narrowed, 'from' | 'to'>): SQL {
	const at = sql`w.day::timestamp at time zone 'UTC'`;
	return sql`w.day >= (${hourFrom(from)} at time zone 'UTC')::date and ${at} >= ${hourFrom(from)} and ${at} + interval '24 hours' <= ${hourTo(to)}`;
}

/**
 * Looks up the numbers of every dictionary value the question names, in one statement; none when it names none. How often a value
 * occurs is taken from added-up days, of which the newest that holds it says in how many hours of a day it is met.
 */
export async function termsOf(reader: Reader, question: Narrowed): Promise<Terms> {
	const terms = new Map<Leaf, TermSet>();
	const asked: { leaf: Leaf; isExcept: boolean; withAbsent: boolean; condition: SQL }[] = [];
	for (const { leaf } of question.all.flatMap(leavesOf)) {
		const column = termColumnOf(leaf);
		if (column === null || leaf.kind !== 'field' || terms.has(leaf)) continue;
		const { condition, isExcept } = valueCondition(leaf, sql`${(TERM_FIELD_NO as Record<TermField | 'label', number>)[column]}::smallint`);
		const withAbsent = column === 'decision' && valueHolds(leaf.test, NO_DECISION);
		terms.set(leaf, { termNos: [], isExcept, withAbsent, hours: 0, events: 0, held: null });
		if (condition !== null) asked.push({ leaf, isExcept, withAbsent, condition });
	}
	if (asked.length === 0) return terms;
	const found = asked.map(
		({ condition }, i) =>
			sql`select ${i}::integer as leaf, zone_no, field, term_no from search_terms where zone_no = any(${integers(question.zoneNos)}) and ${condition}`,
	);
	const rows = await rowsOf<{ leaf: number; term_nos: string; hours: string; events: string; first: string | null; last: string | null }>(
		reader,
		sql`with gaps as materialized (select * from rollup_gaps(${integers(question.zoneNos)}, ${hourFrom(question.from)}, ${hourTo(question.to)}))
			select f.leaf, array_agg(f.term_no)::text as term_nos,
				sum(ceil(d.hours * coalesce(newest.share, 1)) + g.hours)::text as hours, sum(d.events + g.events)::text as events,
				${epochMicros(sql`least(min(d.oldest)::timestamp at time zone 'UTC', min(g.oldest))`)} as first, ${epochMicros(sql`greatest(max(newest.hour), max(g.newest))`)} as last
			from (${sql.join(found, sql` union all `)}) f
			cross join lateral (
				select coalesce(sum(least(24, r.events)), 0) as hours, coalesce(sum(r.events), 0) as events, min(r.day) as oldest, max(r.day) as newest
				from rollup_days w join rollup_day r on r.zone_no = w.zone_no and r.day = w.day
				where w.zone_no = f.zone_no and ${wholeDays(question)} and r.field = f.field and r.term_no = f.term_no
			) d
			left join lateral (
				select count(*)::numeric / least(24, sum(r.events)) as share, max(r.hour) as hour from rollup_hour r
				where r.term_no = f.term_no and r.hour >= d.newest::timestamp at time zone 'UTC' and r.hour < (d.newest + 1)::timestamp at time zone 'UTC'
			) newest on true
			cross join lateral (
				select count(*) as hours, coalesce(sum(r.events), 0) as events, min(r.hour) as oldest, max(r.hour) as newest from gaps
				join rollup_hour r on r.term_no = f.term_no and r.hour >= gaps.from_at and r.hour < gaps.to_at where gaps.zone_no = f.zone_no
			) g
			group by f.leaf`,
	);
	for (const row of rows) {
		const leaf = asked[row.leaf];
		if (leaf === undefined) continue;
		const termNos = row.term_nos.slice(1, -1).split(',').map(Number);
		terms.set(leaf.leaf, {
			termNos,
			isExcept: leaf.isExcept,
			withAbsent: leaf.withAbsent,
			hours: Number(row.hours),
			events: Number(row.events),
			held: row.first === null || row.last === null ? null : { from: BigInt(row.first), to: BigInt(row.last) + MICROS_PER_HOUR },
		});
	}
	return terms;
}
