import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../lib/errors';
import { copyBinaries, linkLibraries, packagedBinaries } from './postgres-binaries';
import { outsideDataFolder, outsideFolder } from './postgres-outside';
import { type Account, canReach } from './reach';

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
