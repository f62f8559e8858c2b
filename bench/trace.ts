// npm run bench:trace: requests opened on 10 million events, and what changed, beside Caracal's by-request question.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build, stop } from 'esbuild';
import { ConfigError } from '../lib/errors';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { inheritedEnv } from '../scripts/env';
import { startPostgres } from '../scripts/services/postgres';
import { WEB_FLAGS } from '../scripts/web-flags';
import { buildLedger } from './search/build';
import { addRequests } from './trace/append';
import type { Measured } from './trace/measure-main';
import { HELP, parseOptions, type TraceBenchOptions } from './trace/options';

const say = (line: string) => process.stderr.write(`${line}\n`);
const ms = (n: number) => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(1));

/** As a build of the server has it: a loader that keeps the names of functions sets one at each closure that is made. */
async function bundled(folder: string): Promise<string> {
	const outfile = join(folder, 'measure-main.mjs');
	const common = { absWorkingDir: ROOT, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' } as const;
	await build({ ...common, entryPoints: ['bench/trace/measure-main.ts'], outfile, packages: 'external', conditions: ['react-server'] });
	await stop();
	return outfile;
}

async function measure(databaseUrl: string, runs: number, told: (measured: Measured) => void): Promise<void> {
	// below the repository, so that packages are found
	const folder = join(ROOT, '.data', 'bench-trace');
	mkdirSync(folder, { recursive: true });
	const args = [...WEB_FLAGS, '--conditions=react-server', await bundled(folder), String(runs)];
	const child = spawn(process.execPath, args, {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...inheritedEnv(), DATABASE_URL: databaseUrl, AUTH_SECRET: 'bench'.repeat(8), NODE_ENV: 'production' },
	});
	const ended = once(child, 'exit');
	for await (const line of createInterface({ input: child.stdout })) told(JSON.parse(line) as Measured);
	const [code] = (await ended) as [number | null];
	if (code !== 0) throw new Error(`the measurement ended with ${code}`);
}

const isMet = ({ p95, p95MsMax }: Measured) => p95 <= p95MsMax;

function row(measured: Measured): string {
	const { what, p50, p95, p99, cpu, p95MsMax, events, bytes, caracalP50 } = measured;
	const theirs = caracalP50 === null ? 'no such question | ' : `${ms(caracalP50)} | ${(p50 / caracalP50).toFixed(1)}`;
	const times = [p50, p95, p99, cpu, p95MsMax].map(ms).join(' | ');
	return `| ${what} | ${events.toLocaleString('en')} | ${ms(bytes / 1024)} | ${times} | ${isMet(measured) ? 'yes' : 'no'} | ${theirs} |`;
}

async function bench({ events, runs, data }: TraceBenchOptions): Promise<Measured[]> {
	const folder = resolve(data);
	mkdirSync(folder, { recursive: true });
	const service = await startPostgres({ dataDir: join(folder, 'postgres') });
	try {
		say(`A ledger of ${events.toLocaleString('en')} events over 30 days in 4 zones ...`);
		const url = await buildLedger(service.url, events, say);
		await addRequests(url, say);
		const all: Measured[] = [];
		await measure(url, runs, (measured) => {
			all.push(measured);
			say(row(measured));
		});
		return all;
	} finally {
		await service.stop();
	}
}

const HEAD = [
	"| Milliseconds | Events told | KB | p50 | p95 | p99 | CPU | p95 at most | Met | Caracal's events of it, p50 | Times as long |",
	'|---|---|---|---|---|---|---|---|---|---|---|',
];

try {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) process.stdout.write(HELP);
	else {
		const measured = await bench(options);
		const [cpu] = cpus();
		const about = `${options.events.toLocaleString('en')} events, ${options.runs} runs, ${cpus().length} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}`;
		process.stdout.write(`${about}\n\n${[...HEAD, ...measured.map(row)].join('\n')}\n`);
		if (!measured.every(isMet)) process.exitCode = 1;
	}
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	say(error.message);
	process.exitCode = 1;
}
