import { join } from 'node:path';
import { ConfigError } from '../../lib/errors';
import { freePort, isPortFree } from '../services/ports';
import { startPostgres } from '../services/postgres';
import { startRedis } from '../services/redis';
import type { Service } from '../services/service';
import { type DatabaseUrls, giveRolesLogins, migrateDatabase } from './database';
import type { DemoEnv } from './env';
import { type Lifecycle, say } from './lifecycle';
import type { DemoOptions } from './options';
import { loadSecrets, type Secrets } from './secrets';

/** What worker, console and simulator stand on. */
export interface Foundation {
	readonly port: number;
	readonly workerPort: number;
	readonly logsDir: string;
	readonly secrets: Secrets;
	readonly urls: DatabaseUrls;
	readonly redisUrl: string;
}

async function choosePort(option: string, port: number): Promise<number> {
	if (port === 0) return freePort();
	if (!(await isPortFree(port))) throw new ConfigError(`Port ${port} is in use: choose another with --${option} N`);
	return port;
}

/** A server of our own, or the one the environment names. */
async function storeUrl(life: Lifecycle, name: string, given: string | null, start: () => Promise<Service>): Promise<string> {
	if (given) {
		say(`Using ${name} as the environment says.`);
		return given;
	}
	say(`Starting ${name} ...`);
	const service = await start();
	life.stack.push(name, service.stop);
	life.depend(name, service);
	return service.url;
}

/** Chooses ports, starts the stores or takes the given ones, and migrates. */
export async function layFoundation(options: DemoOptions, env: DemoEnv, life: Lifecycle): Promise<Foundation> {
	const { dataDir } = options;
	const logsDir = join(dataDir, 'logs');
	const port = await choosePort('port', options.port);
	const workerPort = await choosePort('worker-port', options.workerPort);
	const secrets = loadSecrets(dataDir, env);
	const owner = await storeUrl(life, 'Postgres', env.databaseUrl, () =>
		startPostgres({ dataDir: join(dataDir, 'postgres'), logFile: join(logsDir, 'postgres.log') }),
	);
	const redisUrl = await storeUrl(life, 'Redis', env.redisUrl, () =>
		startRedis({ dataDir: join(dataDir, 'redis'), logFile: join(logsDir, 'redis.log') }, say),
	);
	say('Migrating the database ...');
	await migrateDatabase(owner);
	const urls = env.databaseUrl ? { owner, worker: owner, web: owner } : await giveRolesLogins(owner, secrets);
	return { port, workerPort, logsDir, secrets, urls, redisUrl };
}
