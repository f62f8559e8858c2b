import type { SqlClient } from '../client';
import type { LedgerWriter } from './writer';

/** Held for a batch: one worker empties the outbox at a time, so that events reach their stream in the order they were written. */
const OUTBOX_LOCK = 7_102_114_093;
/** The channel that every insert tells of. */
const CHANNEL = 'console_outbox';
/** Rows counted at most: beyond it the figure is a lower bound. */
const COUNTED_MAX = 10_000;

export interface OutboxRow {
	readonly outboxNo: string;
	/** A whole event as audit JSON. */
	readonly data: string;
}

/**
 * Takes the oldest rows and hands them to `deliver`. They are gone when it resolves and the transaction commits; when it throws,
 * or the process ends before the commit, they are all still there.
 * @param writer of its own: `deliver` keeps its transaction open
 * @returns how many were delivered, or `busy` when another worker is at it
 */
export async function takeOutboxRows(
	writer: LedgerWriter,
	rowsMax: number,
	deliver: (rows: readonly OutboxRow[]) => Promise<void>,
): Promise<number | 'busy'> {
	let taken: number | 'busy' = 'busy';
	await writer.transaction(async (pg) => {
		await pg()`begin`;
		const [lock] = await pg()<{ got: boolean }[]>`select pg_try_advisory_xact_lock(${OUTBOX_LOCK}::bigint) as got`;
		if (lock?.got === true) {
			const rows = await pg()<{ outbox_no: string; data: string }[]>`
				with taken as (
					delete from console_outbox
					where outbox_no in (select outbox_no from console_outbox order by outbox_no limit ${rowsMax})
					returning outbox_no, data
				)
				select outbox_no::text as outbox_no, data from taken order by taken.outbox_no`;
			if (rows.length > 0) await deliver(rows.map((row) => ({ outboxNo: row.outbox_no, data: row.data })));
			taken = rows.length;
		}
		await pg()`commit`;
	});
	return taken;
}

/** Calls `wake` whenever rows were inserted, and once when listening begins or begins anew. Uses a connection of its own. */
export async function listenForOutboxRows(sql: SqlClient, wake: () => void): Promise<void> {
	await sql.listen(CHANNEL, wake, wake);
}

export interface OutboxBacklog {
	/** Waiting rows, counted up to 10,000. */
	readonly rows: number;
	/** Age of the oldest in milliseconds; 0 when none waits. */
	readonly oldestMs: number;
}

/** What waits in the outbox. */
export async function measureOutbox(sql: SqlClient): Promise<OutboxBacklog> {
	const [row] = await sql<{ rows: number; oldest_ms: number }[]>`
		select count(*)::integer as rows, greatest(0, coalesce(extract(epoch from now() - min(created_at)) * 1000, 0))::float8 as oldest_ms
		from (select created_at from console_outbox order by outbox_no limit ${COUNTED_MAX}) waiting`;
	return { rows: row?.rows ?? 0, oldestMs: row?.oldest_ms ?? 0 };
}
