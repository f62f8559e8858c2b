import type { Redis } from 'ioredis';
import type { SourceStream } from '../lib/streams/names';

export interface PendingEntry {
	readonly entryId: string;
	readonly consumer: string;
	readonly idleMs: number;
	readonly deliveries: number;
}

export interface PendingRange {
	readonly start: string;
	readonly end: string;
	readonly countMax: number;
	readonly idleMsMin?: number;
	readonly consumer?: string;
}

/** Lists pending entries of a stream in id order (XPENDING, extended form). */
export async function listPending(redis: Redis, stream: SourceStream, group: string, range: PendingRange): Promise<PendingEntry[]> {
	const idle = range.idleMsMin === undefined ? [] : ['IDLE', range.idleMsMin];
	const consumer = range.consumer === undefined ? [] : [range.consumer];
	const reply = (await redis.call('XPENDING', stream, group, ...idle, range.start, range.end, range.countMax, ...consumer)) as [
		string,
		string,
		number,
		number,
	][];
	return reply.map(([entryId, owner, idleMs, deliveries]) => ({ entryId, consumer: owner, idleMs, deliveries }));
}
