// Runs beside the program that started it and holds the read end of a pipe from it. When the program ends, however it ends, the
// pipe closes, and what is still on the list is stopped: lower stages first, each by its own signal, after a while by SIGKILL.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../bootstrap/process-identity.mjs';

/** @type {Map<number, { pid: number, identity: string, signal: NodeJS.Signals, stage: number, graceMs: number }>} */
const watched = new Map();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalGroup(pid, signal) {
	for (const target of [-pid, pid])
		try {
			// once: a second signal makes a program drop what it is finishing
			process.kill(target, signal);
			return;
		} catch {
			// it ended in the meantime, or leads no group
		}
}

async function stopOne({ pid, identity, signal, graceMs }) {
	if (!isRunning(pid, identity)) return;
	signalGroup(pid, signal);
	for (const deadline = Date.now() + graceMs; Date.now() < deadline; await sleep(50)) if (!isRunning(pid, identity)) return;
	signalGroup(pid, 'SIGKILL');
}

createInterface({ input: process.stdin })
	.on('line', (line) => {
		const entry = JSON.parse(line);
		if (entry.forget) watched.delete(entry.forget);
		else watched.set(entry.pid, entry);
	})
	.on('close', async () => {
		const stages = [...new Set([...watched.values()].map((entry) => entry.stage))].sort((a, b) => a - b);
		for (const stage of stages) await Promise.all([...watched.values()].filter((entry) => entry.stage === stage).map(stopOne));
		process.exit(0);
	});
