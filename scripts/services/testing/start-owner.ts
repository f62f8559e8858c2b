import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../../bootstrap/paths.mjs';

export interface Owner {
	readonly process: ChildProcess;
	/** The server or program it started. */
	readonly pid: number;
	readonly url: string;
	readonly reaper: number;
}

/** Starts a process that owns a server, as demo and tests do, so that it can be killed. */
export async function startOwner(what: 'child' | 'postgres' | 'redis', dataDir: string): Promise<Owner> {
	const file = 'scripts/services/testing/owner.ts';
	const child = spawn(process.execPath, ['scripts/run.mjs', join(ROOT, file), what, dataDir], {
		cwd: ROOT,
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const [line] = await once(createInterface({ input: child.stdout }), 'line');
	return { process: child, ...JSON.parse(line) };
}

/** Kills a process as the system does when it runs out of memory, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
