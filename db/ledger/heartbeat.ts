import type { SqlClient } from '../client';

/** What a worker says of itself; null where it could not be measured. */
export interface Heartbeat {
	readonly workerId: string;
	readonly acceptsUnsignedAudit: boolean;
	readonly acceptsUnsignedStreams: boolean;
	readonly undeliveredEntries: number | null;
	readonly pendingEntries: number | null;
	readonly oldestPendingMs: number | null;
	readonly deadLetterEntries: number | null;
	/** Since the worker started. */
	readonly appendedEvents: number;
	/** Milliseconds since the epoch. */
	readonly lastCommitAtMs: number | null;
	readonly lastError: string | null;
	/** Events the word index has yet to come to. */
	readonly unindexedEvents: number | null;
}

/** A worker unheard of for this long has left without saying so; its row goes. */
const FORGOTTEN_AFTER_HOURS = 24;

/** Removes what this worker's earlier run and workers long gone left. Call once at start. */
export async function beginHeartbeat(sql: SqlClient, workerId: string): Promise<void> {
	await sql`
		delete from worker_heartbeats
		where worker_id = ${workerId} or seen_at < now() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`;
}

/** Writes the worker's row. */
export async function writeHeartbeat(sql: SqlClient, beat: Heartbeat): Promise<void> {
	await sql`
		insert into worker_heartbeats (worker_id, accepts_unsigned_audit, accepts_unsigned_streams, undelivered_entries, pending_entries,
			oldest_pending_ms, dead_letter_entries, appended_events, last_commit_at, last_error, unindexed_events)
		values (${beat.workerId}, ${beat.acceptsUnsignedAudit}, ${beat.acceptsUnsignedStreams}, ${beat.undeliveredEntries},
			${beat.pendingEntries}, ${beat.oldestPendingMs}, ${beat.deadLetterEntries}, ${beat.appendedEvents},
			to_timestamp(${beat.lastCommitAtMs}::float8 / 1000), ${beat.lastError}, ${beat.unindexedEvents})
		on conflict (worker_id) do update set seen_at = now(), accepts_unsigned_audit = excluded.accepts_unsigned_audit,
			accepts_unsigned_streams = excluded.accepts_unsigned_streams, undelivered_entries = excluded.undelivered_entries,
			pending_entries = excluded.pending_entries, oldest_pending_ms = excluded.oldest_pending_ms,
			dead_letter_entries = excluded.dead_letter_entries, appended_events = excluded.appended_events,
			last_commit_at = excluded.last_commit_at, last_error = excluded.last_error,
			unindexed_events = excluded.unindexed_events`;
}

/** Takes the worker's row away: it left on purpose. */
export async function endHeartbeat(sql: SqlClient, workerId: string): Promise<void> {
	await sql`delete from worker_heartbeats where worker_id = ${workerId}`;
}
