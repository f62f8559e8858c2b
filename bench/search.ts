// npm run bench:search: the search over 10 million events, and the same questions as Caracal's Admin API asks them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError } from '../lib/errors';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { inheritedEnv } from '../scripts/env';
import { startPostgres } from '../scripts/services/postgres';
import { buildLedger } from './search/build';
import type { Measured } from './search/measure-main';
import { HELP, parseOptions, type SearchBenchOptions } from './search/options';

const say = (line: string) => process.stderr.write(`${line}\n`);
const ms = (n: number) => (n >= 100 ? Math.round(n).toLocaleString('en') : n.toFixed(1));
const EXPORT_ROWS_PER_SECOND_MIN = 100_000;

async function measure(databaseUrl: string, runs: number, only: string, told: (measured: Measured) => void): Promise<void> {
	const args = ['--conditions=react-server', '--import', 'tsx', 'bench/search/measure-main.ts', String(runs), only];
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

function isMet({ p95, p95MsMax, rowsPerSecond }: Measured): boolean | null {
	if (rowsPerSecond !== undefined) return rowsPerSecond >= EXPORT_ROWS_PER_SECOND_MIN;
	return p95MsMax === null ? null : p95 <= p95MsMax;
}

function row(measured: Measured): string {
	const { what, p50, p95, p99, p95MsMax, caracal, rowsPerSecond } = measured;
	const met = isMet(measured);
	const mark = met === null ? '' : met ? 'yes' : 'no';
	if (rowsPerSecond !== undefined) return `| ${what} | ${Math.round(rowsPerSecond).toLocaleString('en')} rows/s | | | | ${mark} | |`;
	const theirs = caracal === null ? 'no such filter' : `${caracal.isCut ? 'over ' : ''}${ms(caracal.p50)} (${caracal.runs})`;
	return `| ${what} | ${ms(p50)} | ${ms(p95)} | ${ms(p99)} | ${p95MsMax === null ? '' : ms(p95MsMax)} | ${mark} | ${theirs} |`;
}

async function bench({ events, runs, only, buildOnly }: SearchBenchOptions): Promise<Measured[]> {
	const folder = join(ROOT, '.data', 'bench-search');
	mkdirSync(folder, { recursive: true });
	const service = await startPostgres({ dataDir: join(folder, 'postgres') });
	try {
		say(`A ledger of ${events.toLocaleString('en')} events over 30 days in 4 zones, and Caracal's table beside it ...`);
		const url = await buildLedger(service.url, events, say);
		const all: Measured[] = [];
		if (buildOnly) return all;
		await measure(url, runs, only, (measured) => {
			all.push(measured);
			say(row(measured));
		});
		return all;
	} finally {
		await service.stop();
	}
}

const HEAD = ['| Milliseconds | p50 | p95 | p99 | p95 at most | Met | Caracal, p50 (runs) |', '|---|---|---|---|---|---|---|'];

try {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) process.stdout.write(HELP);
	else {
		const measured = await bench(options);
		const [cpu] = cpus();
		const about = `${options.events.toLocaleString('en')} events, ${options.runs} runs, ${cpus().length} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}`;
		process.stdout.write(`${about}\n\n${[...HEAD, ...measured.map(row)].join('\n')}\n`);
		if (measured.some((each) => isMet(each) === false)) process.exitCode = 1;
	}
} catch (error) {
	if (!(error instanceof ConfigError)) throw error;
	say(error.message);
	process.exitCode = 1;
}
