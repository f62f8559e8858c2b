import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { ROOT } from './paths.mjs';

const MARKER = join(ROOT, 'node_modules', '.caracal-install');

/** What the installed packages depend on: both package files, the platform and the major version of Node. */
function wantedDigest() {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.node.split('.')[0]}\n`);
	for (const name of ['package.json', 'package-lock.json']) {
		const path = join(ROOT, name);
		if (existsSync(path)) hash.update(readFileSync(path));
	}
	return hash.digest('hex');
}

function isInstalled() {
	return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === wantedDigest();
}

/** npm, as it started us when it did, else the one on PATH. */
function npmCommand() {
	const started = process.env.npm_execpath ?? '';
	return started.endsWith('npm-cli.js') ? [process.execPath, started] : ['npm'];
}

/** Runs `npm install`; everything it prints goes to stderr, so that stdout stays for results. */
function npmInstall() {
	const [command, ...first] = npmCommand();
	// Install scripts are off: npm's policy may block them anyway, and nothing here needs them (scripts/services links Postgres's libraries).
	const args = [...first, 'install', '--include=dev', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			stdio: ['ignore', 2, 2],
			env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'development' },
		});
		child.once('error', (error) => reject(new Error(`npm cannot be started: ${error.message}`)));
		child.once('exit', (code, signal) => {
			if (code === 0) resolve(undefined);
			else reject(new Error(`npm install ended with ${signal ?? code}; its own message is above`));
		});
	});
}

/**
 * Installs the packages when they are missing or older than package.json or the lockfile. Quick when there is nothing to do,
 * and safe from several processes at once. Ends the process with 1 and one line when it cannot.
 */
export async function ensureInstalled() {
	if (isInstalled()) return;
	try {
		const tellWho = (pid) => console.error(`Waiting for process ${pid}, which is installing packages ...`);
		await withLock(join(ROOT, '.data', 'install.lock'), tellWho, async () => {
			if (isInstalled()) return;
			console.error('Installing packages (a minute or so the first time) ...');
			await npmInstall();
			writeFileSync(MARKER, wantedDigest());
		});
	} catch (error) {
		console.error(`Packages could not be installed: ${error.message}.`);
		process.exit(1);
	}
}
