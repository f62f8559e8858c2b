import type { Redis } from 'ioredis';
import { SOURCE_STREAMS } from '../lib/streams/names';

/** How a consumer of ours is known in a group that Caracal's own may share. */
export const CONSUMER_PREFIX = 'audit-console:';

/**
 * Creates our consumer group on every source stream, from the stream's beginning: entries written before the worker first ran
 * count as undelivered. Groups that exist stay as they are.
 * @returns how many were created
 */
export async function ensureGroups(redis: Redis, group: string): Promise<number> {
	let created = 0;
	for (const stream of SOURCE_STREAMS) {
		try {
			await redis.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
			created++;
		} catch (error) {
			if (!String(error).includes('BUSYGROUP')) throw error;
		}
	}
	return created;
}

/** Whether Redis refused because a stream or its group is not there, as after a flush. */
export function isNoGroup(error: unknown): boolean {
	return String(error).includes('NOGROUP');
}
