// npm run bench:api: the first page of the search, with and without authorisation, and at a fixed rate beside an ingest.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { ConfigError } from '../lib/errors';
import { newToken } from '../lib/server/auth/token-secret';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { buildAll } from '../scripts/build/all';
import { startSimulator, startWeb, startWorker } from '../scripts/demo/programs';
import { inheritedEnv } from '../scripts/env';
import { freePort } from '../scripts/services/ports';
import { startScratchServices } from '../scripts/services/scratch';
import { load } from './api/load';
import { type ApiBenchOptions, HELP, parseOptions } from './api/options';
import { quantile } from './api/quantiles';
import type { VerbFigures } from './api/verb-main';
import { cpuMs } from './cpu';
import { freshDatabase } from './ingest/databases';
import { fillStreams } from './ingest/fill-stream';

const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');
const ms = (n: number) => `${n.toFixed(1)} ms`;
const COST_MS_MAX = 3;
const P99_MS_MAX = 50;
const WARM_UP_SECONDS = 5;

interface Line {
	readonly what: string;
	readonly result: string;
	readonly target: string;
	readonly met: boolean | null;
}

/** Waits until the ledger has stopped growing at at least so many events. @returns how many it has */
async function ingested(sql: postgres.Sql, eventsMin: number): Promise<number> {
	for (let before = -1; ; ) {
		const [row] = await sql<{ n: number }[]>`select coalesce(sum(event_count), 0)::int as n from chain_heads`;
		const now = row?.n ?? 0;
		if (now >= eventsMin * 0.95 && now === before) return now;
		before = now;
		await sleep(1000);
	}
}

async function makeToken(sql: postgres.Sql, zoneId: string): Promise<string> {
	const { secret, prefix, sha256 } = newToken();
	await sql`insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at)
		values ('bench', ${prefix}, ${sha256}, 'viewer', ${[zoneId]}, 'bench', now() + interval '1 day')`;
	return secret;
}

async function measureVerb(env: Record<string, string>, token: string, zoneId: string): Promise<VerbFigures> {
	const args = ['--conditions=react-server', '--import', 'tsx', 'bench/api/verb-main.ts', token, zoneId];
	const child = spawn(process.execPath, args, {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...inheritedEnv(), ...env, NODE_ENV: 'production' },
	});
	let out = '';
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		out += chunk;
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	if (code !== 0) throw new Error(`the measurement in process ended with ${code}`);
	return JSON.parse(out.trim().split('\n').at(-1) ?? '') as VerbFigures;
}

async function eventsNow(sql: postgres.Sql): Promise<number> {
	const [row] = await sql<{ n: number }[]>`select sum(event_count)::int as n from chain_heads`;
	return row?.n ?? 0;
}

