import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../bootstrap/process-identity.mjs';
import { reaperProcess } from '../services/reaper';
import { stopProcess } from '../services/stop-process';

interface Running {
	readonly pid: number;
	readonly identity: string;
}

/** The reaper of a killed demo may still be at work: worker 30 s, then the stores 20 s each. */
const REAPER_MS_MAX = 60_000;

/**
 * What the demo has started, newest last. It is written down, so that the next start can stop what a killed demo and its killed
 * reaper left behind.
 */
export class Stack {
	private readonly parts: { name: string; stop(): Promise<void> }[] = [];
	private readonly running = new Map<string, Running>();
	private readonly path: string;

	constructor(dataDir: string) {
		this.path = join(dataDir, 'running.json');
	}

	push(name: string, stop: () => Promise<void>): void {
		this.parts.push({ name, stop });
	}

	/** Writes down which process bears the name now. */
	note(name: string, process: Running): void {
		this.running.set(name, { pid: process.pid, identity: process.identity });
		const content = { reaper: reaperProcess(), running: Object.fromEntries(this.running) };
		writeFileSync(`${this.path}.new`, JSON.stringify(content));
		renameSync(`${this.path}.new`, this.path);
	}

	/** Stops everything, the newest first. One that does not stop in order does not keep the others from it. */
	async stopAll(say: (line: string) => void): Promise<void> {
		for (let part = this.parts.pop(); part; part = this.parts.pop()) {
			say(`Stopping ${part.name} ...`);
			await part.stop().catch((error: unknown) => say(`${part.name}: ${String(error)}`));
		}
	}

	/** Stops what an earlier demo left running. */
	async clearLeftovers(say: (line: string) => void): Promise<void> {
		if (!existsSync(this.path)) return;
		const left: { reaper?: Running; running?: Record<string, Running> } = JSON.parse(readFileSync(this.path, 'utf8'));
		const { reaper } = left;
		for (const end = Date.now() + REAPER_MS_MAX; reaper && isRunning(reaper.pid, reaper.identity) && Date.now() < end; ) await sleep(100);
		for (const [name, { pid, identity }] of Object.entries(left.running ?? {}))
			if (await stopProcess(pid, 'SIGTERM', 30_000, identity)) say(`Stopped ${name} of an earlier start (process ${pid}).`);
	}
}
