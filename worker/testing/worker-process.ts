import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorker } from '../../scripts/build/worker';

export interface Bundle {
	readonly path: string;
	remove(): void;
}

/** Bundles the worker, so that a process of it is up in a fraction of a second. */
export async function bundleWorker(): Promise<Bundle> {
	const folder = mkdtempSync(join(tmpdir(), 'caracal-worker-'));
	const path = join(folder, 'worker.mjs');
	await buildWorker(path);
	return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface WorkerProcess {
	readonly name: string;
	/** Lines of stdout and stderr so far. */
	readonly lines: readonly string[];
	/** Resolves with the health port once the worker says it is up; rejects when it ends before. */
	readonly up: Promise<number>;
	/** Its exit code, or the signal that ended it. */
	readonly exited: Promise<string>;
	readonly child: ChildProcess;
	isRunning(): boolean;
	/** Asks it to stop; gives how it ended. */
	stop(): Promise<string>;
	/** SIGKILL; resolves when it is gone. */
	kill(): Promise<void>;
}

/**
 * Starts a worker on a free port; its environment is only what is given, and a claim time of a second.
 * @param ipc opens a channel to the child, which ends with this process
 */
export function startWorker(bundle: Bundle, name: string, env: Record<string, string>, ipc = false): WorkerProcess {
	const stdio: StdioOptions = ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'];
	const given: Record<string, string> = { WORKER_NAME: name, WORKER_PORT: '0', AUDIT_CLAIM_IDLE_SECS: '1', ...env };
	// Next.js's types ask for NODE_ENV in every environment; this one is the worker's
	const child = spawn(process.execPath, ['--enable-source-maps', bundle.path], { env: given as NodeJS.ProcessEnv, stdio });
	let running = true;
	// not 'close', which does not come when the channel to the child was closed
	const allRead = [child.stdout, child.stderr].map((stream) => (stream === null ? null : once(stream, 'end')));
	const exited = Promise.all([once(child, 'exit'), ...allRead]).then(([[code, signal]]) => {
		running = false;
		return String(code ?? signal);
	});
	const lines: string[] = [];
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
	return {
		name,
		lines,
		up,
		exited,
		child,
		isRunning: () => running,
		async stop() {
			child.kill('SIGTERM');
			return exited;
		},
		async kill() {
			child.kill('SIGKILL');
			await exited;
		},
	};
}
