import type { Redis } from 'ioredis';
import { DEAD_LETTER_STREAM, SOURCE_STREAMS, type SourceStream } from '../lib/streams/names';

export interface Backlog {
	/** Entries no consumer of the group has been given yet. */
	readonly undelivered: number;
	/** Entries given to a consumer and not yet acknowledged. */
	readonly pending: number;
	/** Age of the oldest pending entry by its entry id, in milliseconds; 0 when nothing is pending. */
	readonly oldestPendingMs: number;
	readonly deadLetters: number;
}

/** Entries counted one by one where Redis cannot tell the lag; beyond it the figure is a lower bound. */
const COUNTED_MAX = 10_000;

/**
 * What is not in the ledger yet, over all source streams: the undelivered plus the pending. The pending alone, as Caracal
 * measures it, stays small while a slow worker falls behind without bound.
 */
export async function measureBacklog(redis: Redis, group: string, nowMs: number): Promise<Backlog> {
	const parts = await Promise.all(SOURCE_STREAMS.map((stream) => measureStream(redis, stream, group, nowMs)));
	return {
		undelivered: sum(parts.map((part) => part.undelivered)),
		pending: sum(parts.map((part) => part.pending)),
		oldestPendingMs: Math.max(0, ...parts.map((part) => part.oldestPendingMs)),
		deadLetters: await redis.xlen(DEAD_LETTER_STREAM),
	};
}

async function measureStream(redis: Redis, stream: SourceStream, group: string, nowMs: number) {
	const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][];
	const ours = groups.map(toRecord).find((candidate) => candidate.name === group);
	if (ours === undefined) return { undelivered: await redis.xlen(stream), pending: 0, oldestPendingMs: 0 };
	const lastDelivered = String(ours['last-delivered-id']);
	const undelivered =
		typeof ours.lag === 'number' ? ours.lag : (await redis.xrange(stream, `(${lastDelivered}`, '+', 'COUNT', COUNTED_MAX)).length;
	const [count, oldestId] = (await redis.xpending(stream, group)) as [number, string | null];
	return { undelivered, pending: count, oldestPendingMs: oldestId === null ? 0 : Math.max(0, nowMs - Number(oldestId.split('-')[0])) };
}

function toRecord(flat: unknown[]): Record<string, unknown> {
	const record: Record<string, unknown> = {};
	for (let i = 0; i + 1 < flat.length; i += 2) record[String(flat[i])] = flat[i + 1];
	return record;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, n) => total + n, 0);
}
