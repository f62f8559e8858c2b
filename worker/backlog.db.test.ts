import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AGENTS_LIFECYCLE_STREAM, AUDIT_STREAM, DEAD_LETTER_STREAM } from '../lib/streams/names';
import { measureBacklog } from './backlog';
import { ensureGroups } from './groups';
import { addEntry, emptyRedis, GROUP } from './testing/consumers';

let redis: Redis;
beforeAll(async () => {
	redis = await emptyRedis();
});
beforeEach(async () => {
	await redis.flushdb();
});
afterAll(async () => {
	await redis.flushdb();
	redis.disconnect();
});

async function addMany(count: number): Promise<string[]> {
	const pipeline = redis.pipeline();
	for (let i = 0; i < count; i++) pipeline.xadd(AUDIT_STREAM, '*', 'k', 'v');
	return ((await pipeline.exec()) ?? []).map(([, id]) => String(id));
}

function read(count: number) {
	return redis.xreadgroup('GROUP', GROUP, 'c', 'COUNT', count, 'STREAMS', AUDIT_STREAM, '>');
}

test('nothing there is nothing to do', async () => {
	expect(await measureBacklog(redis, GROUP, Date.now())).toEqual({ undelivered: 0, pending: 0, oldestPendingMs: 0, deadLetters: 0 });
});

test('without the group everything is undelivered', async () => {
	await addMany(3);
	expect(await measureBacklog(redis, GROUP, Date.now())).toMatchObject({ undelivered: 3, pending: 0 });
});

test('undelivered, pending and dead letters over all streams', async () => {
	await ensureGroups(redis, GROUP);
	const ids = await addMany(10);
	await addEntry(redis, { event: 'spawn' }, AGENTS_LIFECYCLE_STREAM);
	await redis.xadd(DEAD_LETTER_STREAM, '*', 'reason', 'x');
	await read(4);
	await redis.xack(AUDIT_STREAM, GROUP, ids[0] ?? '');
	const oldestMs = Number(ids[1]?.split('-')[0]);
	expect(await measureBacklog(redis, GROUP, oldestMs + 5_000)).toEqual({
		undelivered: 7,
		pending: 3,
		oldestPendingMs: 5_000,
		deadLetters: 1,
	});
});

test('after entries were deleted one by one, when Redis does not tell the lag, they are counted', async () => {
	await ensureGroups(redis, GROUP);
	const ids = await addMany(1_500);
	await read(100);
	await redis.xdel(AUDIT_STREAM, ids[200] ?? '', ids[700] ?? '');
	const [group] = (await redis.xinfo('GROUPS', AUDIT_STREAM)) as unknown[][];
	expect(group?.at(-1)).toBeNull();
	expect(await measureBacklog(redis, GROUP, Date.now())).toMatchObject({ undelivered: 1_398, pending: 100 });
});

test('a lag that Redis has wrong, as it may after a restart, is not believed', async () => {
	await ensureGroups(redis, GROUP);
	const ids = await addMany(200);
	await read(200);
	await redis.xack(AUDIT_STREAM, GROUP, ...ids);
	await redis.call('XGROUP', 'SETID', AUDIT_STREAM, GROUP, ids.at(-1) ?? '', 'ENTRIESREAD', '5');
	expect(await measureBacklog(redis, GROUP, Date.now())).toMatchObject({ undelivered: 0, pending: 0 });
});
