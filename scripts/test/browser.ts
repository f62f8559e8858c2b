import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { ConfigError, toError } from '../../lib/errors';
import { fetchDebianPackages, isDebianLike } from '../services/debian';
import { asEnvironment, PATH } from '../services/env';
import { givenBrowser } from './env';

// the shell has no windows to draw, which saves a fifth of a run
const SHELL_PACKAGE = 'chromium-headless-shell';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MACOS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

export interface Browser {
	readonly path: string;
	/** Folders with the libraries it needs and the system lacks. */
	readonly libraryPath?: string;
}

/** Whether the program starts at all: an Ubuntu `chromium-browser` may be a mere hint to install a snap. */
function works({ path, libraryPath }: Browser): boolean {
	try {
		const env = asEnvironment({ PATH, LD_LIBRARY_PATH: libraryPath });
		return /\d+\.\d+/.test(
			execFileSync(path, ['--version'], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 }),
		);
	} catch {
		// not a browser, or one that lacks a library
		return false;
	}
}

function installed(): Browser | undefined {
	const onPath = (names: readonly string[]) => PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
	const candidates = [
		...onPath([SHELL_PACKAGE]),
		chromium.executablePath(),
		...onPath(NAMES),
		...(process.platform === 'darwin' ? MACOS : []),
	];
	return candidates
		.filter((path) => path && existsSync(path))
		.map((path) => ({ path }))
		.find(works);
}

/** Debian's package, installed as root. */
async function installPackage(say: (line: string) => void): Promise<void> {
	say(`Installing the package ${SHELL_PACKAGE} ...`);
	const env = asEnvironment({ PATH, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' });
	const aptGet = (...args: string[]) => promisify(execFile)('/usr/bin/apt-get', args, { env, maxBuffer: 64_000_000 });
	const install = () => aptGet('install', '-y', '-q', '--no-install-recommends', SHELL_PACKAGE);
	try {
		await install();
	} catch {
		// missing or old package lists; a second failure is final
		await aptGet('update', '-q');
		await install();
	}
}

/** Debian's package and the libraries the system lacks, unpacked into the cache folder: needs no root. */
async function unpackPackage(say: (line: string) => void): Promise<Browser> {
	const folder = await fetchDebianPackages(SHELL_PACKAGE, SHELL_PACKAGE, say);
	return { path: join(folder.root, 'usr/lib/chromium', SHELL_PACKAGE), libraryPath: folder.libraryPath };
}

/**
 * A Chromium for the browser specs: the one the environment names, the system's shell, Playwright's own, the system's, or Debian's package of the shell.
 * @throws ConfigError that says what to install; specs are never skipped for want of a browser
 */
export async function findBrowser(say: (line: string) => void): Promise<Browser> {
	const given = givenBrowser();
	if (given) {
		if (existsSync(given)) return { path: given };
		throw new ConfigError(`There is no browser at ${given}: correct PLAYWRIGHT_CHROMIUM or CHROME_PATH, or unset it`);
	}
	let found = installed();
	if (found) return found;
	let why = 'none was found';
	if (isDebianLike())
		try {
			if (process.getuid?.() === 0) {
				await installPackage(say);
				found = installed();
			} else found = await unpackPackage(say);
			if (found && works(found)) return found;
			why = 'the one of this system does not run';
		} catch (error) {
			why = toError(error).message.split('\n')[0] ?? '';
		}
	throw new ConfigError(`The browser specs need Chromium or Chrome (${why}): install one, or name it in PLAYWRIGHT_CHROMIUM`);
}
