import type { ChainableCommander } from 'ioredis';
import type { OutboxRow } from '../db/ledger/console-outbox';
import { CONSOLE_STREAM, DEAD_LETTER_STREAM, type SourceStream } from '../lib/streams/names';

export interface DeadLetter {
	readonly stream: SourceStream;
	readonly entryId: string;
	/** Empty for an entry that was deleted from its stream. */
	readonly fields: readonly Buffer[];
	/** One of the reasons of the wire reference, 1.4, or ENTRY_GONE. */
	readonly reason: string;
}

/** Prefix of the reason of an entry that was tried too often (wire reference 1.4). */
export const DELIVERIES_EXCEEDED = 'transient_exceeded_max_deliveries';
/** Our own reason: the entry was deleted from the stream while it was pending; only its id is left. */
export const ENTRY_GONE = 'entry_deleted_while_pending';

/** Longest reason kept, in characters; a database error may quote much of the entry. */
const REASON_LENGTH_MAX = 500;

/**
 * Adds to a MULTI the dead letter and the acknowledgement of one entry, so that neither happens without the other.
 * Fields as in the wire reference, 1.4: `reason`, `received_at` (ms), every source field as `src_<field>`; and, since the
 * producers' own `id` would overwrite it there, the entry id as `src_entry_id` with its stream as `src_stream`.
 */
export function addDeadLetter(multi: ChainableCommander, group: string, letter: DeadLetter, nowMs: number): void {
	const fields: (string | Buffer)[] = [
		'reason',
		letter.reason.slice(0, REASON_LENGTH_MAX),
		'received_at',
		String(nowMs),
		'src_stream',
		letter.stream,
		'src_entry_id',
		letter.entryId,
	];
	for (let i = 0; i + 1 < letter.fields.length; i += 2) {
		fields.push(Buffer.concat([Buffer.from('src_'), letter.fields[i] ?? Buffer.alloc(0)]), letter.fields[i + 1] ?? Buffer.alloc(0));
	}
	multi.xadd(DEAD_LETTER_STREAM, '*', ...fields);
	multi.xack(letter.stream, group, letter.entryId);
}

/**
 * The fields of the dead letter of a row of the console's outbox that never became an entry: as above, with no entry id but the
 * row's number.
 */
export function refusedRowFields(row: OutboxRow, reason: string, nowMs: number): string[] {
	return [
		...['reason', reason.slice(0, REASON_LENGTH_MAX), 'received_at', String(nowMs), 'src_stream', CONSOLE_STREAM, 'src_entry_id', ''],
		...['src_outbox_no', row.outboxNo, 'src_data', row.data],
	];
}
