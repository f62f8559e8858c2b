import { arrayText, textArrayText } from '../ledger/arrays';
import type { Statements } from '../one-connection';

/**
 * Events of a full group. A zone's groups begin at 1, 17, 33, …, so that whoever goes on knows where the last one began.
 * Persisted: a change needs the index to be built anew.
 */
export const GROUP_EVENTS = 16;

/** Stands for any word: the group has too many to be listed. */
export const ANY_WORD = -1;

export interface WordGroup {
	readonly firstSeq: number;
	readonly lastSeq: number;
	/** Microseconds since 1970, the least and the greatest. */
	readonly firstMicros: bigint;
	readonly lastMicros: bigint;
	readonly words: ArrayLike<number> & Iterable<number>;
}

/** A name that events give an id. Field 1 is an application, 2 a workload. */
export interface SeenName {
	readonly field: 1 | 2;
	readonly name: string;
	readonly id: string;
}

/** An instant of bigint microseconds; a multiplied interval is a double, exact for days and for the microseconds of one. */
const INSTANT = (column: string) =>
	`timestamptz 'epoch' + (${column} / 86400000000) * interval '1 day' + (${column} % 86400000000) * interval '1 microsecond'`;

/** Writes groups; one that is there already, which can only be the zone's last, is replaced. */
export async function writeGroups(pg: Statements, zoneNo: number, groups: readonly WordGroup[]): Promise<void> {
	await pg`
		insert into search_words (zone_no, first_seq, last_seq, first_at, last_at, words)
		select ${zoneNo}::integer, f, l, ${pg.unsafe(INSTANT('fm'))}, ${pg.unsafe(INSTANT('lm'))}, w::integer[]
		from unnest(${arrayText(groups.map((group) => group.firstSeq))}::bigint[], ${arrayText(groups.map((group) => group.lastSeq))}::bigint[],
			${`{${groups.map((group) => group.firstMicros).join(',')}}`}::bigint[], ${`{${groups.map((group) => group.lastMicros).join(',')}}`}::bigint[],
			${textArrayText(groups.map((group) => arrayText(group.words)))}::text[]) as g(f, l, fm, lm, w)
		on conflict (zone_no, first_seq) do update set last_seq = excluded.last_seq, first_at = excluded.first_at,
			last_at = excluded.last_at, words = excluded.words`;
}

/** Adds names that are not known yet. Sorted, so that two writers of one zone never wait for each other crosswise. */
export async function writeNames(pg: Statements, zoneNo: number, names: readonly SeenName[]): Promise<void> {
	await pg`
		insert into search_names (zone_no, field, name, id)
		select ${zoneNo}::integer, f, n, i
		from unnest(${arrayText(names.map((name) => name.field))}::smallint[], ${textArrayText(names.map((name) => name.name))}::text[],
			${textArrayText(names.map((name) => name.id))}::text[]) as s(f, n, i)
		order by f, n, i
		on conflict do nothing`;
}
