import { createHash } from 'node:crypto';
import {
	accessSync,
	chmodSync,
	constants,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../lib/errors';
import { commandOf } from '../bootstrap/process-identity.mjs';
import { readPidFile } from './postgres-orphan';
import { type Account, canReach } from './reach';

/** Where root keeps what the user `nobody` must reach and a home folder hides from it. */
const OUTSIDE = '/var/lib/caracal-audit-console';

/** A folder for everyone below /var/lib, or below the folder for temporary files where that cannot be written. */
export function outsideFolder(account: Account): string {
	for (const folder of [OUTSIDE, join(tmpdir(), 'caracal-audit-console')])
		try {
			mkdirSync(folder, { recursive: true, mode: 0o755 });
			// in a folder for everybody's temporary files someone else may have made it
			if (statSync(folder).uid !== process.getuid?.()) continue;
			chmodSync(folder, 0o755);
			accessSync(folder, constants.W_OK);
			if (canReach(folder, account)) return folder;
		} catch {
			// a read-only system folder: try the next one
		}
	throw new ConfigError(`Postgres runs as \`nobody\` and finds no folder it may use: make ${OUTSIDE} writable, or set DATABASE_URL.`);
}

/** In the data folder: where its outside folder is. */
const POINTER = 'postgres-is-in';
/** In the outside folder: whose it is. */
const BELONGS_TO = 'belongs-to';

/** Removes what a data folder keeps outside of itself, if anything. */
export function removeOutsideData(dataDir: string): void {
	const pointer = join(dataDir, POINTER);
	const folder = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
	if (/\/caracal-audit-console\/[0-9a-f]{16}$/.test(folder)) rmSync(folder, { recursive: true, force: true });
}

/** Removes outside folders whose data folder was deleted, unless a server still runs there. */
function sweep(parent: string): void {
	for (const name of readdirSync(parent)) {
		const owner = join(parent, name, BELONGS_TO);
		if (!existsSync(owner) || existsSync(readFileSync(owner, 'utf8'))) continue;
		const cluster = join(parent, name, 'cluster', 'data');
		const server = readPidFile(cluster);
		if (server && commandOf(server.pid)?.includes(cluster)) continue;
		rmSync(join(parent, name), { recursive: true, force: true });
	}
}

/**
 * The outside folder of a data folder. A pointer in the data folder says that it belongs to this one: a data folder that was
 * deleted and made anew starts empty, and what the deleted one had outside goes.
 */
export function outsideDataFolder(dataDir: string, account: Account): string {
	const folder = join(outsideFolder(account), createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
	const pointer = join(dataDir, POINTER);
	if (!existsSync(pointer) || readFileSync(pointer, 'utf8').trim() !== folder) rmSync(folder, { recursive: true, force: true });
	writeFileSync(pointer, `${folder}\n`);
	mkdirSync(folder, { recursive: true, mode: 0o755 });
	writeFileSync(join(folder, BELONGS_TO), dataDir);
	sweep(dirname(folder));
	return folder;
}
