import type { SqlClient } from '../client';
import { textArrayText } from '../ledger/arrays';

/** A consumer group as it is seen in Redis at one look. */
export interface GroupSample {
	readonly streamNo: number;
	readonly group: string;
	readonly consumers: number;
	readonly pending: number;
	/** Entries not delivered yet; null where Redis cannot tell. */
	readonly lag: number | null;
	/** Since any of its consumers was last heard of, in milliseconds; null without consumers. */
	readonly quietMs: number | null;
	/** The last entry delivered. */
	readonly delivered: { readonly ms: number; readonly seq: number };
	/** Entry ids delivered and not acknowledged, the oldest first; `isCut`: there are more. */
	readonly pendingIds: readonly string[];
	readonly isCut: boolean;
}

/** Keeps what was seen: of every group how it is now, and a step where it had come further or acknowledged something. */
export async function keepSamples(sql: SqlClient, samples: readonly GroupSample[], steps: readonly GroupSample[]): Promise<void> {
	if (samples.length === 0) return;
	const column = <T extends string | number | null>(of: (sample: GroupSample) => T, list = samples) =>
		textArrayText(list.map((sample) => (of(sample) === null ? null : String(of(sample)))));
	await sql`
		insert into authority_consumers (stream_no, group_name, first_sampled_at, sampled_at, last_active_at, consumers, pending, lag)
		select s, g, now(), now(), now() - q * interval '1 millisecond', c, p, l
		from unnest(${column((s) => s.streamNo)}::smallint[], ${column((s) => s.group)}::text[], ${column((s) => s.quietMs)}::float8[],
			${column((s) => s.consumers)}::int[], ${column((s) => s.pending)}::bigint[], ${column((s) => s.lag)}::bigint[]) as n(s, g, q, c, p, l)
		on conflict (stream_no, group_name) do update set sampled_at = excluded.sampled_at, last_active_at = excluded.last_active_at,
			consumers = excluded.consumers, pending = excluded.pending, lag = excluded.lag`;
	if (steps.length === 0) return;
	await sql`
		insert into authority_consumer_steps (stream_no, group_name, sampled_at, delivered_ms, delivered_seq, pending, is_cut)
		select s, g, clock_timestamp(), m, q, p::text[], c
		from unnest(${column((s) => s.streamNo, steps)}::smallint[], ${column((s) => s.group, steps)}::text[],
			${column((s) => s.delivered.ms, steps)}::bigint[], ${column((s) => s.delivered.seq, steps)}::bigint[],
			${textArrayText(steps.map((s) => textArrayText(s.pendingIds)))}::text[], ${column((s) => String(s.isCut), steps)}::boolean[])
			as n(s, g, m, q, p, c)
		on conflict do nothing`;
}

const KEPT_DAYS = 30;

/** Lets steps go that are older than anybody asks for, and groups that were not seen for as long. */
export async function pruneSamples(sql: SqlClient): Promise<void> {
	await sql`delete from authority_consumer_steps where sampled_at < now() - ${KEPT_DAYS} * interval '1 day'`;
	await sql`delete from authority_consumers where sampled_at < now() - ${KEPT_DAYS} * interval '1 day'`;
}
