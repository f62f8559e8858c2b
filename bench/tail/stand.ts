import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { newToken } from '../../lib/server/auth/token-secret';
import { ROOT } from '../../scripts/bootstrap/paths.mjs';
import { buildAll } from '../../scripts/build/all';
import { buildWorker } from '../../scripts/build/worker';
import { startWeb, startWorker } from '../../scripts/demo/programs';
import { freePort } from '../../scripts/services/ports';
import { startScratchServices } from '../../scripts/services/scratch';
import { startTailServer } from '../../scripts/tail-faults/stand';
import { freshDatabase } from '../ingest/databases';
import { Clients } from './clients';
import { BenchTraffic } from './traffic';

const MANY = '1000000';

/** The product on stores of its own, with traffic and viewers to be switched on. */
export interface TailStand {
	readonly port: number;
	readonly token: string;
	readonly sql: postgres.Sql;
	readonly clients: Clients;
	readonly traffic: BenchTraffic;
	/** Resident memory of a process, in KB. */
	memoryKb(of: 'web' | 'worker'): number;
	/** Processor time a process has used, in seconds. */
	cpuSeconds(of: 'web' | 'worker'): number;
	stop(): Promise<void>;
}

function memoryKb(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

/** Hundredths of a second in user and system mode, behind the name of the process. */
function cpuSeconds(pid: number): number {
	const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
	const fields = rest.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function startConsole(logsDir: string, env: Record<string, string>, port: number, unbuilt: boolean) {
	if (!unbuilt) return startWeb({ logsDir, env }, port);
	const child = await startTailServer(env, port);
	return {
		pid: child.pid ?? 0,
		stop: async () => {
			child.kill('SIGTERM');
			await once(child, 'exit');
		},
	};
}

/** @param unbuilt serves the endpoint alone, without a build: for a look at a change, not for figures */
export async function startTailStand(say: (line: string) => void, unbuilt: boolean): Promise<TailStand> {
	const services = await startScratchServices(join(ROOT, '.data', 'bench'), say);
	const stops: (() => Promise<unknown>)[] = [() => services.stop()];
	const stop = async () => {
		for (const each of stops) await each();
	};
	try {
		const logsDir = join(services.folder, 'logs');
		if (unbuilt) await buildWorker();
		else await buildAll(say, logsDir);
		const audit = randomBytes(32);
		const databaseUrl = await freshDatabase(services.postgres.url, 'bench_tail');
		const env = {
			DATABASE_URL: databaseUrl,
			REDIS_URL: services.redis.url,
			AUDIT_HMAC_KEY: audit.toString('hex'),
			STREAMS_HMAC_KEY: randomBytes(32).toString('hex'),
			AUTH_SECRET: randomBytes(32).toString('hex'),
			API_REQUESTS_PER_MINUTE: '100000000',
			TAIL_OPENS_PER_MINUTE: '100000000',
			TAIL_STREAMS_MAX: MANY,
			TAIL_STREAMS_PER_ASKER_MAX: MANY,
			LOG_LEVEL: 'warn',
		};
		const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
		stops.unshift(() => sql.end());
		const { secret: token, prefix, sha256 } = newToken();
		await sql`insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at)
			values ('bench', ${prefix}, ${sha256}, 'viewer', null, 'bench', now() + interval '1 day')`;
		const worker = await startWorker({ logsDir, env }, await freePort());
		stops.unshift(() => worker.stop());
		const port = await freePort();
		const web = await startConsole(logsDir, { ...env, NEXTAUTH_URL: `http://127.0.0.1:${port}` }, port, unbuilt);
		stops.unshift(() => web.stop());
		const clients = new Clients();
		stops.unshift(() => clients.stop());
		const traffic = new BenchTraffic(services.redis.url, audit);
		stops.unshift(async () => traffic.close());
		const pids = { web: web.pid, worker: worker.pid };
		return {
			port,
			token,
			sql,
			clients,
			traffic,
			memoryKb: (of) => memoryKb(pids[of]),
			cpuSeconds: (of) => cpuSeconds(pids[of]),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}
