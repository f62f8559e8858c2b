import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { asEnvironment } from './env';

export interface Watched {
	readonly pid: number;
	readonly identity: string;
	/** How the process is asked to end; SIGKILL follows after `graceMs`. */
	readonly signal: NodeJS.Signals;
	/** Lower stages are stopped first, so that stores outlive what writes to them. */
	readonly stage: number;
	readonly graceMs: number;
}

let reaper: ChildProcess | undefined;

/** The one reaper of this process. It leads a session of its own, so that no signal to ours reaches it. */
function theReaper(): ChildProcess {
	if (reaper?.exitCode === null && reaper.signalCode === null) return reaper;
	const child = spawn(process.execPath, [fileURLToPath(new URL('./reaper-main.mjs', import.meta.url))], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
		env: asEnvironment({}),
	});
	child.unref();
	// a reaper that was killed only costs the safety net; the next watch() starts another
	child.on('error', () => {});
	child.stdin?.on('error', () => {});
	if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
	reaper = child;
	return child;
}

/** Has the process stopped when this one ends without doing it, SIGKILL included. */
export function watch(entry: Watched): void {
	theReaper().stdin?.write(`${JSON.stringify(entry)}\n`);
}

/** Takes a process that has ended off the list. */
export function forget(pid: number): void {
	reaper?.stdin?.write(`${JSON.stringify({ forget: pid })}\n`);
}

/** The reaper, when there is one, so that a later start can wait until it has done its work. */
export function reaperProcess(): { pid: number; identity: string } | null {
	const pid = reaper?.pid;
	const identity = pid ? identityOf(pid) : null;
	return pid && identity ? { pid, identity } : null;
}

/** Has a child of ours stopped when this process is killed; a child that ended by itself is known by its identity. */
export function watchChild(pid: number | undefined, signal: NodeJS.Signals): void {
	const identity = pid ? identityOf(pid) : null;
	if (pid && identity) watch({ pid, identity, signal, stage: 0, graceMs: 60_000 });
}
