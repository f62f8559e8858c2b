import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../bootstrap/lock.mjs';
import { ROOT } from '../bootstrap/paths.mjs';
import { buildCli } from './cli';
import { sourcesDigest, VERIFIER_NAME } from './digest';
import { buildVerifier } from './verifier';
import { buildWeb } from './web';
import { buildWorker, SWEEP_THREAD_FILE } from './worker';

/** Left out of the digest by its name, for it is made. */
const SERVED_VERIFIER = join(ROOT, 'public', VERIFIER_NAME);
const MARKER = join(ROOT, 'dist', '.sources');
const PRODUCTS = [
	...['worker.mjs', SWEEP_THREAD_FILE, 'caracal.mjs', VERIFIER_NAME].map((name) => join(ROOT, 'dist', name)),
	SERVED_VERIFIER,
	join(ROOT, '.next', 'BUILD_ID'),
];

function isCurrent(digest: string): boolean {
	return [MARKER, ...PRODUCTS].every((path) => existsSync(path)) && readFileSync(MARKER, 'utf8') === digest;
}

/**
 * Builds the console, the worker, the command and the verifier page, unless the sources are those of the last build. One process at a time.
 * @param logsDir where the build's output goes
 */
export async function buildAll(say: (line: string) => void, logsDir: string): Promise<void> {
	const tellWho = (pid: number) => say(`Waiting for process ${pid}, which is building ...`);
	await withLock(join(ROOT, '.data', 'build.lock'), tellWho, async () => {
		const digest = sourcesDigest();
		if (isCurrent(digest)) return;
		say('Building the console and the worker (a minute or so) ...');
		rmSync(MARKER, { force: true });
		mkdirSync(join(ROOT, 'dist'), { recursive: true });
		await buildWorker();
		await buildCli();
		await buildVerifier();
		// served for people to save: evidence is checked from disk, not from the console it is about
		await buildVerifier(SERVED_VERIFIER);
		await buildWeb(logsDir);
		writeFileSync(MARKER, digest);
	});
}
