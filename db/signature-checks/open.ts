import type { SqlClient } from '../client';
import type { Statements } from '../one-connection';

/** The channel that every insert tells of. */
const CHANNEL = 'signature_checks';
/** Whoever asked has long stopped waiting. */
const WAITED_SECONDS_MAX = 60;
/** Rows kept at most, whatever their age. */
const ROWS_MAX = 10_000;

/** A check somebody waits for. */
export interface OpenCheck {
	readonly checkNo: string;
	readonly zoneNo: number;
	readonly seq: number;
}

/** Locks the oldest open check until the transaction ends, or null when there is none that another worker is not at. */
export async function takeCheck(pg: Statements): Promise<OpenCheck | null> {
	const [row] = await pg<{ check_no: string; zone_no: number; chain_seq: string }[]>`
		select check_no::text, zone_no, chain_seq::text from signature_checks
		where checked_at is null and asked_at > now() - make_interval(secs => ${WAITED_SECONDS_MAX})
		order by check_no limit 1 for update skip locked`;
	return row === undefined ? null : { checkNo: row.check_no, zoneNo: row.zone_no, seq: Number(row.chain_seq) };
}

/** Writes the answer of a check that was taken. */
export async function answerCheck(pg: Statements, checkNo: string, state: string, detail: string): Promise<void> {
	await pg`update signature_checks set checked_at = clock_timestamp(), state = ${state}, detail = ${detail} where check_no = ${checkNo}::bigint`;
}

/** Deletes what was asked a day ago, and the oldest beyond ROWS_MAX. */
export async function pruneChecks(sql: SqlClient): Promise<void> {
	await sql`delete from signature_checks where asked_at < now() - interval '1 day'
		or check_no <= (select check_no from signature_checks order by check_no desc offset ${ROWS_MAX} limit 1)`;
}

/** Calls `wake` whenever a check was asked for, and once when listening begins or begins anew. Uses a connection of its own. */
export async function listenForChecks(sql: SqlClient, wake: () => void): Promise<void> {
	await sql.listen(CHANNEL, wake, wake);
}
