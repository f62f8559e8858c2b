import { sql } from 'drizzle-orm';
import type { Adjacency } from '../../../lib/authority/adjacency';
import type { Cascade } from '../../../lib/authority/cascade';
import type { ConsumerSample } from '../../../lib/authority/consumers';
import { streamOfNo } from '../../../lib/streams/names';
import { epochMicros } from '../../epoch';
import { type Reader, rowsOf, texts } from '../reader';
import type { ZoneRow } from '../zones';

/** Entries of one cascade are published within this. */
const CASCADE_MICROS_MAX = 60_000_000;
/** A group first seen so long after an entry cannot be told to have heard of it in time. */
const FIRST_SAMPLE_MS = 5_000;
const ENTRIES_MAX = 5_000;
/** Streams that consumers of revocations read. */
const STREAMS = '{2,3}';

/** The ledger places of the entries that a revocation was told by: its own event, and those that name what it took down. */
function toldAt(graph: Adjacency, { members, revocation }: Cascade): number[] {
	const seqs = new Set([revocation.seq]);
	for (const { kind, id } of members) {
		if (seqs.size >= ENTRIES_MAX) break;
		const marks = kind === 'edge' ? [graph.edge(id)?.ended] : (graph.session(id)?.changes.filter(({ what }) => what === 'revoked') ?? []);
		for (const mark of marks) if (mark != null && Math.abs(mark.at - revocation.at) <= CASCADE_MICROS_MAX) seqs.add(mark.seq);
	}
	return [...seqs];
}

interface SampleColumns extends Record<string, unknown> {
	stream_no: number;
	group_name: string;
	delivered_at: string | null;
	acked_at: string | null;
	pending: string;
	last_active_at: string | null;
	sampled_at: string;
	is_late: boolean;
}

const micros = (text: string | null) => (text === null ? null : Number(text));

/** What was sampled of every group that reads a stream the revocation was told on. `notSampled`: groups first seen too late to tell. */
export async function consumerSamples(
	reader: Reader,
	zone: ZoneRow,
	graph: Adjacency,
	cascade: Cascade,
): Promise<{ readonly samples: readonly ConsumerSample[]; readonly notSampled: number }> {
	const seqs = toldAt(graph, cascade).map(String);
	const rows = await rowsOf<SampleColumns>(
		reader,
		sql`
			with entry as materialized (
				select e.stream_no, e.entry_ms, e.entry_seq, e.entry_ms || '-' || e.entry_seq as entry_id
				from unnest(${texts(seqs)}) q(seq) join ledger_events e on e.zone_no = ${zone.zoneNo}::integer and e.chain_seq = q.seq::bigint
				where e.stream_no = any(${STREAMS}::smallint[])
			), last as materialized (
				select distinct on (stream_no) stream_no, entry_ms, entry_seq from entry order by stream_no, entry_ms desc, entry_seq desc
			), ids as materialized (
				select stream_no, array_agg(entry_id) as ids from entry group by stream_no
			)
			select c.stream_no, c.group_name, ${epochMicros(sql`d.at`)} as delivered_at, ${epochMicros(sql`a.at`)} as acked_at,
				coalesce(p.pending, 0)::text as pending, ${epochMicros(sql`c.last_active_at`)} as last_active_at, ${epochMicros(sql`c.sampled_at`)} as sampled_at,
				extract(epoch from c.first_sampled_at) * 1000 > last.entry_ms + ${sql.raw(String(FIRST_SAMPLE_MS))} as is_late
			from last join ids using (stream_no) join authority_consumers c on c.stream_no = last.stream_no
			left join lateral (select min(s.sampled_at) as at from authority_consumer_steps s
				where s.stream_no = c.stream_no and s.group_name = c.group_name
					and (s.delivered_ms, s.delivered_seq) >= (last.entry_ms, last.entry_seq)) d on true
			left join lateral (select min(s.sampled_at) as at from authority_consumer_steps s
				where s.stream_no = c.stream_no and s.group_name = c.group_name and s.sampled_at >= d.at
					and not s.pending && ids.ids and not s.is_cut) a on true
			left join lateral (select cardinality(array(select unnest(s.pending) intersect select unnest(ids.ids))) as pending
				from authority_consumer_steps s where s.stream_no = c.stream_no and s.group_name = c.group_name
				order by s.sampled_at desc limit 1) p on true
			order by c.stream_no, c.group_name`,
	);
	const seen = rows.filter((row) => !row.is_late);
	return {
		samples: seen.map((row) => ({
			...{ stream: streamOfNo(row.stream_no) ?? '', group: row.group_name, pending: Number(row.pending) },
			...{ deliveredAt: micros(row.delivered_at), ackedAt: micros(row.acked_at) },
			...{ lastActiveAt: micros(row.last_active_at), sampledAt: Number(row.sampled_at) },
		})),
		notSampled: rows.length - seen.length,
	};
}
