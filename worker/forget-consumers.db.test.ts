import type { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDIT_STREAM } from '../lib/streams/names';
import { forgetConsumers } from './forget-consumers';
import { ensureGroups } from './groups';
import { namedRecords } from './redis-replies';
import { addEntry, emptyRedis, GROUP } from './testing/consumers';

let redis: Redis;
beforeAll(async () => {
	redis = await emptyRedis();
});
afterAll(async () => {
	await redis.flushdb();
	redis.disconnect();
});

test('only consumers of ours that are silent and owe nothing are forgotten', async () => {
	await ensureGroups(redis, GROUP);
	await addEntry(redis, { k: 'v' });
	await redis.xreadgroup('GROUP', GROUP, 'audit-console:owes', 'COUNT', 1, 'STREAMS', AUDIT_STREAM, '>');
	for (const name of ['audit-console:done', 'caracal-audit-1']) await redis.xgroup('CREATECONSUMER', AUDIT_STREAM, GROUP, name);
	expect(await forgetConsumers(redis, GROUP)).toEqual([]);
	expect(await forgetConsumers(redis, GROUP, 0)).toEqual(['audit-console:done']);
	const left = namedRecords(await redis.xinfo('CONSUMERS', AUDIT_STREAM, GROUP)).map(({ name }) => name);
	expect(left.sort()).toEqual(['audit-console:owes', 'caracal-audit-1']);
	expect((await redis.xpending(AUDIT_STREAM, GROUP))[0]).toBe(1);
});
