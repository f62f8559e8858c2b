import { type SQL, sql } from 'drizzle-orm';
import type { Span } from '../../../lib/tail/position';
import { integers, type Reader, rowsOf } from '../reader';

/** Advances of the log looked at in one read; each has a number of its own, but those of before numbers were. */
const ADVANCES_MAX = 20_000;

/** How zones moved from one commit to a later one: a step. */
export interface Step {
	readonly from: number;
	readonly to: number;
	/** Each zone once, ascending. */
	readonly spans: readonly Span[];
}

const inZones = (zoneNos: readonly number[] | null): SQL => (zoneNos === null ? sql`true` : sql`h.zone_no = any(${integers(zoneNos)})`);
const commit = (no: number): SQL => sql`${String(no)}::bigint`;

/** The number of the newest commit, 0 before the first. */
export async function newestCommit(reader: Reader): Promise<number> {
	const [row] = await rowsOf<{ commit_no: string }>(reader, sql`select coalesce(max(commit_no), 0)::text as commit_no from chain_heads`);
	return Number(row?.commit_no ?? 0);
}

/** The number of the last commit before an instant, by the database's clock at the commit: zone by zone, as both ascend. */
export async function commitBefore(reader: Reader, at: bigint): Promise<number> {
	const before = sql`timestamptz 'epoch' + ${String(at)}::bigint * interval '1 microsecond'`;
	const [row] = await rowsOf<{ commit_no: string }>(
		reader,
		sql`select coalesce(max(a.first_commit + c.beyond), 0)::text as commit_no
			from chain_heads h
			cross join lateral (
				select * from chain_advances a where a.zone_no = h.zone_no and a.first_at < ${before} order by a.first_at desc, a.first_commit desc limit 1) a
			cross join lateral unnest(a.commits, a.ats) as c(beyond, ms)
			where a.first_at + c.ms * interval '1 millisecond' < ${before}`,
	);
	return Number(row?.commit_no ?? 0);
}

/** The row of the log that a commit lies in or behind, of a zone `h`. */
const rowAt = (commitNo: number): SQL => sql`select * from chain_advances a
	where a.zone_no = h.zone_no and a.first_commit <= ${commit(commitNo)} order by a.first_commit desc limit 1`;

/** The place a zone `h` had reached at a commit; 0 when that is before its first, or before what is kept. */
const placeAt = (commitNo: number): SQL => sql`coalesce((
	select max(a.before_seq + c.seq) from (${rowAt(commitNo)}) a cross join lateral unnest(a.commits, a.seqs) as c(beyond, seq)
	where a.first_commit + c.beyond <= ${commit(commitNo)}), 0)`;

/** Zones that moved behind a commit, as far as they did up to another. */
const moved = (zoneNos: readonly number[] | null, from: number, to: number): SQL => sql`
	select h.zone_no, ${placeAt(from)} + 1 as first_seq, ${placeAt(to)} as last_seq
	from chain_heads h where h.commit_no > ${commit(from)} and ${inZones(zoneNos)} offset 0`;

/**
 * The step from a commit on: the next commits of these zones until so many events are in it, at least one commit, at most up to `to`.
 * @param zoneNos null for all
 * @param to null: up to the newest there is
 */
export async function stepFrom(
	reader: Reader,
	zoneNos: readonly number[] | null,
	from: number,
	to: number | null,
	eventsMax: number,
): Promise<Step> {
	const newest = to ?? (await newestCommit(reader));
	const end = Math.min(newest, from + ADVANCES_MAX);
	const rows =
		end <= from
			? []
			: await rowsOf<{ commit_no: string; zone_no: number; last_seq: string; before_seq: string }>(
					reader,
					sql`select (a.first_commit + c.beyond)::text as commit_no, a.zone_no, (a.before_seq + c.seq)::text as last_seq,
						(a.before_seq + coalesce(a.seqs[c.no - 1], 0))::text as before_seq
					from chain_heads h
					cross join lateral (
						select * from chain_advances a where a.zone_no = h.zone_no and a.first_commit <= ${commit(end)}
							and a.first_commit >= coalesce((select r.first_commit from (${rowAt(from)}) r), 0)) a
					cross join lateral unnest(a.commits, a.seqs) with ordinality as c(beyond, seq, no)
					where h.commit_no > ${commit(from)} and ${inZones(zoneNos)}
						and a.first_commit + c.beyond > ${commit(from)} and a.first_commit + c.beyond <= ${commit(end)}
					order by a.first_commit + c.beyond`,
				);
	const spans = new Map<number, Span>();
	let events = 0;
	let reached = from;
	for (const row of rows) {
		const commitNo = Number(row.commit_no);
		if (commitNo !== reached && events >= eventsMax) return { from, to: reached, spans: inOrder(spans) };
		reached = commitNo;
		const [zoneNo, firstSeq, lastSeq] = [row.zone_no, Number(row.before_seq) + 1, Number(row.last_seq)];
		events += lastSeq - firstSeq + 1;
		spans.set(zoneNo, { zoneNo, firstSeq: spans.get(zoneNo)?.firstSeq ?? firstSeq, lastSeq });
	}
	// among numbers that nothing of these zones has, the step goes on behind them
	if (rows.length === 0 && end < newest) return stepFrom(reader, zoneNos, end, newest, eventsMax).then((step) => ({ ...step, from }));
	return { from, to: end, spans: inOrder(spans) };
}

const inOrder = (spans: ReadonlyMap<number, Span>): Span[] => [...spans.values()].sort((a, b) => a.zoneNo - b.zoneNo);

/** The spans of a step somebody else made: what these zones gained behind one commit up to another. */
export async function spansBetween(reader: Reader, zoneNos: readonly number[] | null, from: number, to: number): Promise<Span[]> {
	const rows = await rowsOf<{ zone_no: number; first_seq: string; last_seq: string }>(
		reader,
		sql`select zone_no, first_seq::text, last_seq::text from (${moved(zoneNos, from, to)}) m where last_seq >= first_seq order by m.zone_no`,
	);
	return rows.map((row) => ({ zoneNo: row.zone_no, firstSeq: Number(row.first_seq), lastSeq: Number(row.last_seq) }));
}

/** How many events these zones gained behind a commit up to another. */
export async function eventsBetween(reader: Reader, zoneNos: readonly number[] | null, from: number, to: number): Promise<number> {
	const [row] = await rowsOf<{ events: string }>(
		reader,
		sql`select coalesce(sum(last_seq - first_seq + 1), 0)::text as events from (${moved(zoneNos, from, to)}) m`,
	);
	return Number(row?.events ?? 0);
}

/** Of spans, the first place of each zone that the ledger does not have any more: what a position before retention is told by. */
export async function firstMissing(reader: Reader, spans: readonly Span[]): Promise<Span | null> {
	if (spans.length === 0) return null;
	const rows = await rowsOf<{ zone_no: number }>(
		reader,
		sql`select w.zone_no from unnest(${integers(spans.map((span) => span.zoneNo))}, ${bigints(spans.map((span) => span.firstSeq))}) as w(zone_no, seq)
			where not exists (select from ledger_events e where e.zone_no = w.zone_no and e.chain_seq = w.seq) limit 1`,
	);
	const zoneNo = rows[0]?.zone_no;
	return spans.find((span) => span.zoneNo === zoneNo) ?? null;
}

/** Whole numbers beyond 32 bits as one array parameter. */
export function bigints(values: readonly number[]): SQL {
	return sql`${`{${values.join(',')}}`}::bigint[]`;
}
