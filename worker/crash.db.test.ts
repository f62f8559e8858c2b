import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import { Rng } from '../scripts/simulate/rng';
import { expectWholeLedger, pendingEntries } from './testing/expect-whole';
import { TEST_KEY_ENV, Traffic } from './testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from './testing/worker-process';

const EVENTS = 50_000;
const WORKERS = 3;
const KILLS = 20;
const DELAY_MS_MAX = 400;
const GROUP = 'audit-ingestor';

let bundle: Bundle;
let database: TestDatabase;
let redis: Redis;

beforeAll(async () => {
	[bundle, database] = await Promise.all([bundleWorker(), createTestDatabase(testServices().databaseUrl)]);
	redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
});

afterAll(async () => {
	redis.disconnect();
	bundle.remove();
	await database.drop();
});

test('twenty workers killed at random moments lose nothing and double nothing', { timeout: 240_000 }, async () => {
	const rng = new Rng('crash');
	const traffic = new Traffic('crash', EVENTS);
	let started = 0;
	const start = (name = `crash-${started++}`) =>
		startWorker(bundle, name, {
			DATABASE_URL: database.url,
			REDIS_URL: testServices().redisUrl,
			...TEST_KEY_ENV,
			LOG_LEVEL: 'warn',
			WORKER_BATCH_MAX: '400',
			// a kill counts as a delivery; what was unlucky often is no dead letter here
			AUDIT_MAX_DELIVERIES: '1000',
		});
	const workers: WorkerProcess[] = Array.from({ length: WORKERS }, () => start());
	let killedAtWork = 0;
	const said = () => workers.map((worker) => `${worker.name}: ${worker.lines.slice(-5).join('\n')}`).join('\n');
	try {
		for (let kill = 0; kill < KILLS; kill++) {
			await traffic.write(redis, EVENTS / KILLS);
			await sleep(rng.int(0, DELAY_MS_MAX));
			const victim = rng.int(0, WORKERS - 1);
			const killed = workers[victim];
			if (killed === undefined) throw new Error(`there is no worker ${victim}`);
			await killed.kill();
			const left = (await redis
				.xpending('caracal.audit.events', GROUP, '-', '+', 1, `audit-console:${killed.name}`)
				.catch(() => [])) as unknown[];
			if (left.length > 0) killedAtWork++;
			// half come back under their name and find what they left, half never do
			workers[victim] = start(rng.chance(0.5) ? killed.name : undefined);
		}
		await traffic.write(redis, EVENTS);
		const report = await expectWholeLedger({ redis, databaseUrl: database.url, group: GROUP, said }, traffic.eventIds, 120);
		expect(traffic.eventIds).toHaveLength(EVENTS);
		expect(report.deadLettersTotal).toBe(0);
		expect(killedAtWork, 'kills that met a worker with entries in hand').toBeGreaterThan(0);
		expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual(workers.map(() => '0'));
		expect(await pendingEntries(redis, GROUP)).toBe(0);
	} finally {
		await Promise.all(workers.map((worker) => worker.kill()));
	}
});
