import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, toError } from '../../lib/errors';
import { tryLock } from '../bootstrap/lock.mjs';
import type { Child } from '../services/child';
import { obituary } from './keep-running';
import { onNpmGone } from './parent-watch';
import { Stack } from './stack';

export const say = (line: string): void => console.error(line);

/** What is running, and how all of it comes to its end. */
export interface Lifecycle {
	readonly stack: Stack;
	/** Without this program the rest makes no sense: when it ends by itself, everything is stopped with exit code 1. */
	depend(name: string, child: Pick<Child, 'exited' | 'logTail'>): void;
}

/**
 * Starts things and keeps them until a signal, the end of npm above us, or the end of something they depend on; then stops them,
 * the newest first. A second signal does not wait any longer and leaves the rest to the reaper.
 * @param dataDir belongs to this process alone; what an earlier one left running on it is stopped first
 * @param start settles when everything is up; an error stops what was started, in one line, with exit code 1
 */
export async function runUntilStopped(dataDir: string, isBelowNpm: boolean, start: (life: Lifecycle) => Promise<void>): Promise<void> {
	mkdirSync(dataDir, { recursive: true });
	const lock = tryLock(join(dataDir, 'demo.lock'));
	if ('heldBy' in lock)
		throw new ConfigError(`${dataDir} is already in use by process ${lock.heldBy}: stop it, or choose another --data-dir`);
	const stack = new Stack(dataDir);
	let stopping = false;
	const stop = async (why: string, exitCode: number) => {
		if (stopping) process.exit(exitCode || 130);
		stopping = true;
		if (why) say(why);
		await stack.stopAll(say);
		process.exit(exitCode);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop('', 0));
	if (isBelowNpm) onNpmGone(() => stopping || void stop('npm is gone.', 1));
	const depend = (name: string, child: Pick<Child, 'exited' | 'logTail'>) => {
		void child.exited.then((how) => stopping || stop(obituary(name, how, child.logTail(8)), 1));
	};
	try {
		await stack.clearLeftovers(say);
		await start({ stack, depend });
	} catch (error) {
		if (!stopping) await stop(toError(error).message, 1);
	}
}
