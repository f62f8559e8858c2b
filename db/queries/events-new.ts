import { type SQL, sql } from 'drizzle-orm';
import { instantOfMicros } from '../epoch';
import { allOf, type EventFilter, type TermFilter } from './event-filter';
import { type Reader, rowsOf, texts } from './reader';

function textConditions(column: SQL, values: TermFilter): SQL[] {
	const conditions: SQL[] = [];
	if (values.only.length > 0) conditions.push(sql`${column} = any(${texts(values.only)})`);
	if (values.not.length > 0) conditions.push(sql`${column} <> all(${texts(values.not)})`);
	return conditions;
}

/**
 * How many matching events were appended behind the given heads, at most `countMax` per zone. Walks the ledger by position, so
 * it costs what arrived since, and counts late events too; the filter's own end is ignored, since new events lie beyond it.
 * @param heads zone number to the chain_seq already seen; zones missing from it were empty then
 */
export async function countAppended(
	reader: Reader,
	filter: EventFilter,
	heads: ReadonlyMap<number, number>,
	countMax: number,
): Promise<{ total: number; exact: boolean }> {
	if (filter.zoneNos.length === 0) return { total: 0, exact: true };
	const conditions = [...textConditions(sql`e.decision`, filter.decisions), ...textConditions(sql`e.event_type`, filter.types)];
	if (filter.from !== null) conditions.push(sql`e.occurred_at >= ${instantOfMicros(filter.from)}`);
	if (filter.requestId !== null) conditions.push(sql`e.request_id = ${filter.requestId}`);
	if (filter.eventId !== null) conditions.push(sql`e.id = ${filter.eventId}`);
	const seen = filter.zoneNos.map((zoneNo) => sql`(${zoneNo}::integer, ${heads.get(zoneNo) ?? 0}::bigint)`);
	const [row] = await rowsOf<{ total: string; capped: boolean }>(
		reader,
		sql`select coalesce(sum(least(found.events, ${countMax}::bigint)), 0)::text as total, coalesce(bool_or(found.events > ${countMax}::bigint), false) as capped
			from (values ${sql.join(seen, sql`, `)}) as seen(zone_no, seq)
			join chain_heads h on h.zone_no = seen.zone_no and h.chain_seq > seen.seq
			cross join lateral (
				-- in order, so that the planner walks the index on the position instead of hoping to meet rows early
				select count(*) as events from (
					select from ledger_events e where ${allOf([sql`e.zone_no = seen.zone_no and e.chain_seq > seen.seq`, ...conditions])}
					order by e.chain_seq limit ${countMax + 1}
				) appended
			) found`,
	);
	return { total: Number(row?.total ?? '0'), exact: row?.capped !== true };
}
