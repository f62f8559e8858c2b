import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { SOURCE_STREAMS, type SourceStream } from '../../lib/streams/names';
import { isAfter } from './entry-id';

const POLL_MS = 250;

/** The id up to which the group was given entries; `0-0` when there is no such group or stream. */
async function lastDelivered(redis: Redis, stream: SourceStream, group: string): Promise<string> {
	if ((await redis.exists(stream)) === 0) return '0-0';
	for (const flat of (await redis.xinfo('GROUPS', stream)) as unknown[][]) {
		if (String(flat[flat.indexOf('name') + 1]) === group) return String(flat[flat.indexOf('last-delivered-id') + 1]);
	}
	return '0-0';
}

/**
 * Which of a page's entries the group has not settled. Asked in this order, so that an entry that is settled meanwhile is either
 * still reported as waiting or already where it went.
 * @param entryIds in stream order
 */
export async function waitingAmong(
	redis: Redis,
	stream: SourceStream,
	group: string,
	entryIds: readonly string[],
): Promise<ReadonlySet<string>> {
	const [first, last] = [entryIds[0], entryIds.at(-1)];
	if (first === undefined || last === undefined) return new Set();
	const delivered = await lastDelivered(redis, stream, group);
	const waiting = new Set(entryIds.filter((entryId) => isAfter(entryId, delivered)));
	if (delivered === '0-0') return waiting;
	const pending = (await redis.xpending(stream, group, first, last, entryIds.length)) as [string, ...unknown[]][];
	for (const [entryId] of pending) waiting.add(entryId);
	return waiting;
}

async function newestId(redis: Redis, stream: SourceStream): Promise<string | null> {
	const [newest] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
	return newest?.[0] ?? null;
}

async function isSettled(redis: Redis, stream: SourceStream, group: string, untilId: string): Promise<boolean> {
	if (isAfter(untilId, await lastDelivered(redis, stream, group))) return false;
	return ((await redis.xpending(stream, group, '-', untilId, 1)) as unknown[]).length === 0;
}

/** Waits until all that is on the streams now is settled. @returns whether it is, in time */
export async function waitUntilSettled(redis: Redis, group: string, seconds: number): Promise<boolean> {
	const deadline = Date.now() + seconds * 1000;
	for (const stream of SOURCE_STREAMS) {
		const untilId = await newestId(redis, stream);
		while (untilId !== null && !(await isSettled(redis, stream, group, untilId))) {
			if (Date.now() > deadline) return false;
			await sleep(POLL_MS);
		}
	}
	return true;
}
