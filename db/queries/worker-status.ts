import { sql } from 'drizzle-orm';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf } from './reader';

export interface WorkerRow {
	readonly workerId: string;
	/** Milliseconds since it last spoke, by the database's clock. */
	readonly silentMs: number;
	readonly acceptsUnsignedAudit: boolean;
	readonly acceptsUnsignedStreams: boolean;
	readonly undeliveredEntries: number | null;
	readonly pendingEntries: number | null;
	readonly oldestPendingMs: number | null;
	readonly deadLetterEntries: number | null;
	readonly lastCommitAt: bigint | null;
	readonly lastError: string | null;
}

const count = (text: string | null) => (text === null ? null : Number(text));

/** What every worker last said of itself, the most recent first. */
export async function workerRows(reader: Reader): Promise<WorkerRow[]> {
	const rows = await rowsOf<Record<string, string | null>>(
		reader,
		sql`select worker_id, (extract(epoch from clock_timestamp() - seen_at) * 1000)::bigint::text as silent_ms,
				accepts_unsigned_audit::text as unsigned_audit, accepts_unsigned_streams::text as unsigned_streams,
				undelivered_entries::text as undelivered, pending_entries::text as pending, oldest_pending_ms::text as oldest_pending_ms,
				dead_letter_entries::text as dead_letters, ${epochMicros(sql`last_commit_at`)} as last_commit_at, left(last_error, 500) as last_error
			from worker_heartbeats order by seen_at desc limit 100`,
	);
	return rows.map((row) => ({
		workerId: row.worker_id ?? '',
		silentMs: Number(row.silent_ms),
		acceptsUnsignedAudit: row.unsigned_audit === 'true',
		acceptsUnsignedStreams: row.unsigned_streams === 'true',
		undeliveredEntries: count(row.undelivered ?? null),
		pendingEntries: count(row.pending ?? null),
		oldestPendingMs: count(row.oldest_pending_ms ?? null),
		deadLetterEntries: count(row.dead_letters ?? null),
		lastCommitAt: row.last_commit_at == null ? null : BigInt(row.last_commit_at),
		lastError: row.last_error ?? null,
	}));
}
