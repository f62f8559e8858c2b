import { sql } from 'drizzle-orm';
import { keyOf } from '../../../lib/events/terms';
import { integers, type Reader, rowsOf } from '../reader';
import { type RawTraceRow, type TraceRow, traceColumns, traceRow } from './rows';

/** JSON of one event taken whole up to this many bytes, and of all of a request together. */
const EVENT_BYTES_MAX = 262_144;
const REQUEST_BYTES_MAX = 33_554_432;
/** Events beyond the ceiling are counted up to this many. */
const LEFT_OUT_COUNTED_MAX = 100_000;

/**
 * The events of a request ID in some zones, the earliest first, at most `eventsMax`, and how many more there are. The key narrows
 * to 64 bits of a hash, the ledger has the ID itself. The places of a zone are looked up as one list, in the months they lie in:
 * those of a long request follow one another, and a probe of the index for each costs more than all they hold.
 */
export async function ownEvents(
	reader: Reader,
	zoneNos: readonly number[],
	requestId: string,
	eventsMax: number,
): Promise<{ readonly rows: readonly TraceRow[]; readonly leftOut: number }> {
	const key = keyOf(requestId).toString();
	const rows = await rowsOf<RawTraceRow>(
		reader,
		sql`with place as materialized (
				select s.zone_no, s.chain_seq, s.occurred_at from search_events s
				where s.request_key = ${key}::bigint and s.zone_no = any(${integers(zoneNos)})
				order by s.occurred_at, s.chain_seq limit ${eventsMax + 1}::integer
			), size as materialized (
				select least(${sql.raw(String(EVENT_BYTES_MAX))}, ${sql.raw(String(REQUEST_BYTES_MAX))} / greatest(count(*), 1)) as bytes_max from place
			), list as materialized (
				select zone_no, array_agg(chain_seq order by chain_seq) as seqs, min(occurred_at) as from_at, max(occurred_at) as to_at from place group by 1
			)
			select ${traceColumns(sql`size.bytes_max`, null)}
			from list l cross join size cross join lateral (
				select * from ledger_events e where e.zone_no = l.zone_no and e.chain_seq = any(l.seqs)
					and e.occurred_at >= l.from_at and e.occurred_at <= l.to_at offset 0
			) e
			where e.request_id = ${requestId}`,
	);
	const inOrder = rows
		.map((row) => traceRow(row, requestId))
		.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.seq - b.seq));
	if (inOrder.length <= eventsMax) return { rows: inOrder, leftOut: 0 };
	const [count] = await rowsOf<{ events: number }>(
		reader,
		sql`select count(*)::integer as events from (
			select from search_events s where s.request_key = ${key}::bigint and s.zone_no = any(${integers(zoneNos)})
			limit ${eventsMax + LEFT_OUT_COUNTED_MAX}::integer) counted`,
	);
	return { rows: inOrder.slice(0, eventsMax), leftOut: Math.max(1, (count?.events ?? 0) - eventsMax) };
}
