import { sql } from 'drizzle-orm';
import { REFUSAL_FIELDS, type RefusalField } from '../../../lib/api/oncall-names';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import { FACET_COLUMNS, groupedByField } from '../search/facet-fields';

/** A value of refused events, counted in a window and in the one of the same length before it. */
export interface RefusedRow {
	readonly field: RefusalField;
	readonly value: string;
	readonly name: string | null;
	readonly events: number;
	readonly before: number;
}

/** The values most refused from `from` to `to`. */
export async function refusedValues(
	reader: Reader,
	zoneNos: readonly number[],
	from: bigint,
	to: bigint,
	valuesMax: number,
): Promise<RefusedRow[]> {
	const zones = integers(zoneNos);
	const denied = sql`array(select term_no from search_terms where zone_no = any(${zones}) and field = ${TERM_FIELD_NO.decision}::smallint and value = 'deny')`;
	const hit = sql`select reason_no, application_no, resource_no, occurred_at from search_events
		where zone_no = any(${zones}) and occurred_at >= ${instantOfMicros(from - (to - from))} and occurred_at < ${instantOfMicros(to)} and decision_no = any(${denied})`;
	const counts = groupedByField(REFUSAL_FIELDS, hit, [
		{ name: 'events', over: sql`count(*) filter (where occurred_at >= ${instantOfMicros(from)})` },
		{ name: 'before', over: sql`count(*) filter (where occurred_at < ${instantOfMicros(from)})` },
	]);
	const rows = await rowsOf<{ field: number; value: string; name: string | null; events: string; before: string }>(
		reader,
		sql`select f.field, f.value, f.events::text as events, f.before::text as before,
				case when f.field = ${TERM_FIELD_NO.application}::smallint then (
					select name from search_names n where n.zone_no = any(${zones}) and n.field = 1 and n.id = f.value order by name limit 1
				) end as name
			from (
				select c.field, t.value, sum(c.events) as events, sum(c.before) as before,
					row_number() over (partition by c.field order by sum(c.events) desc, t.value) as place
				from (${counts}) c join search_terms t on t.term_no = c.term_no group by 1, 2 having sum(c.events) > 0
			) f where f.place <= ${valuesMax} order by f.field, f.place`,
	);
	return rows.map((row) => ({
		field: REFUSAL_FIELDS.find((field) => FACET_COLUMNS[field].fieldNo === row.field) ?? 'reason',
		value: row.value,
		name: row.name,
		events: Number(row.events),
		before: Number(row.before),
	}));
}
