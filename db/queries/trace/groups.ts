import { sql } from 'drizzle-orm';
import { integers, type Reader, rowsOf } from '../reader';
import { instantColumns, instantFrom, instantMembers } from './instants';
import type { Run } from './run';
import type { WordSet } from './sets';

/** A group of the word index, and the set of words it holds by its place in the list asked for. */
export interface FoundGroup extends Run {
	readonly setNo: number;
}

interface RawGroup extends Record<string, unknown> {
	set_no: number;
	zone_no: number;
	first_seq: string;
	last_seq: string;
	first_at: string | null;
	last_at: string | null;
}

/** The newest groups of each set of words, at most the set's `groupsMax`. */
export async function groupsOf(reader: Reader, sets: readonly WordSet[]): Promise<FoundGroup[]> {
	if (sets.length === 0) return [];
	const asked = sets.map(({ zoneNo, words, from, to, groupsMax }, setNo) => ({
		...{ set_no: setNo, zone_no: zoneNo, words, groups_max: groupsMax },
		...instantMembers('from', from),
		...instantMembers('to', to),
	}));
	const rows = await rowsOf<RawGroup>(
		reader,
		sql`select q.set_no, g.zone_no, g.first_seq::text as first_seq, g.last_seq::text as last_seq,
				(extract(epoch from w.first_at) * 1000000)::bigint::text as first_at, (extract(epoch from w.last_at) * 1000000)::bigint::text as last_at
			from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as q(set_no integer, zone_no integer, words integer[], groups_max integer,
				${instantColumns('from')}, ${instantColumns('to')})
			cross join lateral word_groups(array[q.zone_no], q.words, ${instantFrom('q', 'from')}, ${instantFrom('q', 'to')}, q.groups_max) g
			cross join lateral (select first_at, last_at from search_words w where w.zone_no = g.zone_no and w.first_seq = g.first_seq offset 0) w`,
	);
	return rows.map((row) => ({
		setNo: row.set_no,
		zoneNo: row.zone_no,
		first: Number(row.first_seq),
		last: Number(row.last_seq),
		from: row.first_at === null ? null : BigInt(row.first_at),
		to: row.last_at === null ? null : BigInt(row.last_at),
	}));
}

/** Events the word index does not know yet are looked through up to this many a zone, the newest. */
export const UNINDEXED_MAX = 50_000;

/** Places of the zones that the word index does not know yet. */
export async function unindexedRuns(reader: Reader, zoneNos: readonly number[]): Promise<Run[]> {
	const rows = await rowsOf<{ zone_no: number; first: string; last: string }>(
		reader,
		sql`select h.zone_no, (coalesce(w.chain_seq, 0) + 1)::text as first, h.chain_seq::text as last
			from chain_heads h left join search_word_heads w using (zone_no)
			where h.zone_no = any(${integers(zoneNos)}) and h.chain_seq > coalesce(w.chain_seq, 0)`,
	);
	return rows.map((row) => ({ zoneNo: row.zone_no, first: Number(row.first), last: Number(row.last), from: null, to: null }));
}
