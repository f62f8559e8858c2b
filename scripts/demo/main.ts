import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, toError } from '../../lib/errors';
import { tryLock } from '../bootstrap/lock.mjs';
import { buildAll } from '../build/all';
import type { Child } from '../services/child';
import { freePort, isPortFree } from '../services/ports';
import { startPostgres } from '../services/postgres';
import { startRedis } from '../services/redis';
import type { Service } from '../services/service';
import { giveRolesLogins, ledgerEvents, migrateDatabase } from './database';
import { type DemoEnv, demoEnv } from './env';
import { loadHistory } from './history';
import { keepRunning, obituary } from './keep-running';
import { type DemoOptions, HELP, parseOptions } from './options';
import { onNpmGone } from './parent-watch';
import { startSimulator, startWeb, startWorker } from './programs';
import { type DemoFacts, reportText } from './report';
import { loadSecrets } from './secrets';
import { Stack } from './stack';

const say = (line: string) => console.error(line);
let stopping = false;

/** Stops everything in order and ends; a second call does not wait any longer and leaves the rest to the reaper. */
async function stop(stack: Stack, why: string, exitCode: number): Promise<void> {
	if (stopping) process.exit(exitCode || 130);
	stopping = true;
	say(why);
	await stack.stopAll(say);
	process.exit(exitCode);
}

/** Without this program the demo makes no sense: when it ends by itself, everything is stopped. */
function depend(stack: Stack, name: string, child: Pick<Child, 'exited' | 'logTail'>): void {
	void child.exited.then((how) => {
		if (!stopping) void stop(stack, obituary(name, how, child.logTail(8)), 1);
	});
}

async function choosePort(option: string, port: number): Promise<number> {
	if (port === 0) return freePort();
	if (!(await isPortFree(port))) throw new ConfigError(`Port ${port} is in use: choose another with --${option} N`);
	return port;
}

/** A server of our own, or the one the environment names. */
async function storeUrl(stack: Stack, name: string, given: string | null, start: () => Promise<Service>): Promise<string> {
	if (given) {
		say(`Using ${name} as the environment says.`);
		return given;
	}
	say(`Starting ${name} ...`);
	const service = await start();
	stack.push(name, service.stop);
	depend(stack, name, service);
	return service.url;
}

async function run(options: DemoOptions, env: DemoEnv, stack: Stack): Promise<DemoFacts> {
	const { dataDir } = options;
	const logsDir = join(dataDir, 'logs');
	await stack.clearLeftovers(say);
	const port = await choosePort('port', options.port);
	const workerPort = await choosePort('worker-port', options.workerPort);
	const secrets = loadSecrets(dataDir, env);

	const ownerUrl = await storeUrl(stack, 'Postgres', env.databaseUrl, () =>
		startPostgres({ dataDir: join(dataDir, 'postgres'), logFile: join(logsDir, 'postgres.log') }),
	);
	const redisUrl = await storeUrl(stack, 'Redis', env.redisUrl, () =>
		startRedis({ dataDir: join(dataDir, 'redis'), logFile: join(logsDir, 'redis.log') }, say),
	);
	say('Migrating the database ...');
	await migrateDatabase(ownerUrl);
	const urls = env.databaseUrl ? { owner: ownerUrl, worker: ownerUrl, web: ownerUrl } : await giveRolesLogins(ownerUrl, secrets);
	await buildAll(say, logsDir);

	const keys = { AUDIT_HMAC_KEY: secrets.auditHmacKey, STREAMS_HMAC_KEY: secrets.streamsHmacKey, REDIS_URL: redisUrl };
	const webUrl = `http://127.0.0.1:${port}`;
	const workerUrl = `http://127.0.0.1:${workerPort}`;
	const worker = () => startWorker({ logsDir, env: { ...keys, DATABASE_URL: urls.worker } }, workerPort);
	const simulate = (args: readonly string[]) => startSimulator({ logsDir, env: { ...keys, CONSOLE_URL: webUrl } }, args);
	const keep = (name: string, child: Child, start: () => Promise<Child>) => {
		stack.note(name, child);
		stack.push(name, keepRunning(child, start, say, (current) => stack.note(name, current)).stop);
	};

	say('Starting the worker ...');
	keep('the worker', await worker(), worker);
	say('Starting the console ...');
	const webEnv = { DATABASE_URL: urls.web, AUTH_SECRET: secrets.authSecret, CONSOLE_ADMIN_PASSWORD: secrets.adminPassword };
	const web = await startWeb({ logsDir, env: webEnv }, port);
	stack.note('the console', web);
	stack.push('the console', web.stop);
	depend(stack, 'The console', web);

	await loadHistory({ dataDir, events: options.events, simulate, ledgerEvents: () => ledgerEvents(urls.owner), say });
	if (options.perSecond > 0) {
		const live = () => simulate(['--scenario', 'steady', '--rate', String(options.perSecond), '--seed', `live-${Date.now()}`, '--quiet']);
		keep('the simulator', await live(), live);
	}
	const { auditHmacKey, streamsHmacKey, adminPassword: password } = secrets;
	const hmacKeys = { auditHmacKey, streamsHmacKey };
	return { webUrl, workerUrl, databaseUrl: ownerUrl, redisUrl, ...hmacKeys, user: 'admin', password, apiToken: null, pid: process.pid };
}

async function main(): Promise<void> {
	const options = parseOptions(process.argv.slice(2));
	if (options.help) {
		process.stdout.write(HELP);
		return;
	}
	const env = demoEnv();
	mkdirSync(options.dataDir, { recursive: true });
	const lock = tryLock(join(options.dataDir, 'demo.lock'));
	if ('heldBy' in lock)
		throw new ConfigError(`The demo already runs on ${options.dataDir} as process ${lock.heldBy}: stop it, or choose another --data-dir`);
	const stack = new Stack(options.dataDir);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(stack, '', 0));
	if (env.isBelowNpm) onNpmGone(() => void stop(stack, 'npm is gone.', 1));
	try {
		const facts = await run(options, env, stack);
		process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : reportText(facts, options.dataDir, options.perSecond));
	} catch (error) {
		if (!stopping) await stop(stack, toError(error).message, 1);
	}
}

await main();
