// npm run bench:tail: how soon an entry on the stream is on the screen, for how many, at what cost, and what is left when they go.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { newToken } from '../lib/server/auth/token-secret';
import { FrameReader } from '../lib/tail/sse';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { buildAll } from '../scripts/build/all';
import { buildWorker } from '../scripts/build/worker';
import { startWeb, startWorker } from '../scripts/demo/programs';
import { freePort } from '../scripts/services/ports';
import { startScratchServices } from '../scripts/services/scratch';
import { startTailServer } from '../scripts/tail-faults/stand';
import { freshDatabase } from './ingest/databases';
import { Clients } from './tail/clients';
import { BenchTraffic, RESOURCES } from './tail/traffic';

const { values } = parseArgs({
	options: {
		viewers: { type: 'string', default: '1000' },
		plain: { type: 'string', default: '5000' },
		churn: { type: 'string', default: '20000' },
		behind: { type: 'string', default: '300000' },
		seconds: { type: 'string', default: '30' },
		/** Serves the endpoint alone, without a build: for a look at a change, not for figures. */
		unbuilt: { type: 'boolean', default: false },
	},
});
const [viewers, plain, churn, behind, seconds] = [values.viewers, values.plain, values.churn, values.behind, values.seconds].map(
	Number,
) as [number, number, number, number, number];
const MANY = '1000000';
const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');

interface Line {
	readonly what: string;
	readonly result: string;
	readonly target: string;
	readonly met: boolean;
}

