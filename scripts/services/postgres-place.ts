import { createHash } from 'node:crypto';
import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../lib/errors';
import { copyBinaries, linkLibraries, packagedBinaries } from './postgres-binaries';

/** Where root keeps what the user `nobody` must reach and a home folder hides from it. */
const OUTSIDE = '/var/lib/caracal-audit-console';

export interface Account {
	readonly uid: number;
	readonly gid: number;
}

export interface PostgresPlace {
	/** Folder with `bin/`. */
	readonly binaries: string;
	/** Folder of the cluster; its parent belongs to whoever runs the server. */
	readonly cluster: string;
	/** Whom the server runs as, when that is not who we are. */
	readonly account?: Account;
}

/** The account `nobody` from /etc/passwd: Postgres refuses to run as root and wants a user that has a name. */
export function nobodyAccount(passwd: string): Account {
	const fields = passwd
		.split('\n')
		.map((line) => line.split(':'))
		.find(([name]) => name === 'nobody');
	const uid = Number(fields?.[2]);
	const gid = Number(fields?.[3]);
	if (!fields || !(uid > 0) || !(gid > 0))
		throw new ConfigError(
			'Postgres does not run as root and /etc/passwd has no user `nobody`: run this as an ordinary user, or set DATABASE_URL.',
		);
	return { uid, gid };
}

/** Whether the account may pass through the folder and every folder above it. */
export function canReach(folder: string, { uid, gid }: Account): boolean {
	for (let path = folder; ; path = dirname(path)) {
		const stat = statSync(path);
		const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
		if (!(stat.mode & bit)) return false;
		if (path === dirname(path)) return true;
	}
}

/** A folder for everyone below /var/lib, or below the folder for temporary files where that cannot be written. */
function outsideFolder(account: Account): string {
	for (const folder of [OUTSIDE, join(tmpdir(), 'caracal-audit-console')])
		try {
			mkdirSync(folder, { recursive: true, mode: 0o755 });
			chmodSync(folder, 0o755);
			accessSync(folder, constants.W_OK);
			if (canReach(folder, account)) return folder;
		} catch {
			// a read-only system folder: try the next one
		}
	throw new ConfigError(`Postgres runs as \`nobody\` and finds no folder it may use: make ${OUTSIDE} writable, or set DATABASE_URL.`);
}

const POINTER = 'postgres-is-in';

/** Removes what a data folder keeps outside of itself, if anything. */
export function removeOutsideData(dataDir: string): void {
	const pointer = join(dataDir, POINTER);
	const folder = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
	if (/\/caracal-audit-console\/[0-9a-f]{16}$/.test(folder)) rmSync(folder, { recursive: true, force: true });
}

/**
 * The outside folder of a data folder. A pointer in the data folder says that it belongs to this one: a data folder that was
 * deleted and made anew starts empty, and what the deleted one had outside goes.
 */
function outsideDataFolder(dataDir: string, account: Account): string {
	const folder = join(outsideFolder(account), createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
	const pointer = join(dataDir, POINTER);
	if (!existsSync(pointer) || readFileSync(pointer, 'utf8').trim() !== folder) rmSync(folder, { recursive: true, force: true });
	writeFileSync(pointer, `${folder}\n`);
	mkdirSync(folder, { recursive: true, mode: 0o755 });
	return folder;
}

/**
 * Chooses where binaries and data lie. An ordinary user has both where they are; root runs the server as `nobody`, and what that
 * account cannot reach (a clone below /root) is kept outside.
 */
export function placePostgres(dataDir: string): PostgresPlace {
	const packaged = packagedBinaries();
	linkLibraries(packaged.folder);
	if (process.getuid?.() !== 0) return { binaries: packaged.folder, cluster: join(dataDir, 'cluster') };

	const account = nobodyAccount(readFileSync('/etc/passwd', 'utf8'));
	const binaries = canReach(join(packaged.folder, 'bin'), account) ? packaged.folder : copyBinaries(packaged, outsideFolder(account));
	const home = canReach(dataDir, account) ? dataDir : outsideDataFolder(dataDir, account);
	const cluster = join(home, 'cluster');
	mkdirSync(cluster, { recursive: true, mode: 0o700 });
	chownSync(cluster, account.uid, account.gid);
	return { binaries, cluster, account };
}
