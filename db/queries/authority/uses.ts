import { sql } from 'drizzle-orm';
import type { Adjacency } from '../../../lib/authority/adjacency';
import type { Cascade } from '../../../lib/authority/cascade';
import { STEP_MICROS } from '../../../lib/authority/order';
import { AMBIENT_TTL_MS } from '../../../lib/authority/uses';
import { keyOf } from '../../../lib/events/terms';
import { wordHash, words } from '../../../lib/query/words';
import { integers, type Reader, rowsOf, texts } from '../reader';
import { type RawTraceRow, type TraceRow, traceColumns, traceRow } from '../trace/rows';
import type { ZoneRow } from '../zones';

/** Members of a cascade that are looked for; those nearest to the root first. */
const IDS_MAX = 5_000;
const GROUPS_MAX = 2_000;
const EVENTS_MAX = 5_000;
/** Events the word index does not know yet that are looked at, the oldest first. */
const TAIL_MAX = 20_000;
const BYTES_MAX = sql.raw('65536');

/** Members that did anything from an hour before the revocation on: what they did before is spent. */
function activeIds(graph: Adjacency, { members, revocation, decidedAt }: Cascade): { ids: string[]; isWhole: boolean } {
	const from = decidedAt - AMBIENT_TTL_MS * 1000 - STEP_MICROS;
	const ids = new Set<string>();
	if (revocation.record !== '') ids.add(revocation.record);
	let isWhole = true;
	for (const { kind, id } of members) {
		const row = kind === 'edge' ? graph.edge(id) : graph.session(id);
		if (row !== undefined && row.lastAt < from) continue;
		if (ids.size < IDS_MAX) ids.add(id);
		else isWhole = false;
	}
	return { ids: [...ids], isWhole };
}

/** The one word of an identifier that fewest others have: its longest. */
function tellingWord(id: string): number | null {
	const longest = words(id).reduce((best, word) => (word.length > best.length ? word : best), '');
	return longest === '' ? null : wordHash(longest);
}

/** What may have been done under a cascade from an hour before it on, and whether that is all. */
export interface FoundUses {
	readonly rows: readonly TraceRow[];
	readonly isWhole: boolean;
}

/**
 * Exchanges that may name members of a cascade, with the Gateway's calls of the same requests; which of them do, usesUnder tells.
 * They are found by the word index, what that does not know yet by reading it.
 */
export async function eventsUnder(reader: Reader, zone: ZoneRow, graph: Adjacency, cascade: Cascade): Promise<FoundUses> {
	const { ids, isWhole } = activeIds(graph, cascade);
	if (ids.length === 0) return { rows: [], isWhole };
	const hashes = ids.map(tellingWord).filter((hash) => hash !== null);
	const from = String(cascade.decidedAt - AMBIENT_TTL_MS * 1000);
	const zoneNo = zone.zoneNo;
	const fromAt = sql`(timestamptz 'epoch' + ${from}::bigint / 1000000 * interval '1 second')`;
	const [runs, [head]] = await Promise.all([
		rowsOf<{ first_seq: string; last_seq: string }>(
			reader,
			sql`select first_seq::text as first_seq, last_seq::text as last_seq
				from authority_word_groups(${zoneNo}::integer, ${integers([...new Set(hashes)])}, ${fromAt}, ${GROUPS_MAX + 1}::integer)`,
		),
		rowsOf<{ indexed: string; ledger: string }>(
			reader,
			sql`select coalesce(w.chain_seq, 0)::text as indexed, h.chain_seq::text as ledger
				from chain_heads h left join search_word_heads w using (zone_no) where h.zone_no = ${zoneNo}::integer`,
		),
	]);
	const [indexed, ledger] = [Number(head?.indexed ?? 0), Number(head?.ledger ?? 0)];
	const tailEnd = Math.min(ledger, indexed + TAIL_MAX);
	const spans = [...runs.slice(0, GROUPS_MAX).map((run) => [Number(run.first_seq), Number(run.last_seq)]), [indexed + 1, tailEnd]];
	const exchanges = await rowsOf<RawTraceRow>(
		reader,
		sql`select ${traceColumns(BYTES_MAX)}
			from unnest(${`{${spans.map(([first]) => first).join(',')}}`}::bigint[], ${`{${spans.map(([, last]) => last).join(',')}}`}::bigint[]) as s(first, last)
			cross join lateral (
				select * from ledger_events e where e.zone_no = ${zoneNo}::integer and e.chain_seq between s.first and s.last
					and e.event_type = 'token_exchange' and e.occurred_at >= ${fromAt} offset 0
			) e limit ${EVENTS_MAX + 1}::integer`,
	);
	const rows = exchanges.slice(0, EVENTS_MAX).map((row) => traceRow(row));
	const wanted = new Set(ids);
	const named = rows.filter((row) => row.metadataText !== null && mentions(row.metadataText, wanted));
	const calls = await gatewayCalls(
		reader,
		zoneNo,
		[...new Set(named.map(({ requestId }) => requestId))].filter((id) => id !== ''),
	);
	const isAll = isWhole && runs.length <= GROUPS_MAX && exchanges.length <= EVENTS_MAX && tailEnd === ledger;
	return { rows: [...named, ...calls], isWhole: isAll };
}

