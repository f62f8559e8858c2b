import { type SQL, sql } from 'drizzle-orm';
import type { ValueField } from '../../../lib/api/search';
import { NO_DECISION } from '../../../lib/events/vocabulary';
import { integers, type Reader, rowsOf } from '../reader';
import { FACET_COLUMNS } from './facet-fields';
import type { Narrowed } from './question';
import { hourConditions } from './terms';

export interface KnownValue {
	readonly value: string;
	readonly name: string | null;
	/** In the window, by whole hours; null when not counted. */
	readonly events: number | null;
}

/** Values looked at for their counts; of more, those that begin with the text come first, then the first by name. */
const LOOKED_AT_MAX = 1_000;

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** Value, its name, and whether it begins with the text. */
function candidates(question: Narrowed, field: ValueField, prefix: string): SQL {
	const zones = integers(question.zoneNos);
	const holds = (column: SQL) => sql`${column} ilike ${`%${escaped(prefix)}%`}`;
	const begins = (column: SQL) => sql`${column} ilike ${`${escaped(prefix)}%`}`;
	if (field === 'zone')
		return sql`select null::integer as term_no, zone_id as value, null as name, ${begins(sql`zone_id`)} as begins from zones where zone_no = any(${zones}) and ${holds(sql`zone_id`)}`;
	if (field === 'workload')
		return sql`select null::integer as term_no, id as value, min(name) as name, bool_or(${begins(sql`name`)} or ${begins(sql`id`)}) as begins
			from search_names where zone_no = any(${zones}) and field = 2 and (${holds(sql`name`)} or ${holds(sql`id`)}) group by id`;
	const { fieldNo } = FACET_COLUMNS[field];
	if (field !== 'app')
		return sql`select term_no, value, null as name, ${begins(sql`value`)} as begins from search_terms
			where zone_no = any(${zones}) and field = ${fieldNo}::smallint and ${holds(sql`value`)}`;
	return sql`select t.term_no, t.value, n.name, (${begins(sql`t.value`)} or coalesce(${begins(sql`n.name`)}, false)) as begins from search_terms t
		left join lateral (select name from search_names n where n.zone_no = t.zone_no and n.field = 1 and n.id = t.value order by ${holds(sql`n.name`)} desc, name limit 1) n on true
		where t.zone_no = any(${zones}) and t.field = ${fieldNo}::smallint and (${holds(sql`t.value`)} or ${holds(sql`n.name`)})`;
}

/** Values of a field that begin with a text, or hold it, with their counts by whole hours; those that begin with it first, then by count. */
export async function knownValues(
	reader: Reader,
	question: Narrowed,
	field: ValueField,
	prefix: string,
	valuesMax: number,
): Promise<{ values: KnownValue[]; more: boolean }> {
	if (question.zoneNos.length === 0) return { values: [], more: false };
	const rows = await rowsOf<{ value: string; name: string | null; events: string | null }>(
		reader,
		sql`select value, max(name) as name, sum(n.events)::text as events
			from (select * from (${candidates(question, field, prefix)}) c order by begins desc, value limit ${LOOKED_AT_MAX}) c
			left join lateral (select coalesce(sum(events), 0) as events from rollup_hour r where r.term_no = c.term_no and ${hourConditions(question)}) n on c.term_no is not null
			group by value order by bool_or(begins) desc, sum(n.events) desc nulls last, value limit ${valuesMax + 1}`,
	);
	const values = rows.map(({ value, name, events }) => ({ value, name, events: events === null ? null : Number(events) }));
	const none =
		field === 'decision' && NO_DECISION.startsWith(prefix.toLowerCase()) ? [{ value: NO_DECISION, name: null, events: null }] : [];
	return { values: [...values.slice(0, valuesMax), ...none].slice(0, valuesMax), more: rows.length > valuesMax };
}
