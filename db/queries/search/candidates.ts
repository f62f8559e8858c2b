import { type SQL, sql } from 'drizzle-orm';
import { instantOfMicros } from '../../epoch';
import { integers } from '../reader';
import type { Compiled } from './compile';

type Window = Pick<Compiled, 'from' | 'to'>;

const instant = (at: bigint | null): SQL => (at === null ? sql`null::timestamptz` : instantOfMicros(at));

/** Runs of places (zone_no, first_seq, last_seq) in which alone events with the wanted words can stand, as the word index knows them. */
export function candidateGroups(compiled: Compiled): SQL {
	return sql.join(
		(compiled.words ?? [[]]).map((set) => sql`select zone_no, first_seq, last_seq from ${groupsOf(compiled, compiled, set, null)}`),
		sql` union `,
	);
}

/**
 * The newest of these runs, at most `groupsMax` for each set of words, with the number of their set: rows
 * (set_no, zone_no, first_seq, last_seq).
 */
export function newestGroups(compiled: Compiled, window: Window, groupsMax: number): SQL {
	return sql.join(
		(compiled.words ?? [[]]).map(
			(set, i) => sql`select ${i}::integer as set_no, zone_no, first_seq, last_seq from ${groupsOf(compiled, window, set, groupsMax)}`,
		),
		sql` union all `,
	);
}

function groupsOf(compiled: Compiled, window: Window, set: readonly number[], groupsMax: number | null): SQL {
	return sql`word_groups(${integers(compiled.zoneNos)}, ${integers(set)}, ${instant(window.from)}, ${instant(window.to)}, ${groupsMax}::integer)`;
}

/** Places of a zone that the word index does not know yet. */
export function behindHeads(compiled: Compiled): SQL {
	return sql`select h.zone_no, coalesce(w.chain_seq, 0) + 1 as first_seq, h.chain_seq as last_seq
		from chain_heads h left join search_word_heads w using (zone_no)
		where h.zone_no = any(${integers(compiled.zoneNos)}) and h.chain_seq > coalesce(w.chain_seq, 0)`;
}
