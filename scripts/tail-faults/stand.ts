import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { migrate } from '../../db/migrate';
import { toError } from '../../lib/errors';
import { newToken } from '../../lib/server/auth/token-secret';
import { TEST_KEY_ENV } from '../../worker/testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from '../../worker/testing/worker-process';
import { ROOT } from '../bootstrap/paths.mjs';
import { inheritedEnv } from '../env';
import { freePort } from '../services/ports';
import { startPostgres } from '../services/postgres';
import { startRedis } from '../services/redis';
import { type ScratchServices, startScratchServices } from '../services/scratch';
import type { Service } from '../services/service';
import { WEB_FLAGS } from '../web-flags';

/** Parts that can be killed. */
export const PARTS = ['worker', 'web', 'postgres', 'redis'] as const;
export type Part = (typeof PARTS)[number];

/** Starts the console at a port; resolves when it listens. */
export type StartWeb = (env: Record<string, string>, port: number) => Promise<ChildProcess>;

/** The tail's endpoint alone, through the handlers of app/ and Next's own adapters, without a build. */
export async function startTailServer(env: Record<string, string>, port: number): Promise<ChildProcess> {
	const args = ['--conditions=react-server', '--import', 'tsx', 'lib/server/testing/tail-server-main.ts', String(port)];
	const child = spawn(process.execPath, args, {
		cwd: ROOT,
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...inheritedEnv(), ...env, NODE_ENV: 'production' },
	});
	const lines = createInterface({ input: child.stdout });
	let isUp = false;
	for await (const line of lines) {
		isUp = line.startsWith('port ');
		if (isUp) break;
	}
	child.stdout.resume();
	if (!isUp) throw new Error('the console ended before it was up');
	return child;
}

/** The console as it was built. */
export async function startBuiltWeb(env: Record<string, string>, port: number): Promise<ChildProcess> {
	const args = [...WEB_FLAGS, 'scripts/serve.mjs', '-H', '127.0.0.1', '-p', String(port)];
	const child = spawn(process.execPath, args, {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...inheritedEnv(), ...env, NEXTAUTH_URL: `http://127.0.0.1:${port}`, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
	});
	for (;;) {
		if (child.exitCode !== null) throw new Error(`the console ended with ${child.exitCode}`);
		try {
			const response = await fetch(`http://127.0.0.1:${port}/v1/tail`);
			await response.arrayBuffer();
			// refused for want of a token: it serves
			if (response.status === 401) return child;
		} catch (error) {
			toError(error);
		}
		await sleep(200);
	}
}

/** The whole product on stores of its own, each part of which can be killed and comes back as it was. */
export class Stand {
	private constructor(
		private readonly services: ScratchServices,
		private readonly bundle: Bundle,
		private readonly startWeb: StartWeb,
		private readonly env: Record<string, string>,
		readonly port: number,
		readonly databaseUrl: string,
		readonly token: string,
		private postgres: Service,
		private redis: Service,
		private worker: WorkerProcess,
		private web: ChildProcess,
	) {}

	static async start(parent: string, startWeb: StartWeb): Promise<Stand> {
		const services = await startScratchServices(join(ROOT, '.data', parent));
		const owner = new URL(services.postgres.url);
		owner.pathname = '/faults';
		const admin = postgres(services.postgres.url, { max: 1, onnotice: () => {} });
		await admin.unsafe('create database faults');
		await admin.end();
		const databaseUrl = owner.toString();
		await migrate(databaseUrl);
		const { secret, prefix, sha256 } = newToken();
		const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
		await sql`insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at)
			values ('watcher', ${prefix}, ${sha256}, 'viewer', null, 'test', now() + interval '1 day')`;
		await sql.end();
		const env = {
			DATABASE_URL: databaseUrl,
			REDIS_URL: services.redis.url,
			AUTH_SECRET: randomBytes(32).toString('hex'),
			API_REQUESTS_PER_MINUTE: '100000000',
			TAIL_OPENS_PER_MINUTE: '100000000',
			TAIL_STREAMS_MAX: '100000',
			TAIL_STREAMS_PER_ASKER_MAX: '100000',
			...TEST_KEY_ENV,
		};
		const bundle = await bundleWorker();
		const worker = startWorker(bundle, 'faults', env);
		const port = await freePort();
		const [web] = await Promise.all([startWeb(env, port), worker.up]);
		return new Stand(services, bundle, startWeb, env, port, databaseUrl, secret, services.postgres, services.redis, worker, web);
	}

	get redisUrl(): string {
		return this.redis.url;
	}

	get webPid(): number {
		return this.web.pid ?? 0;
	}

	/** Kills a part as a crash does, and starts it again where it was. */
	async kill(part: Part, downMs: number): Promise<void> {
		if (part === 'worker') {
			await this.worker.kill();
			await sleep(downMs);
			this.worker = startWorker(this.bundle, 'faults', this.env);
			await this.worker.up.catch(async () => {
				// a store was away as well; the next try finds it
				await sleep(500);
				this.worker = startWorker(this.bundle, 'faults', this.env);
				await this.worker.up;
			});
		} else if (part === 'web') {
			this.web.kill('SIGKILL');
			await once(this.web, 'exit');
			await sleep(downMs);
			this.web = await this.startWeb(this.env, this.port);
		} else if (part === 'postgres') {
			// an immediate shutdown: no checkpoint, every connection cut, recovery at the next start
			process.kill(this.postgres.pid, 'SIGQUIT');
			await this.postgres.exited;
			await this.postgres.stop();
			await sleep(downMs);
			this.postgres = await startPostgres({ dataDir: join(this.services.folder, 'postgres'), port: this.postgres.port });
		} else {
			process.kill(this.redis.pid, 'SIGKILL');
			await this.redis.exited;
			await this.redis.stop();
			await sleep(downMs);
			this.redis = await startRedis({ dataDir: join(this.services.folder, 'redis'), port: this.redis.port });
		}
	}

	/** Streams open at the console, by its own account. */
	async streams(): Promise<{ streams: number; viewers: number }> {
		const response = await fetch(`http://127.0.0.1:${this.port}/streams`);
		return (await response.json()) as { streams: number; viewers: number };
	}

	async stop(): Promise<void> {
		this.web.kill('SIGKILL');
		await this.worker.kill();
		this.bundle.remove();
		await this.redis.stop();
		await this.postgres.stop();
		await this.services.stop();
	}
}
