import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../bootstrap/paths.mjs';
import { identityOf } from '../bootstrap/process-identity.mjs';
import type { DemoFacts } from '../demo/report';
import { inheritedEnv } from '../env';
import { asEnvironment } from '../services/env';
import { freePort } from '../services/ports';
import { removeOutsideData } from '../services/postgres-outside';
import { watchChild } from '../services/reaper';
import { startIdentityProvider } from './identity-provider';

/** Enough for every facet to have values and for a second and third page. */
const HISTORY_EVENTS = 3000;
const LIVE_PER_SECOND = 3;

export interface RunningConsole {
	/** What the browser specs read: where the console is, how to sign in, where its services are. */
	readonly env: Record<string, string>;
	stop(): Promise<void>;
}

function removeRun(folder: string): void {
	removeOutsideData(join(folder, 'postgres'));
	rmSync(folder, { recursive: true, force: true });
}

/**
 * Starts the whole product by way of the demo, on free ports and with data of its own.
 * @throws when the demo ends before it is ready; its own words are on stderr by then
 */
export async function startConsole(): Promise<RunningConsole> {
	const parent = join(ROOT, '.data', 'e2e');
	mkdirSync(parent, { recursive: true });
	for (const name of readdirSync(parent)) if (identityOf(Number(name)) === null) removeRun(join(parent, name));
	const folder = join(parent, String(process.pid));
	const port = await freePort();
	const provider = await startIdentityProvider(`http://127.0.0.1:${port}`);
	const options = ['--data-dir', folder, '--events', String(HISTORY_EVENTS), '--rate', String(LIVE_PER_SECOND)];
	const demo = spawn(process.execPath, ['scripts/demo.mjs', '--json', '--port', String(port), '--worker-port', '0', ...options], {
		cwd: ROOT,
		env: asEnvironment({ ...inheritedEnv(), ...provider.env }),
		stdio: ['ignore', 'pipe', 'inherit'],
		detached: true,
	});
	const ended = once(demo, 'exit');
	await once(demo, 'spawn');
	watchChild(demo.pid, 'SIGTERM');
	const [line] = await Promise.race([once(createInterface({ input: demo.stdout }), 'line'), ended.then(() => [])]);
	if (typeof line !== 'string') {
		await provider.stop();
		throw new Error('The console did not start; see above.');
	}
	const facts: DemoFacts = JSON.parse(line);
	return {
		env: {
			E2E_WEB_URL: facts.webUrl,
			E2E_WORKER_URL: facts.workerUrl,
			E2E_USER: facts.user,
			E2E_PASSWORD: facts.password,
			E2E_API_TOKEN: facts.apiToken,
			E2E_DATABASE_URL: facts.databaseUrl,
			E2E_REDIS_URL: facts.redisUrl,
			AUDIT_HMAC_KEY: facts.auditHmacKey,
			STREAMS_HMAC_KEY: facts.streamsHmacKey,
		},
		async stop() {
			if (demo.exitCode === null && demo.signalCode === null) demo.kill('SIGTERM');
			await ended;
			await provider.stop();
			if (existsSync(folder)) removeRun(folder);
		},
	};
}
