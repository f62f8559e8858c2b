import { sql } from 'drizzle-orm';
import { FACET_FIELDS, type FacetField } from '../../../lib/api/search';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { NO_DECISION } from '../../../lib/events/vocabulary';
import { integers, type Reader, rowsOf } from '../reader';
import { allOf, type Compiled, windowOf } from './compile';
import { FACET_COLUMNS, groupedByField } from './facet-fields';
import { matchingRows } from './rows';

/** What of the matching events is set against the rest. */
export interface Selection {
	readonly from: bigint | null;
	readonly to: bigint | null;
	/** A query over the same zones and window, or null. */
	readonly compiled: Compiled | null;
}

export interface DifferenceRow {
	readonly field: FacetField;
	readonly value: string;
	readonly name: string | null;
	readonly selected: number;
	readonly rest: number;
}

/** How often each value of the low-cardinality fields occurs in the selection and in the rest, in one pass; and how many events each has. */
export async function differenceRows(
	reader: Reader,
	compiled: Compiled,
	selection: Selection,
	supportMin: number,
): Promise<{ selected: number; rest: number; rows: DifferenceRow[] }> {
	if (compiled.isEmpty) return { selected: 0, rest: 0, rows: [] };
	const chosen = selection.compiled;
	const isIn = allOf([
		...windowOf(selection, 's'),
		...(chosen === null
			? []
			: chosen.isEmpty
				? [sql`false`]
				: chosen.onLedger.length > 0
					? [
							sql`exists (select from ledger_events e where e.zone_no = s.zone_no and e.chain_seq = s.chain_seq and e.occurred_at = s.occurred_at
								and ${allOf([...chosen.onProjection, ...chosen.onLedger])})`,
						]
					: [sql`s.zone_no = any(${integers(chosen.zoneNos)})`, ...windowOf(chosen, 's'), ...chosen.onProjection]),
	]);
	const hit = sql`select s.*, coalesce(${isIn}, false) as is_in from (${matchingRows(compiled)}) s`;
	const grouped = groupedByField(FACET_FIELDS, hit, [
		{ name: 'selected', over: sql`count(*) filter (where is_in)` },
		{ name: 'rest', over: sql`count(*) filter (where not is_in)` },
	]);
	const rows = await rowsOf<{ field: number; value: string | null; name: string | null; selected: string; rest: string; kind: number }>(
		reader,
		sql`with g as materialized (${grouped})
			select 0 as kind, ${TERM_FIELD_NO.eventType}::smallint as field, null as value, null as name, coalesce(sum(selected), 0)::text as selected, coalesce(sum(rest), 0)::text as rest
			from g where field = ${TERM_FIELD_NO.eventType}::smallint
			union all
			select 1, v.field, v.value, case when v.field = ${TERM_FIELD_NO.application}::smallint then (
				select n.name from search_names n where n.zone_no = any(${integers(compiled.zoneNos)}) and n.field = 1 and n.id = v.value order by n.name limit 1) end,
				v.selected::text, v.rest::text
			from (
				select g.field, coalesce(t.value, ${NO_DECISION}) as value, sum(g.selected) as selected, sum(g.rest) as rest
				from g left join search_terms t on t.term_no = g.term_no
				where g.term_no is not null or g.field = ${TERM_FIELD_NO.decision}::smallint
				group by 1, 2 having sum(g.selected) + sum(g.rest) >= ${supportMin}
			) v`,
	);
	const total = rows.find((row) => row.kind === 0);
	const fieldOf = new Map(FACET_FIELDS.map((field) => [FACET_COLUMNS[field].fieldNo, field]));
	return {
		selected: Number(total?.selected ?? 0),
		rest: Number(total?.rest ?? 0),
		rows: rows.flatMap((row) => {
			const field = fieldOf.get(row.field);
			if (row.kind === 0 || field === undefined || row.value === null) return [];
			return [{ field, value: row.value, name: row.name, selected: Number(row.selected), rest: Number(row.rest) }];
		}),
	};
}
