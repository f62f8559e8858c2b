import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../bootstrap/lock.mjs';
import { ROOT } from '../bootstrap/paths.mjs';
import { buildCli } from './cli';
import { sourcesDigest } from './digest';
import { buildVerifier } from './verifier';
import { buildWeb } from './web';
import { buildWorker, SWEEP_THREAD_FILE } from './worker';

const MARKER = join(ROOT, 'dist', '.sources');
const PRODUCTS = [
	...['worker.mjs', SWEEP_THREAD_FILE, 'caracal.mjs', 'evidence-verifier.html'].map((name) => join(ROOT, 'dist', name)),
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
		await buildWeb(logsDir);
		writeFileSync(MARKER, digest);
	});
}
