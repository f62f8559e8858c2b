import type { Redis } from 'ioredis';
import { DEAD_LETTER_STREAM, type SourceStream } from '../lib/streams/names';
import { addDeadLetter, type DeadLetter } from './dead-letter';
import type { EntryOutcome, RawEntry } from './lane-types';

/** An entry that the database failed to take, with what it said. */
export interface Failed {
	readonly entry: RawEntry;
	readonly error: Error;
}

export interface Settled {
	readonly acknowledged: number;
	/** Dead letters by reason, up to its first colon. */
	readonly reasons: Readonly<Record<string, number>>;
	/** Left pending. */
	readonly deferred: readonly Failed[];
}

/**
 * Turns fates into facts on Redis. The outcome table:
 *
 * | outcome   | action                                          |
 * |-----------|-------------------------------------------------|
 * | appended  | acknowledge                                     |
 * | duplicate | acknowledge                                     |
 * | rejected  | dead letter and acknowledgement in one MULTI    |
 * | deferred  | nothing: it stays pending and is tried again    |
 *
 * Nothing is acknowledged that is not durably in the ledger or durably in the dead-letter stream.
 * @throws when Redis refuses; then nothing that it had not confirmed is acknowledged, and redelivery finds duplicates
 */
export async function settle(
	redis: Redis,
	group: string,
	entries: readonly RawEntry[],
	outcomes: readonly EntryOutcome[],
	nowMs: number,
): Promise<Settled> {
	const done = new Map<SourceStream, string[]>();
	const letters: DeadLetter[] = [];
	const deferred: Failed[] = [];
	const reasons: Record<string, number> = {};
	let acknowledged = 0;
	entries.forEach((entry, i) => {
		const outcome = outcomes[i];
		if (outcome === undefined) throw new Error('an entry came back from the lane without a fate');
		if (outcome.kind === 'rejected') {
			letters.push({ ...entry, reason: outcome.reason });
			const kind = outcome.reason.split(':', 1)[0] ?? '';
			reasons[kind] = (reasons[kind] ?? 0) + 1;
		} else if (outcome.kind === 'deferred') deferred.push({ entry, error: outcome.error });
		else {
			const ids = done.get(entry.stream);
			if (ids === undefined) done.set(entry.stream, [entry.entryId]);
			else ids.push(entry.entryId);
			acknowledged++;
		}
	});
	await Promise.all([...done].map(([stream, ids]) => redis.xack(stream, group, ...ids)));
	await deadLetter(redis, group, letters, nowMs);
	return { acknowledged, reasons, deferred };
}

/** Bytes of dead letters sent in one MULTI at most, so that a run of large ones does not pile up in memory. */
const MULTI_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Writes dead letters and acknowledges what they stand for, both in one MULTI, so that a crash cannot come between.
 * @throws when nothing could be written; then nothing is acknowledged
 */
export async function deadLetter(redis: Redis, group: string, letters: readonly DeadLetter[], nowMs: number): Promise<void> {
	if (letters.length === 0) return;
	// in a MULTI the acknowledgement would go through although the letter fails; the one thing that can make it fail is asked first
	const type = await redis.type(DEAD_LETTER_STREAM);
	if (type !== 'stream' && type !== 'none') throw new Error(`${DEAD_LETTER_STREAM} is a ${type}, no stream: rename or delete that key`);
	for (let next = 0; next < letters.length; ) {
		const multi = redis.multi();
		for (let bytes = 0; next < letters.length && bytes < MULTI_BYTES_MAX; next++) {
			const letter = letters[next];
			if (letter === undefined) break;
			addDeadLetter(multi, group, letter, nowMs);
			for (const field of letter.fields) bytes += field.length;
		}
		const replies = await multi.exec();
		const failure = replies === null ? new Error('Redis dropped the transaction') : replies.find(([error]) => error !== null)?.[0];
		if (failure) throw failure;
	}
}
