import type { Redis } from 'ioredis';
import { DEAD_LETTER_STREAM, SOURCE_STREAMS, type SourceStream } from '../lib/streams/names';
import { namedRecords } from './redis-replies';

export interface Backlog {
	/** Entries no consumer of the group has been given yet. */
	readonly undelivered: number;
	/** Entries given to a consumer and not yet acknowledged. */
	readonly pending: number;
	/** Age of the oldest pending entry by its entry id, in milliseconds; 0 when nothing is pending. */
	readonly oldestPendingMs: number;
	readonly deadLetters: number;
}

/** Undelivered entries below this are always counted one by one. */
const FEW = 50;
/** Entries counted one by one where Redis cannot tell the lag, and how many at once; beyond it the figure is an upper bound. */
const COUNTED_MAX = 5_000;
const COUNTED_PAGE = 500;

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
	const ours = await groupOf(redis, stream, group);
	if (ours === undefined) return { undelivered: await redis.xlen(stream), pending: 0, oldestPendingMs: 0 };
	const undelivered = await undeliveredOf(redis, stream, String(ours['last-delivered-id']), ours.lag);
	const [count, oldestId] = (await redis.xpending(stream, group)) as [number, string | null];
	return { undelivered, pending: count, oldestPendingMs: oldestId === null ? 0 : Math.max(0, nowMs - Number(oldestId.split('-')[0])) };
}

/**
 * Entries behind the last delivered one. Few are counted, because Redis's own figure drifts: after a restart it may claim
 * thousands where there are none. Many are taken from it.
 */
async function undeliveredOf(redis: Redis, stream: SourceStream, lastDelivered: string, lag: unknown): Promise<number> {
	const few = await redis.xrange(stream, `(${lastDelivered}`, '+', 'COUNT', FEW);
	if (few.length < FEW) return few.length;
	return typeof lag === 'number' ? lag : countAfter(redis, stream, lastDelivered);
}

async function groupOf(redis: Redis, stream: SourceStream, group: string): Promise<Record<string, unknown> | undefined> {
	try {
		return namedRecords(await redis.xinfo('GROUPS', stream)).find((candidate) => candidate.name === group);
	} catch (error) {
		if (String(error).includes('no such key')) return undefined;
		throw error;
	}
}

/** How many entries stand behind an id: Redis before 7 does not say, nor does it after entries were deleted one by one. */
async function countAfter(redis: Redis, stream: SourceStream, id: string): Promise<number> {
	let count = 0;
	for (let start = id; count < COUNTED_MAX; ) {
		const page = await redis.xrange(stream, `(${start}`, '+', 'COUNT', COUNTED_PAGE);
		count += page.length;
		const last = page.at(-1);
		if (last === undefined || page.length < COUNTED_PAGE) return count;
		start = last[0];
	}
	return redis.xlen(stream);
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((total, n) => total + n, 0);
}
