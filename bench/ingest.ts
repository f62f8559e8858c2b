// npm run bench:ingest: this worker against a raw COPY of the same rows and against one transaction per event.
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { ConfigError } from '../lib/errors';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { buildWorker } from '../scripts/build/worker';
import { startScratchServices } from '../scripts/services/scratch';
import { type PartCost, partCosts } from './ingest/costs';
import { freshDatabase, measureSizes } from './ingest/databases';
import { fillStreams } from './ingest/fill-stream';
import { oneByOnePattern } from './ingest/one-by-one';
import { type BenchOptions, HELP, parseOptions } from './ingest/options';
import { rawCopy } from './ingest/raw-copy';
import { runWorker } from './ingest/run-worker';

const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');

/** Of the processor time of an entry. */
const PROJECTION_SHARE_MAX = 0.15;
const CHECKPOINTS_SHARE_MAX = 0.05;

interface Line {
	readonly what: string;
	readonly result: string;
	readonly target: string;
	readonly met: boolean | null;
}

async function emptyRedis(url: string): Promise<void> {
	const { Redis } = await import('ioredis');
	const redis = new Redis(url);
	await redis.flushall();
	redis.disconnect();
}

function costLine(what: string, { without, with: withPart, share }: PartCost, shareMax: number): Line {
	return {
		what: `${what}, of the processor time of worker and Postgres`,
		result: `${(share * 100).toFixed(1)} % (${whole(without)} to ${whole(withPart)} µs an entry)`,
		target: `at most ${shareMax * 100} %`,
		met: share <= shareMax,
	};
}

async function bench(options: BenchOptions): Promise<Line[]> {
	const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
	try {
		const keys = { audit: randomBytes(32), streams: randomBytes(32) };
		const bundle = join(services.folder, 'worker.mjs');
		await buildWorker(bundle);
		const stores = { Postgres: services.postgres.pid, Redis: services.redis.pid };
		const run = { bundle, redisUrl: services.redis.url, keys, stores, say };

		if (options.part === 'costs') {
			const costs = await partCosts(services, { ...run, batch: options.batch }, options.events);
			return [
				costLine('the projection of authority', costs.projection, PROJECTION_SHARE_MAX),
				costLine('the checkpoints', costs.checkpoints, CHECKPOINTS_SHARE_MAX),
			];
		}
		say(`Filling the streams with ${whole(options.events)} entries ...`);
		const filled = await fillStreams(services.redis.url, keys, 'bench', options.events);
		const fullUrl = await freshDatabase(services.postgres.url, 'bench_full');
		const full = postgres(fullUrl, { max: 1, onnotice: () => {} });
		const before = await measureSizes(full);
		say('The worker, from stream entry to acknowledged commit ...');
		const worker = await runWorker({ ...run, databaseUrl: fullUrl, entries: filled.entries, batch: options.batch });
		const [count] = await full<{ n: number }[]>`select sum(event_count)::int as n from chain_heads`;
		const after = await measureSizes(full);
		const perEvent = (after.total - before.total) / (count?.n ?? 1);
		for (const [table, bytes] of Object.entries(after.byTable))
			say(`  ${table}: ${whole((bytes - (before.byTable[table] ?? 0)) / (count?.n ?? 1))} bytes an event`);

		say('A raw COPY of the same rows ...');
		const copy = await rawCopy(fullUrl, await freshDatabase(services.postgres.url, 'bench_copy'), options.batch, services.folder);
		say('One transaction per event ...');
		const pattern = await oneByOnePattern(fullUrl);
		await full.end();

		say(`${whole(options.singles)} entries one by one ...`);
		await emptyRedis(services.redis.url);
		const fewer = await fillStreams(services.redis.url, keys, 'singles', options.singles);
		const singlesUrl = await freshDatabase(services.postgres.url, 'bench_singles');
		const singles = postgres(singlesUrl, { max: 1, onnotice: () => {} });
		const empty = await measureSizes(singles);
		const slow = await runWorker({ ...run, databaseUrl: singlesUrl, entries: fewer.entries, batch: 1 });
		const held = await measureSizes(singles);
		const perSingle = (held.total - empty.total) / fewer.entries;
		for (const [table, bytes] of Object.entries(held.byTable))
			say(`  ${table}: ${whole((bytes - (empty.byTable[table] ?? 0)) / fewer.entries)} bytes an event`);
		await singles.end();

		const cpu = Object.entries(worker.cpuMicros).map(([name, micros]) => `${name} ${whole(micros)} µs`);
		const ratio = (n: number, min: number) => ({ result: n < 10 ? n.toFixed(2) : whole(n), target: `at least ${min}`, met: n >= min });
		const flat = worker.perSecondLastTenth / worker.perSecondFirstTenth;
		const plain = { target: '', met: null };
		return [
			{
				what: `this worker, ${whole(filled.entries)} entries of ${whole(filled.dataBytesMean)} signed bytes, 5 zones, batches of ${options.batch}`,
				result: `${whole(worker.perSecond)} events/s`,
				...plain,
			},
			{ what: 'processor time of an entry', result: cpu.join(', '), ...plain },
			{ what: 'raw COPY of the same rows, same tables, indexes and batches, one connection', result: `${whole(copy)} events/s`, ...plain },
			{ what: 'one transaction per event, empty table', result: `${whole(pattern.empty)} events/s`, ...plain },
			{ what: 'one transaction per event, 50,000 rows present', result: `${whole(pattern.full)} events/s`, ...plain },
			{ what: 'this worker ÷ raw COPY', ...ratio(worker.perSecond / copy, 0.55) },
			{ what: 'this worker ÷ one by one, empty table', ...ratio(worker.perSecond / pattern.empty, 30) },
			{ what: 'this worker ÷ one by one, 50,000 rows', ...ratio(worker.perSecond / pattern.full, 400) },
			{ what: 'last tenth of the run ÷ first tenth', result: flat.toFixed(2), target: 'within 20 %', met: flat >= 0.8 },
			{
				what: "worker's memory at full rate (RSS)",
				result: `${whole(worker.rssMiBMax)} MiB`,
				target: 'at most 220 MB',
				met: worker.rssMiBMax * 1.048576 <= 220,
			},
			{
				what: 'bytes per event, full batches, all tables and indexes',
				result: whole(perEvent),
				target: 'at most 1,843',
				met: perEvent <= 1843,
			},
			{
				what: `bytes per event, one by one (${whole(slow.perSecond)} events/s)`,
				result: whole(perSingle),
				target: 'at most 2,100',
				met: perSingle <= 2100,
			},
		];
	} finally {
		await services.stop();
	}
}

function table(lines: readonly Line[]): string {
	const mark = (met: boolean | null) => (met === null ? '' : met ? 'yes' : 'no');
	const rows = lines.map((line) => `| ${line.what} | ${line.result} | ${line.target} | ${mark(line.met)} |`);
	return ['| What | Result | Target | Met |', '|---|---|---|---|', ...rows].join('\n');
}

try {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) process.stdout.write(HELP);
	else {
		const [cpu] = cpus();
		const lines = await bench(options);
		process.stdout.write(`${cpus().length} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}\n\n${table(lines)}\n`);
		if (lines.some((line) => line.met === false)) process.exitCode = 1;
	}
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	say(error.message);
	process.exitCode = 1;
}
