import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { asEnvironment } from './env';
import { forget, watch } from './reaper';
import { waitFor } from './wait-for';

/** A log longer than this is set aside as `.1` at the next start. */
const LOG_BYTES_MAX = 10_000_000;

export interface ChildOptions {
	/** How people know it, for messages. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Record<string, string | undefined>;
	readonly cwd?: string;
	readonly uid?: number;
	readonly gid?: number;
	/** Takes stdout and stderr, appended; our own stdout and stderr do when left out. */
	readonly logFile?: string;
	readonly stopSignal: NodeJS.Signals;
	readonly stopGraceMs: number;
	/** See Watched.stage. */
	readonly stage: number;
}

export interface Child {
	readonly name: string;
	readonly pid: number;
	readonly identity: string;
	/** Settles when the process has ended, with words for it, for example `exit code 1`. */
	readonly exited: Promise<string>;
	hasExited(): boolean;
	/** The last lines of its log since it was started, at most `count`. */
	logTail(count: number): string[];
	/** Asks it to end, and after its grace kills it and its group. Settles when it is gone. */
	stop(): Promise<void>;
}

function openLog(path: string): { fd: number; startBytes: number } {
	mkdirSync(dirname(path), { recursive: true });
	if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
	const fd = openSync(path, 'a', 0o600);
	return { fd, startBytes: statSync(path).size };
}

function killGroup(child: ChildProcess, pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-pid, signal);
	} catch {
		// the group is gone; the process itself may have left it
		child.kill(signal);
	}
}

/**
 * Starts a process in a group of its own, so that a Ctrl-C in the terminal reaches it only through us, in order, and puts it on
 * the reaper's list.
 * @throws when it cannot be started at all
 */
export async function startChild(options: ChildOptions): Promise<Child> {
	const { logFile } = options;
	const log = logFile === undefined ? undefined : openLog(logFile);
	const child = spawn(options.command, [...options.args], {
		detached: true,
		cwd: options.cwd,
		env: asEnvironment(options.env),
		stdio: ['ignore', log?.fd ?? 'inherit', log?.fd ?? 'inherit'],
		...(options.uid === undefined ? {} : { uid: options.uid, gid: options.gid }),
	});
	if (log) closeSync(log.fd);
	let ended = false;
	const exited = new Promise<string>((resolve) => {
		child.once('exit', (code, signal) => {
			ended = true;
			if (child.pid) forget(child.pid);
			resolve(signal ? `signal ${signal}` : `exit code ${code}`);
		});
	});
	await new Promise<void>((resolve, reject) => {
		child.once('spawn', resolve);
		child.once('error', (error) => reject(new Error(`${options.name} cannot be started: ${error.message}`)));
	});
	const pid = child.pid ?? 0;
	const identity = identityOf(pid) ?? '';
	watch({ pid, identity, signal: options.stopSignal, stage: options.stage, graceMs: options.stopGraceMs });

	return {
		name: options.name,
		pid,
		identity,
		exited,
		hasExited: () => ended,
		logTail(count) {
			if (!log || logFile === undefined) return [];
			const text = readFileSync(logFile).subarray(log.startBytes).toString('utf8');
			return text.trimEnd().split('\n').slice(-count).filter(Boolean);
		},
		async stop() {
			if (ended) return;
			child.kill(options.stopSignal);
			const late = setTimeout(() => killGroup(child, pid, 'SIGKILL'), options.stopGraceMs);
			await exited;
			clearTimeout(late);
		},
	};
}

/** The line that says why: the first that speaks of a failure, else the last. */
function lastWords(tail: readonly string[]): string {
	return tail.find((line) => /FATAL|PANIC|could not|cannot|[Ee]rror/.test(line)) ?? tail.at(-1) ?? 'it ended without a word';
}

/**
 * Waits until the child is ready.
 * @throws when it ends before, with its log's last line
 */
export async function waitUntilReady(child: Child, ask: () => Promise<boolean> | boolean, timeoutMs: number): Promise<void> {
	await waitFor(`starting ${child.name}`, ask, {
		timeoutMs,
		check() {
			if (child.hasExited()) throw new Error(`${child.name} did not start: ${lastWords(child.logTail(10))}`);
		},
	});
}
