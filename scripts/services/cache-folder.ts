import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { HOME, XDG_CACHE_HOME } from './env';

/** A folder of this user's that outlives a clone, made when missing; without a usable home one below node_modules. */
export function cacheFolder(): string {
	const candidates = [XDG_CACHE_HOME, HOME && join(HOME, '.cache'), join(ROOT, 'node_modules', '.cache')];
	for (const base of candidates) {
		if (!base) continue;
		const folder = join(base, 'caracal-audit-console');
		try {
			mkdirSync(folder, { recursive: true });
			accessSync(folder, constants.W_OK);
			return folder;
		} catch {
			// not ours to write: try the next one
		}
	}
	throw new Error('no folder to keep downloaded programs in: set XDG_CACHE_HOME to one that can be written');
}
