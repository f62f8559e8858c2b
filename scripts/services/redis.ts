import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Child, startChild, waitUntilReady } from './child';
import { PATH } from './env';
import { freePort } from './ports';
import { findRedis } from './redis-binaries';
import { answersPing } from './redis-ping';
import { secretFile } from './secret-file';
import { claimDataDir } from './server-record';
import { type Service, type ServiceOptions, STORE_STAGE, serviceOf } from './service';

/** Loading a long append-only file takes a while. */
const START_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 20_000;

/** The password is in a file of the owner's, not on the command line, where every user of the machine could read it. */
function writeConfig(path: string, dataDir: string, port: number, password: string): void {
	const lines = [
		'bind 127.0.0.1',
		`port ${port}`,
		'protected-mode yes',
		`requirepass ${password}`,
		'daemonize no',
		`dir "${join(dataDir, 'data')}"`,
		'appendonly yes',
		'appendfsync everysec',
		'maxmemory-policy noeviction',
		'save ""',
	];
	writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
}

/**
 * Starts a real Redis or Valkey on 127.0.0.1, with an append-only file in the folder, for as long as this process runs.
 * @param say tells what is being done when it takes a while
 * @throws ConfigError when there is no server to be had; an Error when another living process owns the folder, or with the last
 * line of the server's log when it does not start
 */
export async function startRedis(options: ServiceOptions, say: (line: string) => void = () => {}): Promise<Service> {
	const dataDir = resolve(options.dataDir);
	mkdirSync(join(dataDir, 'data'), { recursive: true, mode: 0o700 });
	const claim = await claimDataDir('redis', dataDir, 'SIGTERM');
	let server: Child | undefined;
	try {
		const binary = await findRedis(say);
		const password = secretFile(join(dataDir, 'password'));
		const port = options.port ?? (await freePort());
		const config = join(dataDir, 'redis.conf');
		writeConfig(config, dataDir, port, password);
		server = await startChild({
			name: 'Redis',
			command: binary.command,
			args: [config],
			env: { PATH, LD_LIBRARY_PATH: binary.libraryPath },
			cwd: dataDir,
			logFile: options.logFile ?? join(dataDir, 'server.log'),
			stopSignal: 'SIGTERM',
			stopGraceMs: STOP_GRACE_MS,
			stage: STORE_STAGE,
		});
		claim.remember(server);
		await waitUntilReady(server, () => answersPing(port, password), START_TIMEOUT_MS);
		return serviceOf(`redis://:${password}@127.0.0.1:${port}`, port, server, claim);
	} catch (error) {
		await server?.stop();
		claim.release();
		throw error;
	}
}
