import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { SOURCE_STREAMS } from '../../lib/streams/names';
import { WORKER_ENV, WORKER_FLAGS } from '../../scripts/build/worker';
import { cpuMs } from '../cpu';
import type { Keys } from './fill-stream';

/** The workers' consumer group. */
export const GROUP = 'bench';
const SAMPLE_MS = 50;

export interface WorkerRun {
	/** From the first acknowledged entry seen to the last. */
	readonly perSecond: number;
	readonly perSecondFirstTenth: number;
	readonly perSecondLastTenth: number;
	/** Highest resident memory of the process, in MiB. */
	readonly rssMiBMax: number;
	readonly seconds: number;
	/** Processor time of an entry in each process, by its name; microseconds. */
	readonly cpuMicros: Readonly<Record<string, number>>;
}

export interface RunOptions {
	readonly bundle: string;
	readonly databaseUrl: string;
	readonly redisUrl: string;
	readonly keys: Keys;
	readonly entries: number;
	readonly batch: number;
	/** As CHECKPOINT_KEYS has them; none: no checkpoints are signed. */
	readonly checkpointKeys?: string;
	/** The stores' processes, by name. */
	readonly stores: Readonly<Record<string, number>>;
	readonly say: (line: string) => void;
}

/** Entries of all streams that the group has acknowledged: each is then committed. */
async function acknowledged(redis: Redis): Promise<number> {
	let done = 0;
	for (const stream of SOURCE_STREAMS) {
		const groups = (await redis.xinfo('GROUPS', stream).catch(() => [])) as (string | number)[][];
		const mine = groups.find((flat) => flat[1] === GROUP);
		if (mine === undefined) continue;
		const value = (name: string) => Number(mine[mine.indexOf(name) + 1] ?? 0);
		done += value('entries-read') - value('pending');
	}
	return done;
}

function rssMiBMax(pid: number): number {
	const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	return Number(line?.[1] ?? 0) / 1024;
}

/** Entries per second between two shares of the run, by the samples. */
function rateBetween(samples: readonly (readonly [ms: number, done: number])[], from: number, to: number): number {
	const at = (done: number) => {
		const i = samples.findIndex(([, seen]) => seen >= done);
		const [[ms0, done0], [ms1, done1]] = [samples[Math.max(0, i - 1)] ?? [0, 0], samples[i] ?? [0, 0]];
		return done1 === done0 ? ms1 : ms0 + ((done - done0) / (done1 - done0)) * (ms1 - ms0);
	};
	return ((to - from) / (at(to) - at(from))) * 1000;
}

/** Runs one worker, as its own process, over streams that are full, until every entry is acknowledged. */
export async function runWorker(options: RunOptions): Promise<WorkerRun> {
	const redis = new Redis(options.redisUrl);
	const worker = spawn(process.execPath, [...WORKER_FLAGS, options.bundle], {
		stdio: ['ignore', 'inherit', 'inherit'],
		env: {
			...WORKER_ENV,
			PATH: '/usr/bin:/bin',
			NODE_ENV: 'production',
			DATABASE_URL: options.databaseUrl,
			REDIS_URL: options.redisUrl,
			AUDIT_HMAC_KEY: options.keys.audit.toString('hex'),
			STREAMS_HMAC_KEY: options.keys.streams.toString('hex'),
			AUDIT_STREAM_GROUP: GROUP,
			WORKER_BATCH_MAX: String(options.batch),
			WORKER_PORT: '0',
			...(options.checkpointKeys === undefined ? {} : { CHECKPOINT_KEYS: options.checkpointKeys }),
			LOG_LEVEL: 'warn',
		},
	});
	const ended = once(worker, 'exit');
	const pids = { worker: worker.pid ?? 0, ...options.stores };
	const cpuNow = () => Object.entries(pids).map(([name, pid]): [string, number] => [name, cpuMs(pid) ?? 0]);
	const cpuBefore = new Map(cpuNow());
	try {
		const samples: [number, number][] = [];
		let rss = 0;
		for (let said = 0; ; ) {
			const done = await acknowledged(redis);
			if (done > 0) samples.push([performance.now(), done]);
			if (worker.exitCode !== null || worker.pid === undefined) throw new Error('the worker ended before the streams were empty');
			rss = Math.max(rss, rssMiBMax(worker.pid));
			if (done >= options.entries) break;
			if (done - said >= options.entries / 10) {
				said = done;
				options.say(`  ${done.toLocaleString('en')} of ${options.entries.toLocaleString('en')}`);
			}
			await sleep(SAMPLE_MS);
		}
		const nothing: readonly [number, number] = [0, 0];
		const first = samples[0] ?? nothing;
		const last = samples.at(-1) ?? nothing;
		const tenth = options.entries / 10;
		return {
			perSecond: ((last[1] - first[1]) / (last[0] - first[0])) * 1000,
			perSecondFirstTenth: rateBetween(samples, Math.max(tenth / 5, first[1]), tenth),
			perSecondLastTenth: rateBetween(samples, options.entries - tenth, options.entries),
			rssMiBMax: rss,
			cpuMicros: Object.fromEntries(cpuNow().map(([name, ms]) => [name, ((ms - (cpuBefore.get(name) ?? 0)) * 1000) / options.entries])),
			seconds: (last[0] - first[0]) / 1000,
		};
	} finally {
		worker.kill('SIGTERM');
		await ended;
		redis.disconnect();
	}
}
