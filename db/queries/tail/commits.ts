import { type SQL, sql } from 'drizzle-orm';
import type { Span } from '../../../lib/tail/position';
import { epochMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';

/** Rows of the log of commits taken at once. */
const ADVANCES_MAX = 20_000;

/** How zones moved from one commit to a later one: a step. */
export interface Step {
	readonly from: number;
	readonly to: number;
	/** Each zone once, ascending. */
	readonly spans: readonly Span[];
}

const inZones = (zoneNos: readonly number[] | null): SQL => (zoneNos === null ? sql`true` : sql`zone_no = any(${integers(zoneNos)})`);

/** The number of the newest commit, 0 before the first. */
export async function newestCommit(reader: Reader): Promise<number> {
	const [row] = await rowsOf<{ commit_no: string }>(
		reader,
		sql`select commit_no::text from chain_advances order by chain_advances.commit_no desc limit 1`,
	);
	return Number(row?.commit_no ?? 0);
}

/** The number of the last commit before an instant, by the database's clock at the commit: a search by halves, as both ascend. */
export async function commitBefore(reader: Reader, at: bigint): Promise<number> {
	let low = 0;
	let high = await newestCommit(reader);
	const bound = String(at);
	while (low < high) {
		const middle = Math.floor((low + high + 1) / 2);
		const [row] = await rowsOf<{ commit_no: string; at: string }>(
			reader,
			sql`select commit_no::text, ${epochMicros(sql`advanced_at`)} as at from chain_advances
				where commit_no <= ${String(middle)}::bigint and commit_no > ${String(low)}::bigint order by chain_advances.commit_no desc limit 1`,
		);
		// no commit has a number up to there: as a position it says the same
		if (row === undefined) low = middle;
		else if (BigInt(row.at) < BigInt(bound)) low = middle;
		else high = Number(row.commit_no) - 1;
	}
	return low;
}

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
	const rows = await rowsOf<{ commit_no: string; zone_no: number; first_seq: string; last_seq: string }>(
		reader,
		sql`select commit_no::text, zone_no, first_seq::text, last_seq::text from chain_advances
			where commit_no > ${String(from)}::bigint and ${to === null ? sql`true` : sql`commit_no <= ${String(to)}::bigint`} and ${inZones(zoneNos)}
			order by chain_advances.commit_no limit ${ADVANCES_MAX}`,
	);
	const wasCut = rows.length === ADVANCES_MAX;
	// of a list that was cut the last commit may be there in part
	const lastCommit = wasCut ? Number(rows.at(-1)?.commit_no) : Number.POSITIVE_INFINITY;
	const spans = new Map<number, Span>();
	let events = 0;
	let reached = from;
	let isFull = false;
	for (const row of rows) {
		const commitNo = Number(row.commit_no);
		if (commitNo >= lastCommit) break;
		if (commitNo !== reached && events >= eventsMax) {
			isFull = true;
			break;
		}
		reached = commitNo;
		const [zoneNo, firstSeq, lastSeq] = [row.zone_no, Number(row.first_seq), Number(row.last_seq)];
		events += lastSeq - firstSeq + 1;
		spans.set(zoneNo, { zoneNo, firstSeq: spans.get(zoneNo)?.firstSeq ?? firstSeq, lastSeq });
	}
	if (wasCut && reached === from) return wholeCommit(reader, zoneNos, from, lastCommit);
	const end = isFull || wasCut ? reached : (to ?? reached);
	return { from, to: end, spans: [...spans.values()].sort((a, b) => a.zoneNo - b.zoneNo) };
}

/** A commit of more zones than are listed at once. */
async function wholeCommit(reader: Reader, zoneNos: readonly number[] | null, from: number, commitNo: number): Promise<Step> {
	return { from, to: commitNo, spans: await spansBetween(reader, zoneNos, from, commitNo) };
}

/** The spans of a step somebody else made: what these zones gained behind one commit up to another. */
export async function spansBetween(reader: Reader, zoneNos: readonly number[] | null, from: number, to: number): Promise<Span[]> {
	const rows = await rowsOf<{ zone_no: number; first_seq: string; last_seq: string }>(
		reader,
		sql`select zone_no, min(first_seq)::text as first_seq, max(last_seq)::text as last_seq from chain_advances
			where commit_no > ${String(from)}::bigint and commit_no <= ${String(to)}::bigint and ${inZones(zoneNos)}
			group by zone_no order by zone_no`,
	);
	return rows.map((row) => ({ zoneNo: row.zone_no, firstSeq: Number(row.first_seq), lastSeq: Number(row.last_seq) }));
}

/** How many events these zones gained behind a commit up to another. */
export async function eventsBetween(reader: Reader, zoneNos: readonly number[] | null, from: number, to: number): Promise<number> {
	const [row] = await rowsOf<{ events: string }>(
		reader,
		sql`select coalesce(sum(last_seq - first_seq + 1), 0)::text as events from chain_advances
			where commit_no > ${String(from)}::bigint and commit_no <= ${String(to)}::bigint and ${inZones(zoneNos)}`,
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
