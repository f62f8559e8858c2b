import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ConfigError } from '../../lib/errors';
import { fetchDebianPackages, isDebianLike } from './debian';
import { asEnvironment, PATH } from './env';

/** XAUTOCLAIM and approximate trimming by id came with it. */
const VERSION_MIN = [6, 2] as const;

export interface RedisBinary {
	readonly command: string;
	/** Folders with the libraries it needs and the system lacks. */
	readonly libraryPath?: string;
}

const HOW_TO_GET_IT: Partial<Record<NodeJS.Platform, string>> = {
	darwin: '`brew install redis`',
	linux: '`apt-get install redis-server`, `dnf install valkey`, `apk add redis` or `pacman -S valkey`, whichever your system has',
	win32: 'WSL, and there `apt-get install redis-server`',
};

/** Whether `redis-server --version` tells of a version that is new enough. */
export function isRecent(versionLine: string): boolean {
	const [, major, minor] = /v=(\d+)\.(\d+)/.exec(versionLine) ?? [];
	return Number(major) > VERSION_MIN[0] || (Number(major) === VERSION_MIN[0] && Number(minor) >= VERSION_MIN[1]);
}

function works(binary: RedisBinary): boolean {
	try {
		const env = asEnvironment({ PATH, LD_LIBRARY_PATH: binary.libraryPath });
		return isRecent(execFileSync(binary.command, ['--version'], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }));
	} catch {
		// not a program of this system, or one that lacks a library
		return false;
	}
}

function onPath(): RedisBinary | undefined {
	for (const folder of PATH.split(delimiter))
		for (const name of ['redis-server', 'valkey-server']) {
			const command = join(folder, name);
			if (existsSync(command) && works({ command })) return { command };
		}
	return undefined;
}

/**
 * A real Redis or Valkey: the one on PATH, else on Debian-like systems its packages, unpacked into the cache folder without
 * installing anything.
 * @param say tells what is being done when it takes a while
 * @throws ConfigError with how to get one on this system
 */
export async function findRedis(say: (line: string) => void): Promise<RedisBinary> {
	const found = onPath();
	if (found) return found;
	let why = 'none is on PATH';
	if (isDebianLike())
		try {
			const folder = await fetchDebianPackages('redis-server', 'redis', say);
			const binary = { command: join(folder.root, 'usr/bin/redis-server'), libraryPath: folder.libraryPath };
			if (works(binary)) return binary;
			why = 'the one of this system is older than 6.2 or does not run';
		} catch (error) {
			why = error instanceof Error ? error.message : String(error);
		}
	const how = HOW_TO_GET_IT[process.platform] ?? 'Redis 6.2 or later from redis.io';
	throw new ConfigError(`A Redis server is needed (${why}): get it by ${how}, or set REDIS_URL to one of yours.`);
}
