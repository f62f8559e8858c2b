import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from '../reader';
import { allOf, type Compiled, rowConditions } from './compile';

/**
 * How many matching events were appended behind the given heads, at most `countMax` per zone. Walks the ledger by position, so
 * it costs what arrived since, and counts late events too.
 * @param compiled a question whose window is open at its end, since new events lie beyond it
 * @param heads zone number to the chain_seq already seen; zones missing from it were empty then
 */
export async function countAppended(
	reader: Reader,
	compiled: Compiled,
	heads: ReadonlyMap<number, number>,
	countMax: number,
): Promise<{ total: number; exact: boolean }> {
	if (compiled.isEmpty) return { total: 0, exact: true };
	const seen = compiled.zoneNos.map((zoneNo) => sql`(${zoneNo}::integer, ${heads.get(zoneNo) ?? 0}::bigint)`);
	const [row] = await rowsOf<{ total: string; capped: boolean }>(
		reader,
		sql`select coalesce(sum(least(found.events, ${countMax}::bigint)), 0)::text as total, coalesce(bool_or(found.events > ${countMax}::bigint), false) as capped
			from (values ${sql.join(seen, sql`, `)}) as seen(zone_no, seq)
			join chain_heads h on h.zone_no = seen.zone_no and h.chain_seq > seen.seq
			cross join lateral (
				-- in order, so that the planner walks the index on the position instead of hoping to meet rows early
				select count(*) as events from (
					select from ledger_events e
						cross join lateral (
							select s.* from search_events s
							where ${allOf([sql`s.zone_no = e.zone_no and s.occurred_at = e.occurred_at and s.chain_seq = e.chain_seq`, ...rowConditions(compiled)])}
							offset 0
						) s
					where ${allOf([sql`e.zone_no = seen.zone_no and e.chain_seq > seen.seq`, ...compiled.onLedger])}
					order by e.chain_seq limit ${countMax + 1}
				) appended
			) found`,
	);
	return { total: Number(row?.total ?? '0'), exact: row?.capped !== true };
}