/** Quoted texts of JSON; what has an escape in it is taken as mentioning everything. */
const QUOTED = /"([^"\\]*)"/g;
function mentions(json: string, ids: ReadonlySet<string>): boolean {
	for (const [, text] of json.matchAll(QUOTED)) if (text !== undefined && ids.has(text)) return true;
	return json.includes('\\');
}

async function gatewayCalls(reader: Reader, zoneNo: number, requestIds: readonly string[]): Promise<TraceRow[]> {
	if (requestIds.length === 0) return [];
	const rows = await rowsOf<RawTraceRow>(
		reader,
		sql`select ${traceColumns(BYTES_MAX)}
			from (select distinct s.chain_seq, s.occurred_at from unnest(${`{${requestIds.map((id) => keyOf(id)).join(',')}}`}::bigint[]) k(key)
				join search_events s on s.request_key = k.key and s.zone_no = ${zoneNo}::integer limit ${EVENTS_MAX}::integer) s
			cross join lateral (
				select * from ledger_events e where e.zone_no = ${zoneNo}::integer and e.chain_seq = s.chain_seq and e.occurred_at = s.occurred_at offset 0
			) e
			where e.event_type = 'gateway_resource_request' and e.request_id = any(${texts(requestIds)})`,
	);
	return rows.map((row) => traceRow(row));
}

/** Exchanges of the last minutes that were allowed, by session: at most the newest `eventsMax`. */
export async function recentUses(
	reader: Reader,
	zone: ZoneRow,
	now: number,
	minutes: number,
	eventsMax: number,
): Promise<{ readonly sessions: readonly string[]; readonly from: number }> {
	const from = now - minutes * 60_000_000;
	const rows = await rowsOf<{ session: string | null; at: string }>(
		reader,
		sql`select e.metadata_json::jsonb ->> 'agent_session_id' as session, ((extract(epoch from e.occurred_at) * 1000000)::bigint)::text as at
			from ledger_events e where e.zone_no = ${zone.zoneNo}::integer
				and e.occurred_at >= timestamptz 'epoch' + ${String(Math.floor(from / 1_000_000))}::bigint * interval '1 second'
				and e.event_type = 'token_exchange' and e.decision = 'allow'
			order by e.occurred_at desc limit ${eventsMax}::integer`,
	);
	const isFull = rows.length === eventsMax;
	return { sessions: rows.map(({ session }) => session ?? ''), from: isFull ? Number(rows.at(-1)?.at ?? from) : from };
}
