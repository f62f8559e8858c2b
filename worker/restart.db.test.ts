import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../db/migrate';
import { startPostgres } from '../scripts/services/postgres';
import { startRedis } from '../scripts/services/redis';
import type { Service } from '../scripts/services/service';
import { Rng } from '../scripts/simulate/rng';
import { expectWholeLedger } from './testing/expect-whole';
import { TEST_KEY_ENV, Traffic } from './testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from './testing/worker-process';

const EVENTS = 20_000;
const PORTIONS = 20;
const WORKERS = 3;
const GROUP = 'audit-ingestor';

let folder: string;
let bundle: Bundle;
let postgres: Service;
let redisServer: Service;

/** Every write is on disk before its reply, so that a Redis that is killed has lost nothing of what it confirmed. */
async function connectDurably(): Promise<Redis> {
	const redis = new Redis(redisServer.url);
	// the server goes away in these tests; commands are only sent while it is there
	redis.on('error', () => {});
	await redis.config('SET', 'appendfsync', 'always');
	return redis;
}

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'caracal-restart-'));
	[bundle, postgres, redisServer] = await Promise.all([
		bundleWorker(),
		startPostgres({ dataDir: join(folder, 'postgres') }),
		startRedis({ dataDir: join(folder, 'redis') }),
	]);
	await migrate(postgres.url);
}, 120_000);

afterAll(async () => {
	await redisServer?.stop();
	await postgres?.stop();
	bundle?.remove();
	rmSync(folder, { recursive: true, force: true });
});

async function end(service: Service, how: 'in order' | 'hard'): Promise<void> {
	if (how === 'hard') {
		process.kill(service.pid, 'SIGKILL');
		await service.exited;
	}
	await service.stop();
}

async function restartPostgres(how: 'in order' | 'hard'): Promise<void> {
	const { port } = postgres;
	await end(postgres, how);
	postgres = await startPostgres({ dataDir: join(folder, 'postgres'), port });
}

async function restartRedis(how: 'in order' | 'hard'): Promise<void> {
	const { port } = redisServer;
	await end(redisServer, how);
	redisServer = await startRedis({ dataDir: join(folder, 'redis'), port });
}

/** What happens after which portion of the traffic. */
const RESTARTS: Readonly<Record<number, () => Promise<void>>> = {
	2: () => restartPostgres('in order'),
	5: () => restartRedis('in order'),
	8: () => restartPostgres('hard'),
	11: () => restartRedis('hard'),
	14: async () => {
		await Promise.all([restartPostgres('hard'), restartRedis('hard')]);
	},
	17: async () => {
		await restartRedis('in order');
		await restartPostgres('in order');
	},
};

test('Postgres and Redis restart under three workers, in order and hard, and nothing is lost or doubled', {
	timeout: 240_000,
}, async () => {
	const rng = new Rng('restart');
	const traffic = new Traffic('restart', EVENTS);
	let redis = await connectDurably();
	const env = { DATABASE_URL: postgres.url, REDIS_URL: redisServer.url, ...TEST_KEY_ENV, LOG_LEVEL: 'warn', WORKER_BATCH_MAX: '400' };
	const workers: WorkerProcess[] = Array.from({ length: WORKERS }, (_, i) => startWorker(bundle, `restart-${i}`, env));
	const said = () => workers.map((worker) => `${worker.name}: ${worker.lines.slice(-25).join('\n')}`).join('\n');
	try {
		for (let portion = 0; portion < PORTIONS; portion++) {
			await traffic.write(redis, EVENTS / PORTIONS);
			await sleep(rng.int(0, 300));
			const restart = RESTARTS[portion];
			if (restart === undefined) continue;
			redis.disconnect();
			await restart();
			redis = await connectDurably();
		}
		const report = await expectWholeLedger({ redis, databaseUrl: postgres.url, group: GROUP, said }, traffic.eventIds, 120);
		expect(traffic.eventIds).toHaveLength(EVENTS);
		expect(report.deadLettersTotal).toBe(0);
		// none of them gave up
		expect(
			workers.map((worker) => worker.isRunning()),
			said(),
		).toEqual(workers.map(() => true));
		expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual(workers.map(() => '0'));
	} finally {
		redis.disconnect();
		await Promise.all(workers.map((worker) => worker.kill()));
	}
});
