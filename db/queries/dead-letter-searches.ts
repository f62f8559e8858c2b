import { sql } from 'drizzle-orm';
import type { Database } from '../database';
import { integers, type Reader, rowsOf } from './reader';

/** Searches of these zones that may wait for a worker at once. */
const OPEN_MAX = 50;

/** What a worker found. */
export interface AnsweredSearch {
	readonly lookedThrough: number;
	readonly isWhole: boolean;
	/** As `formatLetters` made them. */
	readonly letters: string;
}

/**
 * Asks the workers to look for a text in the dead letters.
 * @param zoneNos whose letters may be told of
 * @param everyZone letters of no zone may be told of too
 * @returns the number of the search, or null when too many wait already
 */
export async function askDeadLetterSearch(
	db: Database,
	zoneNos: readonly number[],
	everyZone: boolean,
	text: string,
): Promise<string | null> {
	return db.transaction(async (transaction) => {
		await transaction.execute(sql`select set_config('caracal.zones', ${everyZone ? '*' : zoneNos.join(',')}, true)`);
		const [row] = await rowsOf<{ search_no: string }>(
			transaction,
			sql`insert into dead_letter_searches (zone_nos, every_zone, asked)
				select ${integers(zoneNos)}, ${everyZone}, ${text}
				where (select count(*) from (select from dead_letter_searches where answered_at is null and asked_at > now() - interval '10 seconds'
					limit ${OPEN_MAX}) open) < ${OPEN_MAX}
				returning search_no::text`,
		);
		return row?.search_no ?? null;
	});
}

/** The answer to a search, or null while there is none. The reader must be bound to the zones. */
export async function answeredSearch(reader: Reader, searchNo: string): Promise<AnsweredSearch | null> {
	const [row] = await rowsOf<{ looked_through: number; is_whole: boolean; letters: string }>(
		reader,
		sql`select looked_through, is_whole, letters from dead_letter_searches where search_no = ${searchNo}::bigint and answered_at is not null`,
	);
	return row === undefined ? null : { lookedThrough: row.looked_through, isWhole: row.is_whole, letters: row.letters };
}
