import type { SqlClient } from '../client';
import { arrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';
import type { StoredNote } from './anchors';

/** First and last place of a zone that rows are kept of; null when there are none. */
export async function ledgerEnds(pg: Statements, zoneNo: number): Promise<{ readonly first: number; readonly last: number } | null> {
	const [row] = await pg<{ first: string | null; last: string | null }[]>`
		select (select chain_seq from ledger_events where zone_no = ${zoneNo} order by chain_seq limit 1) as first,
			(select chain_seq from ledger_events where zone_no = ${zoneNo} order by chain_seq desc limit 1) as last`;
	return row?.first == null || row.last === null ? null : { first: Number(row.first), last: Number(row.last) };
}

/** Content hash of the row at a place, one character per byte; null when none is there. */
export async function contentAt(pg: Statements, zoneNo: number, seq: number): Promise<string | null> {
	const [row] = await pg<{ content_sha256: Buffer }[]>`
		select content_sha256 from ledger_events where zone_no = ${zoneNo} and chain_seq = ${seq} limit 1`;
	return row?.content_sha256.toString('latin1') ?? null;
}

/** ID of the event at a place; empty when none is there. */
export async function eventIdAt(pg: Statements, zoneNo: number, seq: number): Promise<string> {
	const [row] = await pg<{ id: string }[]>`select id from ledger_events where zone_no = ${zoneNo} and chain_seq = ${seq} limit 1`;
	return row?.id ?? '';
}

/** A checkpoint row. */
export interface StoredCheckpoint extends StoredNote {
	readonly root: Buffer;
}

/** Checkpoints of sizes `[first, last]`, ascending. */
export async function checkpointsWithin(pg: Statements, zoneNo: number, first: number, last: number): Promise<StoredCheckpoint[]> {
	const rows = await pg<{ size: string; note: string; root_sha256: Buffer }[]>`
		select size, note, root_sha256 from checkpoints where zone_no = ${zoneNo} and size between ${first} and ${last} order by size`;
	return rows.map((row) => ({ size: Number(row.size), note: row.note, root: row.root_sha256 }));
}

/** The largest checkpoint of at most this size; 0 without one. */
export async function checkpointBefore(pg: Statements, zoneNo: number, size: number): Promise<number> {
	const [row] = await pg<{ size: string }[]>`
		select size from checkpoints where zone_no = ${zoneNo} and size <= ${size} order by size desc limit 1`;
	return Number(row?.size ?? 0);
}

/** What stands for the end of a zone, read at one instant. */
export interface ZoneEnd {
	readonly headSeq: number | null;
	readonly headCount: number;
	readonly headContent: string | null;
	readonly lastSeq: number;
	readonly lastContent: string | null;
	readonly treeSize: number;
	readonly checkpointSize: number;
	readonly verifiedSeq: number;
}

export async function zoneEnd(pg: Statements, zoneNo: number): Promise<ZoneEnd> {
	const [row] = await pg<
		{
			head_seq: string | null;
			head_count: string | null;
			head_content: Buffer | null;
			last_seq: string | null;
			last_content: Buffer | null;
			size: string | null;
			checkpoint: string | null;
			verified: string | null;
		}[]
	>`
		select h.chain_seq as head_seq, h.event_count as head_count, h.content_sha256 as head_content, l.chain_seq as last_seq,
			l.content_sha256 as last_content, m.size, v.verified_seq as verified,
			(select max(c.size) from checkpoints c where c.zone_no = z.no) as checkpoint
		from (select ${zoneNo}::int as no) z
			left join chain_heads h on h.zone_no = z.no
			left join lateral (select chain_seq, content_sha256 from ledger_events e where e.zone_no = z.no order by chain_seq desc limit 1) l on true
			left join merkle_heads m on m.zone_no = z.no
			left join sweep_heads v on v.zone_no = z.no`;
	return {
		headSeq: row?.head_seq == null ? null : Number(row.head_seq),
		headCount: Number(row?.head_count ?? 0),
		headContent: row?.head_content?.toString('hex') ?? null,
		lastSeq: Number(row?.last_seq ?? 0),
		lastContent: row?.last_content?.toString('hex') ?? null,
		treeSize: Number(row?.size ?? 0),
		checkpointSize: Number(row?.checkpoint ?? 0),
		verifiedSeq: Number(row?.verified ?? 0),
	};
}

/** Rows of the projection of a zone up to a place, by UTC day as days since 1970. */
export async function projectedDays(pg: Statements, zoneNo: number, lastSeq: number): Promise<Map<number, number>> {
	const rows = await pg<{ day: number; events: number }[]>`
		select (occurred_at at time zone 'UTC')::date - date '1970-01-01' as day, count(*)::int as events from search_events
		where zone_no = ${zoneNo} and chain_seq <= ${lastSeq} group by 1`;
	return new Map(rows.map((row) => [row.day, row.events]));
}

/** Which of these segments, by number and time of sealing in microseconds since 2000, are there, and how many events each has. */
export async function segmentCounts(
	pg: Statements,
	segments: readonly (readonly [segmentNo: number, sealedAt: bigint])[],
): Promise<(number | null)[]> {
	const rows = await pg<{ place: string; event_count: number }[]>`
		select w.place, s.event_count
		from unnest(${arrayText(segments.map(([no]) => no))}::bigint[], ${`{${segments.map(([, at]) => at).join(',')}}`}::bigint[]) with ordinality as w(no, t, place)
		join segments s on s.segment_no = w.no and s.sealed_at =
			timestamptz '2000-01-01 00:00:00+00' + (t / 86400000000) * interval '1 day' + (t % 86400000000) * interval '1 microsecond'`;
	const counts = new Array<number | null>(segments.length).fill(null);
	for (const row of rows) counts[Number(row.place) - 1] = row.event_count;
	return counts;
}

/** Zones there are, by ID, and whether each has a chain head. */
export async function zoneRoster(sql: SqlClient): Promise<Map<string, number>> {
	const rows = await sql<{ zone_no: number; zone_id: string }[]>`select zone_no, zone_id from zones`;
	return new Map(rows.map((row) => [row.zone_id, row.zone_no]));
}

/** A zone number that something is kept of although there is no such zone, and the note of its newest checkpoint. */
export async function orphanedTrees(sql: SqlClient): Promise<{ readonly size: number; readonly note: string }[]> {
	const rows = await sql<{ size: string; note: string }[]>`
		select distinct on (c.zone_no) c.size, c.note from checkpoints c
		where not exists (select from zones z where z.zone_no = c.zone_no) order by c.zone_no, c.size desc`;
	return rows.map((row) => ({ size: Number(row.size), note: row.note }));
}
