import type { SqlClient } from '../client';
import type { Statements } from '../one-connection';

/** The channel that every insert tells of. */
const CHANNEL = 'dead_letter_searches';
/** Whoever asked has long stopped waiting. */
const WAITED_SECONDS_MAX = 10;
/** Rows kept at most, whatever their age. */
const ROWS_MAX = 10_000;

/** A search somebody waits for. */
export interface OpenSearch {
	readonly searchNo: string;
	readonly asked: string;
	/** Zones whose letters may be told of. */
	readonly zoneIds: readonly string[];
	/** Letters of no zone, or of one the ledger does not have, may be told of too. */
	readonly everyZone: boolean;
}

/** Locks the oldest open search until the transaction ends, or null when there is none that another worker is not at. */
export async function takeSearch(pg: Statements): Promise<OpenSearch | null> {
	const [row] = await pg<{ search_no: string; asked: string; every_zone: boolean; zone_ids: string }[]>`
		select search_no::text, asked, every_zone, array_to_json(array(select zone_id from zones where zone_no = any(zone_nos)))::text as zone_ids
		from dead_letter_searches
		where answered_at is null and asked_at > now() - make_interval(secs => ${WAITED_SECONDS_MAX})
		order by search_no limit 1 for update skip locked`;
	if (row === undefined) return null;
	return { searchNo: row.search_no, asked: row.asked, zoneIds: JSON.parse(row.zone_ids) as string[], everyZone: row.every_zone };
}

/**
 * Writes the answer of a search that was taken, and forgets what was asked for.
 * @param letters as `formatLetters` makes them
 */
export async function answerSearch(
	pg: Statements,
	searchNo: string,
	{ lookedThrough, isWhole, letters }: { readonly lookedThrough: number; readonly isWhole: boolean; readonly letters: string },
): Promise<void> {
	await pg`update dead_letter_searches set asked = '', answered_at = clock_timestamp(), looked_through = ${lookedThrough},
		is_whole = ${isWhole}, letters = ${letters} where search_no = ${searchNo}::bigint`;
}

/** Deletes what was asked an hour ago, and the oldest beyond ROWS_MAX. */
export async function pruneSearches(sql: SqlClient): Promise<void> {
	await sql`delete from dead_letter_searches where asked_at < now() - interval '1 hour'
		or search_no <= (select search_no from dead_letter_searches order by search_no desc offset ${ROWS_MAX} limit 1)`;
}

/** Calls `wake` whenever a search was asked for, and once when listening begins or begins anew. Uses a connection of its own. */
export async function listenForSearches(sql: SqlClient, wake: () => void): Promise<void> {
	await sql.listen(CHANNEL, wake, wake);
}
