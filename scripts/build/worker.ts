import { join } from 'node:path';
import { build, stop } from 'esbuild';
import { ROOT } from '../bootstrap/paths.mjs';

/** CommonJS packages in the bundle ask for Node's modules by `require`, which an ES module has to be given. */
const REQUIRE = "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

/**
 * How Node runs the bundled worker. At full rate most of what it allocates dies young; the space V8 would by default give that
 * is a quarter of the process, and makes it no faster.
 */
export const WORKER_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/** What its environment says besides: glibc would keep an arena of freed memory for each thread that compresses and hashes. */
export const WORKER_ENV: Readonly<Record<string, string>> = { MALLOC_ARENA_MAX: '2' };

/** Bundles the worker with everything it imports into one file. */
export async function buildWorker(outfile = join(ROOT, 'dist', 'worker.mjs')): Promise<void> {
	await build({
		absWorkingDir: ROOT,
		entryPoints: ['worker/main.ts'],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'esm',
		banner: { js: REQUIRE },
		logLevel: 'silent',
	});
	// its helper process would else live as long as we do
	await stop();
}
