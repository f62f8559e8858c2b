import { dirname, join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../bootstrap/paths.mjs';

/** CommonJS packages in the bundle ask for Node's modules by `require`, which an ES module has to be given. */
const REQUIRE = "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * How Node runs the bundled worker. At full rate most of what it allocates dies young; the space V8 would by default give that
 * is a quarter of the process, and makes it no faster. What outlives it is garbage soon after; left to itself V8 waits for three
 * times what is alive before it clears that away.
 */
export const WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=150'];

/**
 * What its environment says besides, to glibc: no arena of freed memory for each thread that compresses and hashes, and buffers of a
 * batch go back to the system when they are freed, instead of staying between smaller ones.
 */
export const WORKER_ENV: Readonly<Record<string, string>> = {
	MALLOC_ARENA_MAX: '1',
	MALLOC_MMAP_THRESHOLD_: String(1024 * 1024),
	MALLOC_TRIM_THRESHOLD_: String(1024 * 1024),
};

/** The file that the worker's thread of sweeps is, beside the worker's own. */
export const SWEEP_THREAD_FILE = 'sweep-thread.mjs';

/** Bundles the worker with everything it imports into one file, and what it starts as a thread into another beside it. */
export async function buildWorker(outfile = join(ROOT, 'dist', 'worker.mjs')): Promise<void> {
	const entries = { 'worker/main.ts': outfile, 'worker/integrity/sweeps/thread-main.ts': join(dirname(outfile), SWEEP_THREAD_FILE) };
	for (const [entry, file] of Object.entries(entries)) {
		await build({
			absWorkingDir: ROOT,
			entryPoints: [entry],
			outfile: file,
			bundle: true,
			platform: 'node',
			target: 'node20',
			format: 'esm',
			banner: { js: REQUIRE },
			logLevel: 'silent',
		});
	}
	// its helper process would else live as long as we do
	await stop();
}
