// npm run bench:authority: the authority graph over a million delegations, and what keeping it costs the ingest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build, stop } from 'esbuild';
import { ROOT } from '../scripts/bootstrap/paths.mjs';
import { inheritedEnv } from '../scripts/env';
import { startScratchServices } from '../scripts/services/scratch';
import { buildGraph } from './authority/build';
import { ingestCost, type LaneRun } from './authority/ingest';
import type { Measured } from './authority/measure-main';
import { freshDatabase } from './ingest/databases';

const RUNS = '200';
const INGEST_ENTRIES = 60_000;
const COST_MAX = 0.15;

const say = (line: string) => process.stderr.write(`${line}\n`);
const whole = (n: number) => Math.round(n).toLocaleString('en');
const told = ({ perSecond, cpuMicros }: LaneRun) => `${whole(perSecond)} events/s and ${whole(cpuMicros)} µs of processor time`;

/** As a build of the server has it. Below the repository, so that packages are found. */
async function bundled(folder: string): Promise<string> {
	const outfile = join(folder, 'measure-main.mjs');
	const common = { absWorkingDir: ROOT, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent' } as const;
	await build({ ...common, entryPoints: ['bench/authority/measure-main.ts'], outfile, packages: 'external', conditions: ['react-server'] });
	await stop();
	return outfile;
}

async function measure(databaseUrl: string, folder: string, told: (measured: Measured) => void): Promise<void> {
	const child = spawn(process.execPath, ['--conditions=react-server', await bundled(folder), RUNS], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...inheritedEnv(), DATABASE_URL: databaseUrl, AUTH_SECRET: 'bench'.repeat(8), NODE_ENV: 'production' },
	});
	const ended = once(child, 'exit');
	for await (const line of createInterface({ input: child.stdout })) told(JSON.parse(line) as Measured);
	const [code] = (await ended) as [number | null];
	if (code !== 0) throw new Error(`the measurement ended with ${code}`);
}

const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
try {
	const lines: string[] = [];
	let isAllMet = true;
	const add = (line: string, isMet: boolean) => {
		lines.push(`${line} | ${isMet ? 'yes' : 'no'} |`);
		isAllMet &&= isMet;
		say(line);
	};
	say('Generating the zone ...');
	const url = await freshDatabase(services.postgres.url, 'bench_authority');
	say(await buildGraph(url));
	await measure(url, services.folder, ({ what, p50, p95, p95MsMax, largest }) => {
		add(`| ${what} | ${largest} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${p95MsMax}`, p95 <= p95MsMax);
	});
	say('The demo mix through two lanes ...');
	const cost = await ingestCost(services.postgres, INGEST_ENTRIES);
	const share = 1 - cost.with.perSecond / cost.without.perSecond;
	process.stdout.write(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}\n\n`);
	process.stdout.write(
		`| Milliseconds | Largest answer | p50 | p95 | p95 at most | Met |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n\n`,
	);
	process.stdout.write(
		`Ingest: ${told(cost.without)} without the projection, ${told(cost.with)} with it: it costs ${(share * 100).toFixed(1)} % (at most ${COST_MAX * 100} %)\n`,
	);
	if (!isAllMet || share > COST_MAX) process.exitCode = 1;
} finally {
	await services.stop();
}
