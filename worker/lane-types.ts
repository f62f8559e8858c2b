import type { SqlClient } from '../db/client';
import type { SourceStream } from '../lib/streams/names';

/** One stream entry exactly as read: `fields` is field, value, field, value, ... in wire order, as bytes. */
export interface RawEntry {
	readonly stream: SourceStream;
	/** `<ms>-<seq>` as Redis assigned it. */
	readonly entryId: string;
	readonly fields: readonly Buffer[];
}

/**
 * What became of one entry.
 * - appended: durably in the ledger: acknowledge
 * - duplicate: the ledger already has it with equal content: acknowledge
 * - rejected: dead-letter it with this reason (wire reference 1.4), then acknowledge
 * - deferred: the database failed on the way; not kept (or not known to be): leave it pending
 */
export type EntryOutcome =
	| { readonly kind: 'appended' }
	| { readonly kind: 'duplicate' }
	| { readonly kind: 'rejected'; readonly reason: string }
	| { readonly kind: 'deferred'; readonly error: TransientError };

export interface BatchFate {
	/** Entries newly in the ledger. */
	readonly committed: number;
	/** One outcome per submitted entry, in the same order. */
	readonly outcomes: readonly EntryOutcome[];
}

/** The database failed in a way that passes (table in transient.ts); `cause` is what it said. */
export class TransientError extends Error {
	override readonly name = 'TransientError';
}

export interface LaneLog {
	info(fields: object, message: string): void;
	warn(fields: object, message: string): void;
	error(fields: object, message: string): void;
}

export interface LaneOptions {
	/** Acts as console_worker. The lane reserves one connection for its transactions and uses another for look-ups. */
	readonly sql: SqlClient;
	/** Verifies `sig` and makes the chain HMAC. Null: unsigned entries are accepted and the chain HMAC stays empty. */
	readonly auditHmacKey: Buffer | null;
	/** Verifies `_sig` of the authority streams. Null: unsigned entries are accepted. */
	readonly streamsHmacKey: Buffer | null;
	readonly log: LaneLog;
	/** False leaves the authority projection out, to measure what it costs; it then has to be rebuilt. */
	readonly keepsAuthority?: boolean;
}

export interface LaneStats {
	readonly appendedEvents: number;
	/** Milliseconds since the epoch, or null before the first commit. */
	readonly lastCommitAtMs: number | null;
	readonly lastError: string | null;
}

/**
 * The one writer of a worker process. Submissions are written in the order they were made. To keep Postgres and the main
 * thread busy at once, submit the next batch before the former's promise settles; two outstanding are enough, more only
 * cost memory. 500 to 4,000 entries a batch are best. Entries must not be changed until their fate is known.
 */
export interface Lane {
	/**
	 * Verifies, chains and writes the entries. The promise settles when every fate is durable.
	 * @throws TransientError when nothing of the batch was kept because the database failed in a passing way
	 */
	submit(entries: readonly RawEntry[]): Promise<BatchFate>;
	/** Waits for what was submitted and frees the lane's connection; later submissions are refused. */
	stop(): Promise<void>;
	stats(): LaneStats;
	/** Whether anything submitted is not settled yet. */
	isBusy(): boolean;
}
