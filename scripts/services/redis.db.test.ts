import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { startRedis } from './redis';
import { killHard, startOwner } from './testing/start-owner';
import { waitFor } from './wait-for';

let dataDir: string;

beforeAll(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'caracal-redis-'));
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
	const redis = new Redis(url);
	// what goes wrong also fails the command, which is what the tests look at
	redis.on('error', () => {});
	try {
		return await work(redis);
	} finally {
		redis.disconnect();
	}
}

test('entries survive a restart, nothing is evicted, and nobody comes in without the password', async () => {
	const first = await startRedis({ dataDir });
	await withRedis(first.url, async (redis) => {
		await redis.xadd('kept', '1-1', 'field', 'value');
		expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
		expect(await redis.config('GET', 'append*fsync')).toEqual(['appendfsync', 'everysec']);
	});
	const withoutPassword = new URL(first.url);
	withoutPassword.password = '';
	await withRedis(withoutPassword.toString(), (redis) => expect(redis.ping()).rejects.toThrow(/NOAUTH/));
	await first.stop();
	expect(identityOf(first.pid)).toBeNull();

	const second = await startRedis({ dataDir });
	expect(await withRedis(second.url, (redis) => redis.xrange('kept', '-', '+'))).toEqual([['1-1', ['field', 'value']]]);
	await expect(startRedis({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
	await second.stop();
});

test('a killed owner leaves no server behind', async () => {
	const owner = await startOwner('redis', dataDir);
	await killHard(owner.process);
	await waitFor('reaping', () => identityOf(owner.pid) === null, { timeoutMs: 30_000 });
	expect(identityOf(owner.pid)).toBeNull();
});

test('an orphan that no reaper stopped is stopped by the next start, which finds the data', async () => {
	const owner = await startOwner('redis', dataDir);
	process.kill(owner.reaper, 'SIGKILL');
	await killHard(owner.process);
	expect(identityOf(owner.pid)).not.toBeNull();
	const next = await startRedis({ dataDir });
	expect(identityOf(owner.pid)).toBeNull();
	expect(await withRedis(next.url, (redis) => redis.xlen('kept'))).toBe(1);
	await next.stop();
});
