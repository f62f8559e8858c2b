import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testServices } from '../db/testing/env';
import { AUDIT_STREAM } from '../lib/streams/names';
import { BlockingReader } from './blocking-read';
import { ensureGroups } from './groups';
import { openRedis, pingRedis } from './redis';
import { addEntry, emptyRedis, GROUP, SILENT } from './testing/consumers';

let other: Redis;
let opened: Redis[] = [];

beforeAll(async () => {
	other = await emptyRedis();
	await ensureGroups(other, GROUP);
});
afterEach(() => {
	for (const redis of opened) redis.disconnect();
	opened = [];
});
afterAll(async () => {
	await other.flushdb();
	other.disconnect();
});

async function open(kind: 'commands' | 'blocking'): Promise<Redis> {
	const redis = await openRedis(testServices().redisUrl, 'test', SILENT, kind);
	opened.push(redis);
	return redis;
}

const read = { group: GROUP, consumer: 'c', count: 10, streams: [AUDIT_STREAM] };

test('a read whose connection is lost fails, and the next one succeeds once it is back', async () => {
	const redis = await open('blocking');
	const reader = new BlockingReader(redis, await open('commands'));
	const id = String(await redis.client('ID'));
	const waiting = reader.read({ ...read, blockMs: 60_000 }).catch((error: Error) => error);
	await vi.waitFor(async () => expect(await other.client('LIST')).toMatch(new RegExp(`id=${id} .*cmd=xreadgroup`)));
	await other.client('KILL', 'ID', Number(id));
	expect(await waiting).toBeInstanceOf(Error);
	await vi.waitFor(() => expect(reader.connected).toBe(true));
	const entryId = await addEntry(other, { k: 'v' });
	expect((await reader.read({ ...read, blockMs: 1_000 })).entries.map((entry) => entry.entryId)).toEqual([entryId]);
});

test('while the connection is away commands fail at once', async () => {
	const redis = await open('commands');
	await other.client('KILL', 'ID', Number(await redis.client('ID')));
	await vi.waitFor(() => expect(redis.status).not.toBe('ready'), { interval: 1 });
	await expect(redis.xack(AUDIT_STREAM, GROUP, '1-1')).rejects.toThrow();
	await vi.waitFor(() => pingRedis(redis, 1_000));
});

test('an interrupted read ends at once, empty and without an error', async () => {
	const redis = await open('blocking');
	const reader = new BlockingReader(redis, await open('commands'));
	const id = String(await redis.client('ID'));
	const waiting = reader.read({ ...read, blockMs: 60_000 });
	await vi.waitFor(async () => expect(await other.client('LIST')).toMatch(new RegExp(`id=${id} .*cmd=xreadgroup`)));
	await reader.interrupt();
	expect(await waiting).toEqual({ entries: [], gone: [], bytes: 0 });
});
