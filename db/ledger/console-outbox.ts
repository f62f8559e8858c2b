import type { SqlClient } from '../client';
import type { OneConnection, Statements } from '../one-connection';

/** Held for a batch: one worker empties the outbox at a time, so that events reach their stream in the order they were written. */
const OUTBOX_LOCK = 7_102_114_093;
/** The channel that every insert tells of. */
const CHANNEL = 'console_outbox';
/** Rows handed over at once; each is at most 64 KB. */
const ROWS_MAX = 500;
/** Rows confirmed at once, in one transaction. */
const CONFIRMED_ROWS_MAX = 10_000;
/** Rows counted at most: beyond it the figure is a lower bound. */
const COUNTED_MAX = 10_000;

export interface OutboxRow {
	readonly outboxNo: string;
	/** A whole event as audit JSON. */
	readonly data: string;
}

/** Where rows go. */
export interface OutboxTarget {
	/** Hands over some rows, the oldest first. */
	readonly deliver: (rows: readonly OutboxRow[]) => Promise<void>;
	/** Makes sure of all that was handed over; after it the rows are not needed any more. */
	readonly confirm: () => Promise<void>;
}

/**
 * Takes the oldest rows, ROWS_MAX at a time, and hands them to the target. They are gone when it has confirmed them and the
 * transaction commits; when it throws, or the process ends before the commit, they are all still there.
 * @param writer of its own: the target keeps its transaction open
 * @returns whether there may be more, or another worker is at it
 */
export async function takeOutboxRows(writer: OneConnection, target: OutboxTarget): Promise<'empty' | 'more' | 'busy'> {
	let left: 'empty' | 'more' | 'busy' = 'busy';
	await writer.transaction(async (pg) => {
		await pg()`begin`;
		const [lock] = await pg()<{ got: boolean }[]>`select pg_try_advisory_xact_lock(${OUTBOX_LOCK}::bigint) as got`;
		if (lock?.got === true) left = await takeSome(pg, target);
		await pg()`commit`;
	});
	return left;
}

async function takeSome(pg: () => Statements, target: OutboxTarget): Promise<'empty' | 'more'> {
	for (let taken = 0; ; ) {
		const rows = await pg()<{ outbox_no: string; data: string }[]>`
			with taken as (
				delete from console_outbox
				where outbox_no in (select outbox_no from console_outbox order by outbox_no limit ${ROWS_MAX})
				returning outbox_no, data
			)
			select outbox_no::text as outbox_no, data from taken order by taken.outbox_no`;
		if (rows.length > 0) await target.deliver(rows.map((row) => ({ outboxNo: row.outbox_no, data: row.data })));
		taken += rows.length;
		if (rows.length === ROWS_MAX && taken < CONFIRMED_ROWS_MAX) continue;
		if (taken > 0) await target.confirm();
		return rows.length === ROWS_MAX ? 'more' : 'empty';
	}
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
