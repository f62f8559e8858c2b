import { type SQL, sql } from 'drizzle-orm';
import { FACET_FIELDS, type FacetField } from '../../../lib/api/search';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { NO_DECISION } from '../../../lib/events/vocabulary';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import { allOf, type Compiled, compileWith, windowOf } from './compile';
import { FACET_COLUMNS, facetOf, groupedByField } from './facet-fields';
import { holdsOf, ownCounts, ownParts, restOf } from './facets-own';
import { matchingRows } from './rows';

export interface FacetValue {
	readonly value: string;
	/** What the value is called, for an id with a known name. */
	readonly name: string | null;
	readonly events: number;
}
export interface FacetRows {
	readonly field: FacetField;
	/** Most frequent first. */
	readonly values: readonly FacetValue[];
	readonly distinct: number;
}

export interface FacetAsked {
	readonly fields: readonly FacetField[];
	/** Only values that hold it, in either case; '' for all. */
	readonly contains: string;
	readonly valuesMax: number;
}

const MICROS_PER_HOUR = 3_600_000_000n;

function likeAnywhere(text: string): string {
	return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

/** The greatest counts of each field with the values behind the numbers; the same value of two zones is one. */
function ranked(counts: SQL, zoneNos: readonly number[], { contains, valuesMax }: FacetAsked): SQL {
	const named = sql`select name from search_names n where n.zone_no = any(${integers(zoneNos)}) and n.field = 1 and n.id = f.value order by name limit 1`;
	const holds =
		contains === ''
			? sql`true`
			: sql`(value ilike ${likeAnywhere(contains)} or (field = ${TERM_FIELD_NO.application}::smallint and exists (
				select from search_names n where n.zone_no = any(${integers(zoneNos)}) and n.field = 1 and n.id = value and n.name ilike ${likeAnywhere(contains)})))`;
	return sql`select f.field, f.value, f.events::text as events, f.distinct_values::integer as distinct_values,
			case when f.field = ${TERM_FIELD_NO.application}::smallint then (${named}) end as name
		from (
			select field, value, events, row_number() over (partition by field order by events desc, value) as place,
				count(*) over (partition by field) as distinct_values
			from (
				select c.field, coalesce(t.value, ${NO_DECISION}) as value, sum(c.events) as events from (${counts}) c left join search_terms t on t.term_no = c.term_no
				where c.term_no is not null or c.field = ${TERM_FIELD_NO.decision}::smallint
				group by 1, 2 having sum(c.events) > 0
			) v where ${holds}
		) f where f.place <= ${valuesMax} order by f.field, f.place`;
}

/** Counts of whole hours: added-up days, and the hours of what they leave. Null is no bound. */
function wholeHours(zoneNos: readonly number[], first: bigint | null, last: bigint | null, ofFields: SQL): SQL[] {
	const zones = integers(zoneNos);
	const from = first === null ? sql`timestamptz '-infinity'` : instantOfMicros(first);
	const to = last === null ? sql`timestamptz 'infinity'` : instantOfMicros(last);
	return [
		sql`select r.field, r.term_no, r.events from rollup_days d join rollup_day r on r.zone_no = d.zone_no and r.day = d.day
			where d.zone_no = any(${zones}) and d.day >= (${from} at time zone 'UTC')::date and d.day::timestamp at time zone 'UTC' >= ${from} and (d.day + 1)::timestamp at time zone 'UTC' <= ${to} and ${ofFields}`,
		sql`select r.field, r.term_no, r.events from rollup_gaps(${zones}, ${from}, ${to}) g
			cross join lateral (select field, term_no, events from rollup_hour where zone_no = g.zone_no and hour >= g.from_at and hour < g.to_at and ${ofFields} offset 0) r`,
	];
}

/**
 * Counts of every value from rollup_hour, and of the broken hours at the ends from the projection. An hour behind whose end of
 * the window nothing lies counts as whole: the last one, most often.
 */
function rollupCounts(compiled: Compiled, fields: readonly FacetField[]): SQL {
	const { from, to } = compiled;
	const zones = integers(compiled.zoneNos);
	const floor = (at: bigint) => at - (((at % MICROS_PER_HOUR) + MICROS_PER_HOUR) % MICROS_PER_HOUR);
	const first = from === null ? null : floor(from + MICROS_PER_HOUR - 1n);
	const last = to === null ? null : floor(to);
	const projected = (window: Pick<Compiled, 'from' | 'to'>, when: SQL) =>
		groupedByField(
			fields,
			sql`select s.* from search_events s where ${allOf([sql`s.zone_no = any(${zones})`, ...windowOf(window, 's'), when])}`,
			[{ name: 'events', over: sql`count(*)` }],
		);
	if (first !== null && last !== null && first >= last) return projected(compiled, sql`true`);
	const parts: SQL[] = [];
	if (from !== null && first !== null && from < first) parts.push(projected({ from, to: first }, sql`true`));
	const fieldNos = fields.map((field) => FACET_COLUMNS[field].fieldNo);
	const wanted = fields.includes('decision') ? [...new Set([...fieldNos, TERM_FIELD_NO.eventType])] : fieldNos;
	const ofFields = wanted.length < FACET_FIELDS.length ? sql`field = any(${integers(wanted)})` : sql`true`;
	const wholes = wholeHours(compiled.zoneNos, first, last, ofFields);
	if (to !== null && last !== null && last < to) {
		const beyond = sql`select exists (select from search_events where zone_no = any(${zones}) and occurred_at >= ${instantOfMicros(to)}
			and occurred_at < ${instantOfMicros(last + MICROS_PER_HOUR)})`;
		parts.push(projected({ from: last, to }, sql`(${beyond})`));
		wholes.push(
			sql`select field, term_no, events from rollup_hour where zone_no = any(${zones}) and hour = ${instantOfMicros(last)} and ${ofFields} and not (${beyond})`,
		);
	}
	const whole = sql`select field, term_no, sum(events) as events from (${sql.join(wholes, sql` union all `)}) w group by 1, 2`;
	parts.push(sql`select field, term_no, events from whole`);
	const counts = sql.join(
		parts.map((part) => sql`(${part})`),
		sql` union all `,
	);
	const known = sql`with whole as materialized (${whole}) select c.field, c.term_no, c.events from (${counts}) c where c.field = any(${integers(fieldNos)})`;
	if (!fields.includes('decision')) return known;
	// every event has a type: what the decisions leave of them are the events without one
	const decision = sql`${TERM_FIELD_NO.decision}::smallint`;
	return sql`${known} union all select ${decision}, null, sum(case field when ${decision} then -events else events end) from whole
		where field in (${decision}, ${TERM_FIELD_NO.eventType}::smallint)`;
}

/** Counts over the rows that match the parts. */
function countsOf(compiled: Compiled, fields: readonly FacetField[], parts: readonly Compiled['all'][number][]): SQL {
	if (parts.length === 0) return rollupCounts(compiled, fields);
	return groupedByField(fields, matchingRows(compileWith(compiled, compiled.terms, parts)), [{ name: 'events', over: sql`count(*)` }]);
}

/**
 * Each facet without the parts of the query that are about its own field: one scan for all such fields and one for the others, each
 * by the indexes that serve it best.
 */
function projectedCounts(compiled: Compiled, fields: readonly FacetField[]): SQL {
	const own = ownParts(compiled, fields);
	const others = fields.filter((field) => !own.some((each) => each.field === field));
	const counts =
		own.length > 1 ? [ownCounts(compiled, own)] : own.map((each) => countsOf(compiled, [each.field], restOf(compiled, [each])));
	if (others.length > 0) counts.push(countsOf(compiled, others, compiled.all));
	return sql.join(
		counts.map((each) => sql`select field, term_no, events from (${each}) c`),
		sql` union all `,
	);
}

/** The same in one pass over the rows, for queries that must look into the ledger for each. */
function ledgerCounts(compiled: Compiled, fields: readonly FacetField[]): SQL {
	const own = ownParts(compiled, fields);
	const rest = compileWith(compiled, compiled.terms, restOf(compiled, own));
	if (own.length === 0) return groupedByField(fields, matchingRows(rest), [{ name: 'events', over: sql`count(*)` }]);
	const holds = own.map(({ field, parts }, i) => ({ field, name: sql.raw(`k${i}`), condition: holdsOf(compiled, parts) }));
	const failing = sql.join(
		holds.map(({ condition }) => sql`(not ${condition})::integer`),
		sql` + `,
	);
	const rows: Compiled = { ...rest, onProjection: [...rest.onProjection, sql`${failing} <= 1`] };
	const keys = sql.join(
		holds.map(({ name, condition }) => sql`${condition} as ${name}`),
		sql`, `,
	);
	const all = sql.join(
		holds.map(({ name }) => name),
		sql` and `,
	);
	const grouped = groupedByField(fields, sql`select s.*, ${keys} from (${matchingRows(rows)}) s`, [
		{ name: 'with_all', over: sql`count(*) filter (where ${all})` },
		...holds.map(({ name }, i) => {
			const others = holds.filter((other) => other.name !== name).map((other) => other.name);
			return { name: `without_${i}`, over: sql`count(*) filter (where ${others.length === 0 ? sql`true` : sql.join(others, sql` and `)})` };
		}),
	]);
	const cases = sql.join(
		holds.map(({ field }, i) => sql`when ${FACET_COLUMNS[field].fieldNo}::smallint then ${sql.raw(`without_${i}`)}`),
		sql` `,
	);
	return sql`select field, term_no, case field ${cases} else with_all end as events from (${grouped}) g`;
}

/** The most frequent values of the fields among matching events, exact; a facet leaves out the parts on its own field. */
export async function facetRows(
	reader: Reader,
	compiled: Compiled,
	asked: FacetAsked,
): Promise<{ facets: FacetRows[]; source: 'rollup' | 'projection' | 'ledger' }> {
	const isUnfiltered = compiled.all.every((part) => asked.fields.length === 1 && facetOf(part) === asked.fields[0]);
	const filtered = compiled.source === 'projection' ? projectedCounts : ledgerCounts;
	const counts = isUnfiltered ? rollupCounts(compiled, asked.fields) : filtered(compiled, asked.fields);
	const rows = compiled.isVoid
		? []
		: await rowsOf<{ field: number; value: string; events: string; distinct_values: number; name: string | null }>(
				reader,
				ranked(counts, compiled.zoneNos, asked),
			);
	const facets = asked.fields.map((field) => {
		const own = rows.filter((row) => row.field === FACET_COLUMNS[field].fieldNo);
		return {
			field,
			values: own.map(({ value, name, events }) => ({ value, name, events: Number(events) })),
			distinct: own[0]?.distinct_values ?? 0,
		};
	});
	return { facets, source: isUnfiltered ? 'rollup' : compiled.source };
}
