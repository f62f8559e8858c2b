import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning } from '../bootstrap/process-identity.mjs';

/**
 * Stops a process that is not our child: by the signal, after `graceMs` by SIGKILL. Never one that got the number later.
 * @param identity which process is meant; the one that has the number now when left out
 * @returns whether there was one to stop
 */
export async function stopProcess(pid: number, signal: NodeJS.Signals, graceMs: number, identity = identityOf(pid)): Promise<boolean> {
	if (!isRunning(pid, identity)) return false;
	process.kill(pid, signal);
	for (const deadline = Date.now() + graceMs; isRunning(pid, identity); await sleep(50))
		if (Date.now() > deadline) {
			process.kill(pid, 'SIGKILL');
			await sleep(100);
		}
	return true;
}
