import { join } from 'node:path';
import { buildAll } from '../build/all';
import { announceDemo } from '../running-demo';
import type { Child } from '../services/child';
import { ensureApiToken } from './api-token';
import { checkpointKeys } from './checkpoint-keys';
import { ledgerEvents } from './database';
import { demoEnv } from './env';
import { layFoundation } from './foundation';
import { loadHistory } from './history';
import { keepRunning } from './keep-running';
import { type Lifecycle, runUntilStopped, say } from './lifecycle';
import { type DemoOptions, HELP, parseOptions } from './options';
import { startSimulator, startWeb, startWorker } from './programs';
import { type DemoFacts, reportText } from './report';

const env = demoEnv();

async function start(options: DemoOptions, life: Lifecycle): Promise<DemoFacts> {
	const { stack } = life;
	const { port, workerPort, logsDir, secrets, urls, redisUrl } = await layFoundation(options, env, life);
	await buildAll(say, logsDir);

	const webUrl = `http://127.0.0.1:${port}`;
	const keys = { AUDIT_HMAC_KEY: secrets.auditHmacKey, STREAMS_HMAC_KEY: secrets.streamsHmacKey, REDIS_URL: redisUrl };
	const integrity = {
		CHECKPOINT_KEYS_FILE: checkpointKeys(options.dataDir),
		ANCHORS: `data=directory:${join(options.dataDir, 'anchors').replaceAll(' ', '%20')}`,
	};
	const worker = () => startWorker({ logsDir, env: { ...keys, ...integrity, DATABASE_URL: urls.worker } }, workerPort);
	const simulate = (args: readonly string[]) => startSimulator({ logsDir, env: { ...keys, CONSOLE_URL: webUrl } }, args);
	const keep = (name: string, child: Child, again: () => Promise<Child>) => {
		stack.note(name, child);
		stack.push(name, keepRunning(child, again, say, (current) => stack.note(name, current)).stop);
	};

	say('Starting the worker ...');
	keep('the worker', await worker(), worker);
	say('Starting the console ...');
	const webEnv = {
		DATABASE_URL: urls.web,
		AUTH_SECRET: secrets.authSecret,
		CONSOLE_ADMIN_PASSWORD: secrets.adminPassword,
		TRUSTED_PROXIES: env.trustedProxies,
		...(env.oidcClientSecret === null ? {} : { OIDC_CLIENT_SECRET: env.oidcClientSecret }),
	};
	const web = await startWeb({ logsDir, env: webEnv }, port);
	stack.note('the console', web);
	stack.push('the console', web.stop);
	life.depend('The console', web);

	await loadHistory({ dataDir: options.dataDir, events: options.events, simulate, ledgerEvents: () => ledgerEvents(urls.owner), say });
	if (options.perSecond > 0) {
		const live = () => simulate(['--scenario', 'steady', '--rate', String(options.perSecond), '--seed', `live-${Date.now()}`, '--quiet']);
		keep('the simulator', await live(), live);
	}
	return {
		webUrl,
		workerUrl: `http://127.0.0.1:${workerPort}`,
		databaseUrl: urls.owner,
		redisUrl,
		auditHmacKey: secrets.auditHmacKey,
		streamsHmacKey: secrets.streamsHmacKey,
		user: 'admin',
		password: secrets.adminPassword,
		apiToken: await ensureApiToken(options.dataDir, urls.web),
		pid: process.pid,
	};
}

const options = parseOptions(process.argv.slice(2));
if (options.help) process.stdout.write(HELP);
else
	await runUntilStopped(options.dataDir, env.isBelowNpm, async (life) => {
		const facts = await start(options, life);
		announceDemo(options.dataDir, facts);
		process.stdout.write(options.json ? `${JSON.stringify(facts)}\n` : reportText(facts, options.dataDir, options.perSecond));
	});
