import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { WORKER_ENV, WORKER_FLAGS } from '../build/worker';
import { inheritedEnv } from '../env';
import { type Child, startChild, waitUntilReady } from '../services/child';
import { WEB_FLAGS } from '../web-flags';

/** Order in which the reaper stops them when the demo is killed; the stores come last. */
const STAGES = { simulator: 0, web: 1, worker: 2 } as const;
const READY_MS_MAX = 90_000;

export interface ProgramOptions {
	readonly logsDir: string;
	readonly env: Record<string, string>;
}

function start(
	kind: keyof typeof STAGES,
	name: string,
	options: ProgramOptions,
	args: readonly string[],
	stopGraceMs: number,
): Promise<Child> {
	return startChild({
		name,
		command: process.execPath,
		args,
		cwd: ROOT,
		env: { ...inheritedEnv(), NEXT_TELEMETRY_DISABLED: '1', ...options.env },
		logFile: join(options.logsDir, `${kind}.log`),
		stopSignal: 'SIGTERM',
		stopGraceMs,
		stage: STAGES[kind],
	});
}

/** Whether the address answers with a success. */
async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
		await response.arrayBuffer();
		return response.ok;
	} catch {
		// not listening yet
		return false;
	}
}

async function readyOrStopped(child: Child, url: string): Promise<Child> {
	try {
		await waitUntilReady(child, () => answers(url), READY_MS_MAX);
		return child;
	} catch (error) {
		await child.stop();
		throw error;
	}
}

/** Starts the bundled worker and waits until it says that it is ready. */
export async function startWorker(options: ProgramOptions, port: number): Promise<Child> {
	const env = { ...WORKER_ENV, ...options.env, NODE_ENV: 'production', WORKER_PORT: String(port) };
	// a stopping worker gives itself 25 seconds for its batch
	const child = await start('worker', 'The worker', { ...options, env }, [...WORKER_FLAGS, 'dist/worker.mjs'], 30_000);
	return readyOrStopped(child, `http://127.0.0.1:${port}/ready`);
}

/** Starts the built console, on the loopback address alone, and waits until it and its database answer. */
export async function startWeb(options: ProgramOptions, port: number): Promise<Child> {
	const env = { ...options.env, NODE_ENV: 'production', PORT: String(port) };
	const args = [...WEB_FLAGS, 'scripts/serve.mjs', '-H', '127.0.0.1', '-p', String(port)];
	const child = await start('web', 'The console', { ...options, env }, args, 10_000);
	return readyOrStopped(child, `http://127.0.0.1:${port}/api/health`);
}

/** Starts the traffic simulator. */
export function startSimulator(options: ProgramOptions, args: readonly string[]): Promise<Child> {
	return start('simulator', 'The traffic simulator', options, ['--import', 'tsx', 'scripts/simulate/main.ts', ...args], 10_000);
}
