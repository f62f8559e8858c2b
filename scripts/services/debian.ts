import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';
import { cacheFolder } from './cache-folder';
import { asEnvironment } from './env';

const run = promisify(execFile);
const OUTPUT_BYTES_MAX = 64_000_000;

export interface UnpackedPackages {
	/** Stands for `/`: programs are below `usr/bin`. */
	readonly root: string;
	/** For LD_LIBRARY_PATH. */
	readonly libraryPath: string;
}

/** Whether this system has the two programs that fetch and unpack its packages. */
export function isDebianLike(): boolean {
	return process.platform === 'linux' && ['apt-get', 'dpkg'].every((name) => existsSync(`/usr/bin/${name}`));
}

/** The packages that installing `name` would add, from `apt-get install --simulate`: itself and what the system lacks. */
export function packagesToAdd(simulation: string): string[] {
	return [...simulation.matchAll(/^Inst (\S+) (?:\[[^\]]*\] )?\(/gm)].map((match) => match[1] ?? '').filter(Boolean);
}

async function aptGet(options: readonly string[], args: readonly string[], cwd?: string): Promise<string> {
	try {
		const sandbox = process.getuid?.() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
		const env = asEnvironment({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' });
		const { stdout } = await run('/usr/bin/apt-get', [...sandbox, ...options, ...args], { cwd, env, maxBuffer: OUTPUT_BYTES_MAX });
		return stdout;
	} catch (error) {
		const { stderr } = error as { stderr?: string };
		const line = stderr?.split('\n').find((text) => text.startsWith('E:'));
		throw new Error(`apt-get ${args[0]}: ${line ?? toError(error).message}`);
	}
}

async function download(name: string, options: readonly string[], folder: string): Promise<void> {
	const packages = packagesToAdd(await aptGet(options, ['install', '--simulate', '--no-install-recommends', name]));
	await aptGet(options, ['download', ...new Set([...packages, name])], folder);
}

/** Downloads by the system's package lists; when they are missing or too old, by fresh ones in a folder of ours (needs no root). */
async function downloadWithFreshLists(name: string, folder: string, say: (line: string) => void): Promise<void> {
	try {
		await download(name, [], folder);
	} catch {
		say('Fetching the package lists of this system ...');
		const lists = join(folder, 'lists');
		const cache = join(folder, 'cache');
		for (const path of [join(lists, 'partial'), join(cache, 'archives', 'partial')]) mkdirSync(path, { recursive: true });
		const options = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${cache}`];
		await aptGet(options, ['update']);
		await download(name, options, folder);
	}
}

/** Every folder below `root` that holds shared libraries. */
function libraryFolders(root: string): string[] {
	const files = readdirSync(root, { recursive: true, withFileTypes: true });
	return [...new Set(files.filter((file) => /\.so(\.|$)/.test(file.name)).map((file) => file.parentPath))];
}

/**
 * Fetches a package and what the system lacks of its dependencies, and unpacks them into the cache folder; nothing is installed.
 * Quick when it was done before for this release of the system.
 * @param label of the folder in the cache
 * @throws with apt's own words when it cannot
 */
export async function fetchDebianPackages(name: string, label: string, say: (line: string) => void): Promise<UnpackedPackages> {
	const release = /^VERSION_ID="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'testing';
	const root = join(cacheFolder(), `${label}-${release}-${process.arch}`);
	if (!existsSync(root)) {
		say(`Fetching ${name} from this system's packages ...`);
		const partial = `${root}.${process.pid}`;
		const debs = join(partial, 'debs');
		mkdirSync(debs, { recursive: true });
		try {
			await downloadWithFreshLists(name, debs, say);
			const unpacked = join(partial, 'root');
			for (const file of readdirSync(debs).filter((entry) => entry.endsWith('.deb')))
				execFileSync('/usr/bin/dpkg', ['-x', join(debs, file), unpacked], { stdio: 'pipe' });
			if (!existsSync(unpacked)) throw new ConfigError(`this system's packages have no ${name}`);
			if (!existsSync(root)) renameSync(unpacked, root);
		} finally {
			rmSync(partial, { recursive: true, force: true });
		}
	}
	return { root, libraryPath: libraryFolders(root).join(':') };
}
