import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** CommonJS packages in the bundle ask for Node's modules by `require`, which an ES module has to be given. */
const REQUIRE = "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/** Bundles the worker into a file, so that a process of it is up in a fraction of a second. */
export async function bundleWorker(outfile: string): Promise<void> {
	await build({
		absWorkingDir: ROOT,
		entryPoints: ['worker/main.ts'],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		banner: { js: REQUIRE },
		logLevel: 'silent',
	});
}

export interface WorkerProcess {
	readonly pid: number;
	/** Lines of stdout and stderr so far. */
	readonly lines: string[];
	/** Resolves with the health port once the worker says it is up. */
	readonly up: Promise<number>;
	readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
	readonly child: ChildProcess;
}

/**
 * Starts a worker from a bundle; its environment is exactly what is given.
 * @param ipc opens a channel to the child, which ends with this process
 */
export function startWorkerProcess(bundle: string, env: Record<string, string>, ipc = false): WorkerProcess {
	const child = spawn(process.execPath, [bundle], {
		env: { WORKER_PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? ['ipc' as const] : [])],
	});
	const lines: string[] = [];
	const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
	const up = new Promise<number>((resolve, reject) => {
		let rest = '';
		const read = (chunk: Buffer) => {
			const parts = (rest + chunk).split('\n');
			rest = parts.pop() ?? '';
			for (const line of parts) {
				lines.push(line);
				if (line.includes('"worker is up"')) resolve(Number(JSON.parse(line).port));
			}
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		void exited.then(() => reject(new Error(`the worker ended before it was up: ${lines.at(-1) ?? 'without a word'}`)));
	});
	// a test that never asks whether it came up must not fail for it
	up.catch(() => undefined);
	return { pid: child.pid ?? 0, lines, up, exited, child };
}
