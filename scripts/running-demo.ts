import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap/paths.mjs';
import { identityOf, isRunning } from './bootstrap/process-identity.mjs';

const FILE = 'connection.json';
const DEFAULT_DATA_DIR = join(ROOT, '.data', 'demo');

/** How to reach a running demo; for this user alone, since it holds its keys. */
export interface DemoConnection {
	readonly webUrl: string;
	readonly databaseUrl: string;
	readonly redisUrl: string;
	readonly auditHmacKey: string;
	readonly streamsHmacKey: string;
}

/** Leaves word of the demo that this process runs, for commands started beside it. */
export function announceDemo(dataDir: string, connection: DemoConnection): void {
	const { webUrl, databaseUrl, redisUrl, auditHmacKey, streamsHmacKey } = connection;
	const identity = identityOf(process.pid);
	const told = { pid: process.pid, identity, webUrl, databaseUrl, redisUrl, auditHmacKey, streamsHmacKey };
	rmSync(join(dataDir, FILE), { force: true });
	writeFileSync(join(dataDir, FILE), `${JSON.stringify(told)}\n`, { mode: 0o600 });
}

/**
 * The environment, and, when it names neither database nor Redis, the addresses and keys of the demo that runs on this clone.
 * @param say is told which demo is used
 */
export function withRunningDemo(env: NodeJS.ProcessEnv, say: (line: string) => void, dataDir = DEFAULT_DATA_DIR): NodeJS.ProcessEnv {
	const isGiven = ['DATABASE_URL', 'REDIS_URL'].some((name) => env[name] || env[`${name}_FILE`]);
	const file = join(dataDir, FILE);
	if (isGiven || !existsSync(file)) return env;
	const demo = JSON.parse(readFileSync(file, 'utf8')) as DemoConnection & { pid: number; identity: string | null };
	if (!isRunning(demo.pid, demo.identity)) return env;
	say(`Using the demo that runs at ${demo.webUrl}`);
	return {
		...env,
		DATABASE_URL: demo.databaseUrl,
		REDIS_URL: demo.redisUrl,
		AUDIT_HMAC_KEY: demo.auditHmacKey,
		STREAMS_HMAC_KEY: demo.streamsHmacKey,
		CONSOLE_URL: env.CONSOLE_URL || demo.webUrl,
	};
}
