import type { SqlClient } from '../client';
import { daysAndMicros } from '../epoch';

/** A row of the ledger as reconciliation compares it with the stream entry it came from. */
export interface LedgerMatch {
	readonly streamNo: number;
	/** `<ms>-<seq>` */
	readonly entryId: string;
	/** Lowercase hex. */
	readonly contentSha256: string;
}

// Lists travel as JSON: the driver writes array parameters right only after its first query has fetched the types.
interface MatchRow {
	place: string;
	stream_no: number;
	entry_ms: string;
	entry_seq: number;
	content_sha256: string;
}

function matchesInOrder(rows: readonly MatchRow[], count: number): (LedgerMatch | null)[] {
	const matches = new Array<LedgerMatch | null>(count).fill(null);
	for (const row of rows) {
		matches[Number(row.place) - 1] = {
			streamNo: row.stream_no,
			entryId: `${row.entry_ms}-${row.entry_seq}`,
			contentSha256: row.content_sha256,
		};
	}
	return matches;
}

/**
 * Rows of the ledger by event id and time, in the order asked, null where there is none. LATERAL with a limit, so that each is
 * looked up through the primary key and no partition is read whole.
 * @param keys `occurredAt` in microseconds since 1970
 */
export async function ledgerMatchesByEvent(
	sql: SqlClient,
	keys: readonly { readonly id: string; readonly occurredAt: bigint }[],
): Promise<(LedgerMatch | null)[]> {
	if (keys.length === 0) return [];
	const rows = await sql<MatchRow[]>`
		select w.place, e.*
		from jsonb_array_elements(${JSON.stringify(keys.map((key) => [key.id, ...daysAndMicros(key.occurredAt)]))}::text::jsonb)
			with ordinality as w(key, place)
		cross join lateral (
			select stream_no, entry_ms, entry_seq, encode(content_sha256, 'hex') as content_sha256 from ledger_events
			where id = w.key->>0 and occurred_at =
				timestamptz 'epoch' + (w.key->>1)::integer * interval '1 day' + (w.key->>2)::bigint * interval '1 microsecond'
			limit 1) e`;
	return matchesInOrder(rows, keys.length);
}

/** Rows of the ledger by outbox receipt, in the order asked, null where there is none. */
export async function ledgerMatchesByReceipt(
	sql: SqlClient,
	streamNo: number,
	outboxIds: readonly string[],
): Promise<(LedgerMatch | null)[]> {
	if (outboxIds.length === 0) return [];
	const rows = await sql<MatchRow[]>`
		select w.place, e.*
		from jsonb_array_elements_text(${JSON.stringify(outboxIds)}::text::jsonb) with ordinality as w(outbox_id, place)
		join outbox_receipts r on r.outbox_id = w.outbox_id and r.stream_no = ${streamNo}
		cross join lateral (
			select stream_no, entry_ms, entry_seq, encode(content_sha256, 'hex') as content_sha256 from ledger_events
			where zone_no = r.zone_no and chain_seq = r.chain_seq and occurred_at = r.occurred_at limit 1) e`;
	return matchesInOrder(rows, outboxIds.length);
}

/** What the ledger side of one zone amounts to, on one snapshot. */
export interface ZoneAudit {
	readonly zoneId: string;
	readonly headSeq: number;
	/** As the chain head counts. */
	readonly headCount: number;
	/** Whether the last event's content hash is the head's. */
	readonly headFits: boolean;
	/** Rows in the ledger. */
	readonly events: number;
	/** Rows whose position or link does not follow the row before. */
	readonly brokenLinks: number;
	readonly firstBrokenSeq: number | null;
	/** Event ids and times that occur more than once; the key forbids it, which is worth proving. */
	readonly twice: number;
	/** Rows of the projection. */
	readonly searchEvents: number;
	/** Rows that only the ledger or only the projection has. */
	readonly unmatchedSearchEvents: number;
	/** Events the rollups count. */
	readonly minuteEvents: number;
	readonly hourEvents: number;
	/** Cells whose count is not that of the projection. */
	readonly wrongMinuteCells: number;
	readonly wrongHourCells: number;
}

export async function ledgerZones(sql: SqlClient): Promise<{ readonly zoneNo: number; readonly zoneId: string }[]> {
	const rows = await sql<{ zone_no: number; zone_id: string }[]>`select zone_no, zone_id from zones order by zone_id`;
	return rows.map((row) => ({ zoneNo: row.zone_no, zoneId: row.zone_id }));
}