/** Resident memory of a process, in KB. */
function memoryKb(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** Reads of the ledger that Postgres has counted: scans of the log of commits. */
async function scans(sql: postgres.Sql): Promise<number> {
	const [row] = await sql<{ n: number }[]>`
		select coalesce(sum(idx_scan + seq_scan), 0)::int as n from pg_stat_user_tables where relname = 'chain_advances'`;
	return row?.n ?? 0;
}

async function startConsole(
	logsDir: string,
	env: Record<string, string>,
	port: number,
): Promise<{ pid: number; stop(): Promise<unknown> }> {
	if (!values.unbuilt) return startWeb({ logsDir, env }, port);
	const child = await startTailServer(env, port);
	return {
		pid: child.pid ?? 0,
		stop: async () => {
			child.kill('SIGKILL');
			await once(child, 'exit');
		},
	};
}

async function bench(): Promise<Line[]> {
	const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
	const stops: (() => Promise<unknown>)[] = [() => services.stop()];
	try {
		const logsDir = join(services.folder, 'logs');
		if (!values.unbuilt) await buildAll(say, logsDir);
		const keys = { audit: randomBytes(32), streams: randomBytes(32) };
		const databaseUrl = await freshDatabase(services.postgres.url, 'bench_tail');
		const env = {
			DATABASE_URL: databaseUrl,
			REDIS_URL: services.redis.url,
			AUDIT_HMAC_KEY: keys.audit.toString('hex'),
			STREAMS_HMAC_KEY: keys.streams.toString('hex'),
			AUTH_SECRET: randomBytes(32).toString('hex'),
			API_REQUESTS_PER_MINUTE: '100000000',
			TAIL_OPENS_PER_MINUTE: '100000000',
			TAIL_STREAMS_MAX: MANY,
			TAIL_STREAMS_PER_ASKER_MAX: MANY,
			LOG_LEVEL: 'warn',
		};
		const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
		stops.unshift(() => sql.end());
		const { secret: token, prefix, sha256 } = newToken();
		await sql`insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at)
			values ('bench', ${prefix}, ${sha256}, 'viewer', null, 'bench', now() + interval '1 day')`;
		if (values.unbuilt) await buildWorker();
		const worker = await startWorker({ logsDir, env }, await freePort());
		stops.unshift(() => worker.stop());
		const port = await freePort();
		const web = await startConsole(logsDir, { ...env, NEXTAUTH_URL: `http://127.0.0.1:${port}` }, port);
		stops.unshift(() => web.stop());
		const clients = new Clients();
		stops.unshift(() => clients.stop());
		const traffic = new BenchTraffic(services.redis.url, keys.audit);
		stops.unshift(async () => traffic.close());
		const lines: Line[] = [];

		const load = async (paths: readonly string[], perSecond: number, p50Max: number, p99Max: number, what: string) => {
			await clients.churn(port, token, 50);
			const emptyKb = memoryKb(web.pid);
			say(`${what}: opening ...`);
			const opened = await clients.open(port, token, paths);
			const running = traffic.run(perSecond);
			await sleep(5000);
			const before = await scans(sql);
			const measured = await clients.measure(seconds);
			const reads = (await scans(sql)) - before;
			const kb = (memoryKb(web.pid) - emptyKb) / paths.length;
			traffic.stop();
			await running;
			await clients.close();
			lines.push({
				what: `${what}: p50, p99, longest; ${whole(measured.rows / seconds)} rows/s arrived, ${opened.refused} refused`,
				result: `${whole(measured.p50)} ms, ${whole(measured.p99)} ms, ${whole(measured.max)} ms`,
				target: `p50 ≤ ${p50Max} ms, p99 ≤ ${p99Max} ms`,
				met: measured.p50 <= p50Max && measured.p99 <= p99Max && opened.refused === 0,
			});
			lines.push({ what: 'memory of the console for each', result: `${whole(kb)} KB`, target: 'at most 120 KB', met: kb <= 120 });
			lines.push({ what: 'looks at the log of commits a second', result: (reads / seconds).toFixed(1), target: 'told', met: true });
		};
		const path = (q: string) => `/v1/tail?${new URLSearchParams({ q })}`;
		const different = Array.from({ length: viewers }, (_, i) => path(`resource:"resource://r${i % RESOURCES}" -request:none-${i}`));
		await load(different.slice(0, 1), 500, 150, 500, 'one viewer of a tenth of 500 events/s');
		await load(different, 500, 150, 500, `${whole(viewers)} viewers with filters of their own, a tenth of 500 events/s each`);
		await load(
			Array.from({ length: plain }, () => '/v1/tail'),
			50,
			1000,
			1000,
			`${whole(plain)} viewers of all of 50 events/s`,
		);

		say(`Opening and dropping ${whole(churn)} ...`);
		await clients.churn(port, token, Math.min(2000, churn));
		await sleep(3000);
		const beforeKb = memoryKb(web.pid);
		await clients.churn(port, token, churn);
		await sleep(10_000);
		const grownKb = memoryKb(web.pid) - beforeKb;
		lines.push({
			what: `opened and dropped ${whole(churn)} streams: memory of the console grown by`,
			result: `${whole(grownKb / 1024)} MB`,
			target: 'at most 50 MB, whatever their number',
			met: grownKb <= 50 * 1024,
		});

		say(`Catching up with ${whole(behind)} events ...`);
		await traffic.burst(behind);
		for (let events = 0; events < traffic.written; await sleep(500)) {
			const [row] = await sql<
				{ n: number }[]
			>`select coalesce(sum(event_count), 0)::int as n from chain_heads join zones using (zone_no) where zone_id like 'bench-%'`;
			events = row?.n ?? 0;
		}
		for (const q of ['', 'resource:"resource://r1"']) {
			const startMs = performance.now();
			const query = new URLSearchParams({ q, since: '2000-01-01T00:00:00Z', until: 'now' });
			const response = await fetch(`http://127.0.0.1:${port}/v1/tail?${query}`, { headers: { authorization: `Bearer ${token}` } });
			const reader = new FrameReader();
			const decoder = new TextDecoder();
			let rows = 0;
			for await (const chunk of response.body ?? [])
				for (const frame of reader.push(decoder.decode(chunk, { stream: true })))
					if (frame.event === 'events') rows += frame.data.split('"streamedAt"').length - 1;
			const perSecond = traffic.written / ((performance.now() - startMs) / 1000);
			lines.push({
				what: `a viewer ${whole(traffic.written)} events behind, ${q === '' ? 'all of them' : 'a tenth of them'}: ${whole(rows)} rows, looked at a second`,
				result: `${whole(perSecond)} events/s`,
				target: 'at least 20,000',
				met: perSecond >= 20_000,
			});
		}
		return lines;
	} finally {
		for (const stop of stops) await stop();
	}
}

const lines = await bench();
const [cpu] = cpus();
const rows = lines.map((line) => `| ${line.what} | ${line.result} | ${line.target} | ${line.met ? 'yes' : 'no'} |`);
const table = ['| What | Result | Target | Met |', '|---|---|---|---|', ...rows].join('\n');
process.stdout.write(`${cpus().length} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}\n\n${table}\n`);
if (lines.some((line) => !line.met)) process.exitCode = 1;