async function bench(options: ApiBenchOptions): Promise<Line[]> {
	const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
	const stops: (() => Promise<void>)[] = [() => services.stop()];
	try {
		const logsDir = join(services.folder, 'logs');
		await buildAll(say, logsDir);
		const keys = { audit: randomBytes(32), streams: randomBytes(32) };
		const databaseUrl = await freshDatabase(services.postgres.url, 'bench_api');
		const env = {
			DATABASE_URL: databaseUrl,
			REDIS_URL: services.redis.url,
			AUDIT_HMAC_KEY: keys.audit.toString('hex'),
			STREAMS_HMAC_KEY: keys.streams.toString('hex'),
			AUTH_SECRET: randomBytes(32).toString('hex'),
			API_REQUESTS_PER_MINUTE: '100000000',
			LOG_LEVEL: 'warn',
		};
		const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
		stops.unshift(() => sql.end());
		say(`Filling the ledger with ${whole(options.events)} events ...`);
		const worker = await startWorker({ logsDir, env }, await freePort());
		stops.unshift(() => worker.stop());
		await fillStreams(services.redis.url, keys, 'bench', options.events);
		const events = await ingested(sql, options.events);
		await sql`vacuum analyze`;
		const [zone] = await sql<{ zone_id: string; n: number }[]>`
			select zone_id, event_count::int as n from chain_heads join zones using (zone_no) order by event_count desc limit 1`;
		const zoneId = zone?.zone_id ?? '';
		const token = await makeToken(sql, zoneId);

		say('The verb in process, with and without authorisation ...');
		const verb = await measureVerb(env, token, zoneId);

		const port = await freePort();
		const web = await startWeb({ logsDir, env: { ...env, NEXTAUTH_URL: `http://127.0.0.1:${port}` } }, port);
		stops.unshift(() => web.stop());
		const url = `http://127.0.0.1:${port}/v1/events?zone=${encodeURIComponent(zoneId)}`;
		const headers = { authorization: `Bearer ${token}` };
		await load(url, headers, 50, WARM_UP_SECONDS);
		say(`${options.requestsPerSecond} requests a second for ${options.seconds} s, nothing else ...`);
		const cpuBefore = [cpuMs(web.pid), cpuMs(services.postgres.pid)];
		const quiet = await load(url, headers, options.requestsPerSecond, options.seconds);
		const perRequest = [cpuMs(web.pid), cpuMs(services.postgres.pid)].map((after, i) => {
			const before = cpuBefore[i] ?? null;
			return after === null || before === null ? 'unknown' : ms((after - before) / quiet.latenciesMs.length);
		});

		say(`The same beside an ingest of ${whole(options.ingestPerSecond)} entries a second ...`);
		const traffic = ['--rate', String(options.ingestPerSecond), '--events', '0', '--seed', 'beside', '--quiet'];
		const simulator = await startSimulator({ logsDir, env }, traffic);
		stops.unshift(() => simulator.stop());
		await sleep(WARM_UP_SECONDS * 1000);
		const before = await eventsNow(sql);
		const startMs = performance.now();
		const beside = await load(url, headers, options.requestsPerSecond, options.seconds);
		const ingest = ((await eventsNow(sql)) - before) / ((performance.now() - startMs) / 1000);
		const failed = [...beside.failures].map(([status, n]) => `${n} × ${status}`).join(', ');
		const p99 = quantile(beside.latenciesMs, 0.99);
		const plain = { target: '', met: null };
		return [
			{
				what: `the query of the first page alone: ${whole(zone?.n ?? 0)} of ${whole(events)} events, 50 rows`,
				result: ms(verb.plainMs),
				...plain,
			},
			{ what: 'the same, authorised: token, zones, row-level security, and the search recorded', result: ms(verb.authorizedMs), ...plain },
			{
				what: 'what authorisation costs, median of pairs',
				result: ms(verb.costMs),
				target: `at most ${COST_MS_MAX} ms`,
				met: verb.costMs <= COST_MS_MAX,
			},
			{
				what: `${options.requestsPerSecond} requests a second over HTTP, ${whole(quiet.bytesMean)} bytes each, nothing else: p50, p99`,
				result: `${ms(quantile(quiet.latenciesMs, 0.5))}, ${ms(quantile(quiet.latenciesMs, 0.99))}`,
				...plain,
			},
			{ what: 'processor time of each: console, Postgres', result: perRequest.join(', '), ...plain },
			{
				what: 'ingested meanwhile in the next, with the record of each search',
				result: `${whole(ingest)} events/s`,
				target: `at least ${whole(options.ingestPerSecond)}`,
				met: ingest >= options.ingestPerSecond * 0.98,
			},
			{
				what: `${options.requestsPerSecond} requests a second beside it: answered`,
				result: `${whole(beside.perSecond)}/s${failed === '' ? '' : `, ${failed}`}`,
				target: 'all',
				met: beside.failures.size === 0,
			},
			{ what: 'p50 beside the ingest', result: ms(quantile(beside.latenciesMs, 0.5)), ...plain },
			{ what: 'p99 beside the ingest', result: ms(p99), target: `under ${P99_MS_MAX} ms`, met: p99 < P99_MS_MAX },
		];
	} finally {
		for (const stop of stops) await stop();
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
