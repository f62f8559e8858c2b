import type { Redis } from 'ioredis';
import { SOURCE_STREAMS, type SourceStream } from '../lib/streams/names';
import { type ReadPage, toPage } from './entries';
import { listPending } from './pending';

export interface ReclaimOptions {
	readonly group: string;
	readonly consumer: string;
	/** Entries that a consumer has not touched for this long count as abandoned. */
	readonly idleMs: number;
	/** Pending entries looked at per step. */
	readonly countMax: number;
}

/**
 * Takes over the pending entries that other consumers have left, a page at a time, over all streams to the end of each pending
 * list. A worker that is merely slow may lose entries this way; the ledger then finds a duplicate, nothing worse.
 * XPENDING and XCLAIM rather than XAUTOCLAIM: that one also takes what this very consumer is working on.
 */
export async function* abandonedPages(redis: Redis, options: ReclaimOptions): AsyncGenerator<ReadPage> {
	for (const stream of SOURCE_STREAMS) {
		for (let start = '-'; ; ) {
			const page = await listPending(redis, stream, options.group, {
				start,
				end: '+',
				countMax: options.countMax,
				idleMsMin: options.idleMs,
			});
			const last = page.at(-1);
			if (last === undefined) break;
			start = `(${last.entryId}`;
			const ids = page.filter((entry) => entry.consumer !== options.consumer).map((entry) => entry.entryId);
			if (ids.length > 0) yield await claim(redis, options, stream, ids);
		}
	}
}

async function claim(redis: Redis, options: ReclaimOptions, stream: SourceStream, ids: readonly string[]): Promise<ReadPage> {
	const reply = (await redis.callBuffer('XCLAIM', stream, options.group, options.consumer, options.idleMs, ...ids)) as (
		| [Buffer, Buffer[]]
		| null
	)[];
	const claimed = reply.filter((item) => item !== null);
	const page = toPage([[Buffer.from(stream), claimed]]);
	if (page.entries.length === ids.length) return page;
	// XCLAIM says nothing of an id that another worker took first, nor of one whose entry is gone from the stream
	const got = new Set(page.entries.map((entry) => entry.entryId));
	const gone: { stream: SourceStream; entryId: string }[] = [...page.gone];
	for (const entryId of ids) {
		if (got.has(entryId)) continue;
		if ((await redis.xrange(stream, entryId, entryId)).length === 0) gone.push({ stream, entryId });
	}
	return { ...page, gone };
}
