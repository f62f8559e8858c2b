// npm run dev: stores, worker, console and traffic as in the demo, but from the sources, which are watched. Output to the terminal.
import { join } from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { demoEnv } from './demo/env';
import { layFoundation } from './demo/foundation';
import { type Lifecycle, runUntilStopped, say } from './demo/lifecycle';
import { type DemoOptions, parseOptions } from './demo/options';
import { inheritedEnv } from './env';
import { startChild } from './services/child';

const DEFAULTS = ['--data-dir', '.data/dev', '--events', '0', '--rate', '1'];
const TSX = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const env = demoEnv();

async function start(options: DemoOptions, life: Lifecycle): Promise<void> {
	const { port, workerPort, secrets, urls, redisUrl } = await layFoundation(options, env, life);
	const run = async (name: string, stage: number, args: readonly string[], variables: Record<string, string>) => {
		const child = await startChild({
			name,
			command: process.execPath,
			args,
			cwd: ROOT,
			env: { ...inheritedEnv(), NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'development', ...variables },
			stopSignal: 'SIGTERM',
			stopGraceMs: 30_000,
			stage,
		});
		life.stack.note(name, child);
		life.stack.push(name, child.stop);
		life.depend(name, child);
	};
	const keys = { AUDIT_HMAC_KEY: secrets.auditHmacKey, STREAMS_HMAC_KEY: secrets.streamsHmacKey, REDIS_URL: redisUrl };
	const { authSecret: AUTH_SECRET, adminPassword: CONSOLE_ADMIN_PASSWORD } = secrets;
	await run('the worker', 2, [TSX, 'watch', '--clear-screen=false', 'worker/main.ts'], {
		...keys,
		DATABASE_URL: urls.worker,
		WORKER_PORT: String(workerPort),
	});
	await run('the console', 1, [NEXT, 'dev', '-H', '127.0.0.1', '-p', String(port)], {
		DATABASE_URL: urls.web,
		AUTH_SECRET,
		CONSOLE_ADMIN_PASSWORD,
	});
	const traffic = ['--scenario', 'steady', '--rate', String(options.perSecond), '--seed', `live-${Date.now()}`, '--quiet'];
	if (options.perSecond > 0) await run('the simulator', 0, [TSX, 'scripts/simulate/main.ts', ...traffic], keys);
	say(`\nhttp://127.0.0.1:${port}/search, user admin, password ${CONSOLE_ADMIN_PASSWORD}; Ctrl-C stops everything.\n`);
}

const options = parseOptions([...DEFAULTS, ...process.argv.slice(2)]);
await runUntilStopped(options.dataDir, env.isBelowNpm, (life) => start(options, life));
