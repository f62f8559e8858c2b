import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../bootstrap/paths.mjs';
import type { DemoFacts } from '../demo/report';
import { inheritedEnv } from '../env';

export interface RunningDemo {
	readonly facts: DemoFacts;
	/** Resident memory of a part by its name in the demo, in bytes. */
	memory(name: 'the console' | 'the worker'): number;
	stop(): Promise<void>;
}

/** Starts the demo with an empty ledger and traffic at a rate. @throws when it ends before it is ready */
export async function startDemo(dataDir: string, perSecond: number): Promise<RunningDemo> {
	const args = ['scripts/demo.mjs', '--json', '--port', '0', '--worker-port', '0', '--data-dir', dataDir, '--events', '0'];
	const child = spawn(process.execPath, [...args, '--rate', String(perSecond)], {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...inheritedEnv(), NODE_ENV: 'production' },
	});
	const lines = createInterface({ input: child.stdout });
	const exited = once(child, 'exit');
	const [line] = (await Promise.race([once(lines, 'line'), exited.then(() => [null])])) as [string | null];
	if (line === null) throw new Error('the demo ended before it was ready');
	return {
		facts: JSON.parse(line) as DemoFacts,
		memory: (name) => {
			const { running } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { running: Record<string, { pid: number }> };
			const status = readFileSync(`/proc/${running[name]?.pid}/status`, 'utf8');
			return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
		},
		stop: async () => {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
