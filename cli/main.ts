// The `caracal` command: gives the process's surroundings to run(), and ends with its exit code.
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { cliEnv } from './env';
import { CliError } from './errors';
import { createOutput } from './output/terminal';
import { run } from './run';

/** Waits; an aborted wait has simply ended. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
	try {
		await wait(ms, undefined, { signal });
	} catch (error) {
		if (signal?.aborted !== true) throw error;
	}
}

function untilStopped(): AbortSignal {
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
	return stop.signal;
}

async function main(): Promise<number> {
	let env: ReturnType<typeof cliEnv>;
	try {
		env = cliEnv();
	} catch (error) {
		if (!(error instanceof CliError)) throw error;
		process.stderr.write(`caracal: ${error.message}\n`);
		return 1;
	}
	const output = createOutput(process, env, process.exit);
	const nowMicros = () => BigInt(Date.now()) * 1000n;
	const readStdin = () => text(process.stdin);
	return run({ env, output, nowMicros, random: Math.random, sleep, untilStopped, readStdin }, process.argv.slice(2));
}

// a thread loads this file too, for what it has to do itself
if (isMainThread) {
	const code = await main();
	// connections kept alive for the next question must not keep the process; what was written goes out first
	process.stdout.write('', () => process.exit(code));
}
