import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { toError } from '../../lib/errors';
import { type Child, startChild, waitUntilReady } from './child';
import { asEnvironment, PATH } from './env';
import { freePort } from './ports';
import { clearOrphan, readPidFile } from './postgres-orphan';
import { type PostgresPlace, placePostgres } from './postgres-place';
import { postgresSettings } from './postgres-settings';
import { secretFile } from './secret-file';
import { claimDataDir } from './server-record';
import { type Service, type ServiceOptions, STORE_STAGE, serviceOf } from './service';

const OWNER = 'caracal';
/** Recovery after a crash replays at most max_wal_size. */
const START_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 20_000;
const ORPHANS_MS_MAX = 30_000;
const ORPHANS_POLL_MS = 250;

function environment(): NodeJS.ProcessEnv {
	return asEnvironment({ PATH, TZ: 'UTC', LC_ALL: 'C' });
}

/** Makes the cluster in a folder beside and renames it, so that one that was cut off is never taken for whole. */
async function initCluster(place: PostgresPlace, password: string): Promise<void> {
	const fresh = join(place.cluster, `fresh-${process.pid}`);
	const passwordFile = join(place.cluster, `password-${process.pid}`);
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (place.account) chownSync(passwordFile, place.account.uid, place.account.gid);
	const args = ['-D', fresh, '-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
	// the same order and case rules on every platform
	args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
	try {
		await promisify(execFile)(join(place.binaries, 'bin', 'initdb'), args, { env: environment(), cwd: '/', ...place.account });
		renameSync(fresh, join(place.cluster, 'data'));
	} catch (error) {
		const { stderr } = error as { stderr?: string };
		throw new Error(`Postgres cannot make its data folder: ${stderr?.trim().split('\n').at(-1) || toError(error).message}`);
	} finally {
		rmSync(passwordFile, { force: true });
		rmSync(fresh, { recursive: true, force: true });
	}
}

function startServer(place: PostgresPlace, data: string, settings: string[], logFile: string): Promise<Child> {
	return startChild({
		name: 'Postgres',
		command: join(place.binaries, 'bin', 'postgres'),
		args: ['-D', data, ...settings],
		env: environment(),
		cwd: '/',
		...place.account,
		logFile,
		stopSignal: 'SIGINT',
		stopGraceMs: STOP_GRACE_MS,
		stage: STORE_STAGE,
	});
}

/** Whether it ended because processes of a server that was killed still hold its memory; they end within moments of their own will. */
function isHeldByOrphans(server: Child): boolean {
	return server.hasExited() && server.logTail(20).some((line) => line.includes('pre-existing shared memory block'));
}

/**
 * Starts a Postgres 18 of the npm package on 127.0.0.1, with its data in the folder, for as long as this process runs.
 * @throws when another living process owns the folder, or with the last line of the server's log when it does not start
 */
export async function startPostgres(options: ServiceOptions): Promise<Service> {
	const dataDir = resolve(options.dataDir);
	mkdirSync(dataDir, { recursive: true });
	const claim = await claimDataDir('postgres', dataDir, 'SIGINT');
	let server: Child | undefined;
	try {
		const place = placePostgres(dataDir);
		mkdirSync(place.cluster, { recursive: true, mode: 0o700 });
		const data = join(place.cluster, 'data');
		const password = secretFile(join(dataDir, 'password'));
		if (!existsSync(data)) await initCluster(place, password);
		await clearOrphan(data);
		const port = options.port ?? (await freePort());
		const settings = postgresSettings(port, options.outlivesPower);
		for (const untilMs = Date.now() + ORPHANS_MS_MAX; ; await sleep(ORPHANS_POLL_MS)) {
			server = await startServer(place, data, settings, options.logFile ?? join(dataDir, 'server.log'));
			claim.remember(server);
			try {
				await waitUntilReady(server, () => readPidFile(data)?.isReady === true, START_TIMEOUT_MS);
				break;
			} catch (error) {
				if (Date.now() > untilMs || !isHeldByOrphans(server)) throw error;
			}
		}
		return serviceOf(`postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`, port, server, claim);
	} catch (error) {
		await server?.stop();
		claim.release();
		throw error;
	}
}
