import type postgres from 'postgres';
import { expect } from 'vitest';

/**
 * Checks the whole ledger by Postgres's own means: every content hash and link against the stored columns as Caracal words them
 * (wire reference 3.5), positions without a gap, heads, projection and rollups.
 * @returns how many events each zone has
 */
export async function checkLedger(sql: postgres.Sql): Promise<Record<string, number>> {
	const flaws = await sql<{ flaw: string; events: string }[]>`
		with e as (
			select *, lag(content_sha256) over (partition by zone_id order by chain_seq) as before,
				row_number() over (partition by zone_id order by chain_seq) as place,
				sha256(convert_to(concat_ws(e'\x1f', id, zone_id, event_type, request_id, decision, policy_set_id, policy_set_version_id,
					manifest_sha, evaluation_status, coalesce(determining_policies_json::text, 'null'), coalesce(diagnostics_json::text, 'null'),
					coalesce(metadata_json::text, 'null'), (extract(epoch from occurred_at) * 1000000000)::numeric(40, 0)::text), 'UTF8')) as content
			from audit_events
		)
		select 'content hash' as flaw, count(*) as events from e
			where encode(content, 'hex') <> content_sha256 and occurred_at between '1678-01-01' and '2262-01-01'
		union all select 'link', count(*) from e where prev_content_sha256 is distinct from before
		union all select 'position', count(*) from e where chain_seq <> place
		union all select 'head', count(*) from chain_heads h join zones using (zone_no)
			where (chain_seq, event_count) is distinct from (select (count(*), count(*)) from e where e.zone_id = zones.zone_id)
				or (chain_seq > 0 and content_sha256 is distinct from (select decode(e.content_sha256, 'hex') from e where e.zone_id = zones.zone_id and e.chain_seq = h.chain_seq))
		union all select 'projection', count(*) from ledger_events l full join search_events s using (zone_no, chain_seq, occurred_at)
			where l.id is null or s.event_type_no is null
		union all select 'segment', count(*) from ledger_events l left join segments s on s.segment_no = l.segment_no and s.sealed_at = l.ingested_at
			where s.segment_no is null or l.segment_index >= s.event_count
		union all select 'minutes', abs((select count(*) from ledger_events) - (select coalesce(sum(events), 0) from rollup_minute))
		union all select 'hours', abs((select count(*) from ledger_events) - (select coalesce(sum(events), 0) from rollup_hour where field = 1))
		union all select 'days', count(*) from (
			select zone_no, day, field, term_no, events from rollup_days join rollup_day using (zone_no, day)) d
			full join (
				select zone_no, (hour at time zone 'UTC')::date as day, field, term_no, sum(events) as events
				from rollup_hour where (zone_no, (hour at time zone 'UTC')::date) in (select zone_no, day from rollup_days) group by 1, 2, 3, 4) h
			using (zone_no, day, field, term_no) where d.events is distinct from h.events
		union all select 'labels', count(*) from (
			select s.zone_no, date_trunc('hour', s.occurred_at, 'UTC') as hour, l.term_no, count(*) as events
			from search_events s cross join lateral unnest(s.label_nos) as l(term_no) group by 1, 2, 3) s
			full join (select * from rollup_hour where field = 8) r using (zone_no, hour, term_no)
			where s.events is distinct from r.events or not exists (
				select from search_terms t where t.term_no = s.term_no and t.zone_no = s.zone_no and t.field = 8)`;
	expect(flaws.filter((row) => Number(row.events) !== 0)).toEqual([]);
	const zones = await sql<{ zone_id: string; events: number }[]>`select zone_id, count(*)::int as events from audit_events group by 1`;
	return Object.fromEntries(zones.map((zone) => [zone.zone_id, zone.events]));
}
