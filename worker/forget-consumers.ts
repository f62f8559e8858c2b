import type { Redis } from 'ioredis';
import { SOURCE_STREAMS } from '../lib/streams/names';
import { CONSUMER_PREFIX } from './groups';
import { namedRecords } from './redis-replies';

/** A live worker asks for entries every few seconds. */
const SILENT_MS_MAX = 3_600_000;

/**
 * Deletes consumers that are long gone and owe nothing, so that a group does not grow with every worker that ever ran. Only our
 * own: others' may be Caracal's. Deleting one that still had entries pending would drop those from the pending list, therefore
 * both conditions.
 */
export async function forgetConsumers(redis: Redis, group: string, silentMsMax = SILENT_MS_MAX): Promise<string[]> {
	const forgotten: string[] = [];
	for (const stream of SOURCE_STREAMS) {
		for (const consumer of namedRecords(await redis.xinfo('CONSUMERS', stream, group))) {
			const name = String(consumer.name);
			if (!name.startsWith(CONSUMER_PREFIX) || consumer.pending !== 0 || Number(consumer.idle) < silentMsMax) continue;
			await redis.xgroup('DELCONSUMER', stream, group, name);
			forgotten.push(name);
		}
	}
	return [...new Set(forgotten)];
}