/** Checks chain, head, projection and rollups of a zone against each other. Reads all of the zone's rows, in the database. */
export function auditZone(sql: SqlClient, zone: { readonly zoneNo: number; readonly zoneId: string }): Promise<ZoneAudit> {
	const { zoneNo, zoneId } = zone;
	return sql.begin('isolation level repeatable read read only', async (tx) => {
		const [head] = await tx<{ chain_seq: string; event_count: string; head_hash: string | null }[]>`
			select chain_seq, event_count, encode(content_sha256, 'hex') as head_hash from chain_heads where zone_no = ${zoneNo}`;
		const [chain] = await tx<{ events: string; broken: string; first_broken: string | null; last_hash: string | null }[]>`
			select count(*) as events, count(*) filter (where broken) as broken, min(chain_seq) filter (where broken) as first_broken,
				encode((array_agg(content_sha256 order by chain_seq desc) filter (where is_last))[1], 'hex') as last_hash
			from (
				select chain_seq, content_sha256, lead(chain_seq) over w is null as is_last,
					chain_seq <> coalesce(lag(chain_seq) over w, 0) + 1
						or prev_content_sha256 is distinct from lag(content_sha256) over w as broken
				from ledger_events where zone_no = ${zoneNo} window w as (order by chain_seq)) linked`;
		const [twice] = await tx<{ n: string }[]>`
			select count(*) as n from (
				select from ledger_events where zone_no = ${zoneNo} group by id, occurred_at having count(*) > 1) doubled`;
		const [search] = await tx<{ rows: string; unmatched: string }[]>`
			select count(s.chain_seq) as rows, count(*) filter (where s.chain_seq is null or l.chain_seq is null) as unmatched
			from (select occurred_at, chain_seq from ledger_events where zone_no = ${zoneNo}) l
			full join (select occurred_at, chain_seq from search_events where zone_no = ${zoneNo}) s using (occurred_at, chain_seq)`;
		const [minutes] = await tx<{ events: string; wrong: string }[]>`
			select coalesce(sum(r.events), 0) as events, count(*) filter (where r.events is distinct from s.events) as wrong
			from (select minute, decision_no, events from rollup_minute where zone_no = ${zoneNo}) r
			full join (
				select date_trunc('minute', occurred_at) as minute, coalesce(decision_no, 0) as decision_no, count(*) as events
				from search_events where zone_no = ${zoneNo} group by 1, 2) s using (minute, decision_no)`;
		const [hours] = await tx<{ events: string; wrong: string }[]>`
			select coalesce(sum(r.events) filter (where field = 1), 0) as events, count(*) filter (where r.events is distinct from s.events) as wrong
			from (select hour, field, term_no, events from rollup_hour where zone_no = ${zoneNo}) r
			full join (
				select date_trunc('hour', occurred_at) as hour, f.field, f.term_no, count(*) as events
				from search_events,
					lateral (select * from (values (1::smallint, event_type_no), (2::smallint, decision_no), (3::smallint, reason_no),
						(4::smallint, application_no), (5::smallint, resource_no), (6::smallint, policy_version_no),
						(7::smallint, host_no)) as one(field, term_no)
						union all select 8::smallint, label_no from unnest(label_nos) as l(label_no)) as f(field, term_no)
				where zone_no = ${zoneNo} and f.term_no is not null group by 1, 2, 3) s using (hour, field, term_no)`;
		const number = (text: string | null | undefined) => Number(text ?? 0);
		return {
			zoneId,
			headSeq: number(head?.chain_seq),
			headCount: number(head?.event_count),
			headFits: (head?.head_hash || null) === (chain?.last_hash ?? null),
			events: number(chain?.events),
			brokenLinks: number(chain?.broken),
			firstBrokenSeq: chain?.first_broken == null ? null : Number(chain.first_broken),
			twice: number(twice?.n),
			searchEvents: number(search?.rows),
			unmatchedSearchEvents: number(search?.unmatched),
			minuteEvents: number(minutes?.events),
			hourEvents: number(hours?.events),
			wrongMinuteCells: number(minutes?.wrong),
			wrongHourCells: number(hours?.wrong),
		};
	});
}
