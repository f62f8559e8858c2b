import { type SQL, sql } from 'drizzle-orm';
import type { FACET_FIELDS, FacetField } from '../../../lib/api/search';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import type { Normal } from './normal-form';
import { leavesOf } from './normal-form';

/** Column of search_events and number in the dictionary of each field that has facets. */
export const FACET_COLUMNS: Readonly<Record<(typeof FACET_FIELDS)[number], { readonly column: SQL; readonly fieldNo: number }>> = {
	decision: { column: sql.raw('decision_no'), fieldNo: TERM_FIELD_NO.decision },
	type: { column: sql.raw('event_type_no'), fieldNo: TERM_FIELD_NO.eventType },
	app: { column: sql.raw('application_no'), fieldNo: TERM_FIELD_NO.application },
	resource: { column: sql.raw('resource_no'), fieldNo: TERM_FIELD_NO.resource },
	reason: { column: sql.raw('reason_no'), fieldNo: TERM_FIELD_NO.reason },
	'policy-version': { column: sql.raw('policy_version_no'), fieldNo: TERM_FIELD_NO.policyVersion },
	// events with the same labels are counted together and told apart afterwards
	label: { column: sql.raw('label_nos'), fieldNo: TERM_FIELD_NO.label },
	host: { column: sql.raw('host_no'), fieldNo: TERM_FIELD_NO.host },
};

/** The facet that a part of a query is about, when it is about one alone. An area is a set of types. */
export function facetOf(part: Normal): FacetField | null {
	const fields = new Set(leavesOf(part).map(({ leaf }) => (leaf.kind === 'field' ? (leaf.field === 'area' ? 'type' : leaf.field) : null)));
	const [only] = fields;
	return fields.size === 1 && only !== null && only !== undefined && Object.hasOwn(FACET_COLUMNS, only) ? (only as FacetField) : null;
}

/**
 * Groups rows `hit` by every field at once, in one pass, and gives each value as (field, term_no) with the aggregates.
 * @param aggregates SQL of each aggregate over a row of `hit`, by name
 */
export function groupedByField(
	fields: readonly FacetField[],
	hit: SQL,
	aggregates: readonly { readonly name: string; readonly over: SQL }[],
): SQL {
	const columns = sql.join(
		fields.map((field) => FACET_COLUMNS[field].column),
		sql`, `,
	);
	const sets = sql.join(
		fields.map((field) => sql`(${FACET_COLUMNS[field].column})`),
		sql`, `,
	);
	const names = sql.join(
		aggregates.map(({ name }) => sql.raw(name)),
		sql`, `,
	);
	// of the columns grouped by, all but one are absent: its bit in grouping() is the one that is not set
	const all = 2 ** fields.length - 1;
	const bit = (i: number) => all - 2 ** (fields.length - 1 - i);
	const fieldNo = sql.join(
		fields.map((field, i) => sql`when ${bit(i)}::integer then ${FACET_COLUMNS[field].fieldNo}::smallint`),
		sql` `,
	);
	const single = fields.filter((field) => field !== 'label').map((field) => FACET_COLUMNS[field].column);
	const termNo = single.length === 0 ? sql`null::integer` : sql`coalesce(${sql.join(single, sql`, `)})`;
	const isLabel = fields.indexOf('label');
	const term =
		isLabel < 0
			? sql`select ${termNo} as term_no`
			: sql`select ${termNo} as term_no where g <> ${bit(isLabel)}::integer
		union all select unnest(label_nos) where g = ${bit(isLabel)}::integer`;
	return sql`select case g ${fieldNo} end as field, t.term_no, ${names} from (
			select grouping(${columns}) as g, ${columns}, ${sql.join(
				aggregates.map(({ name, over }) => sql`${over} as ${sql.raw(name)}`),
				sql`, `,
			)}
			from (${hit}) hit group by grouping sets (${sets})
		) grouped cross join lateral (${term}) t`;
}
