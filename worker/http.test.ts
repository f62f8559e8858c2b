import { afterEach, expect, test } from 'vitest';
import type { WorkerState } from './health';
import { serveHealth } from './http';

const calm: WorkerState = {
	nowMs: 1_000_000,
	lastTurnAtMs: 999_900,
	failure: null,
	postgresReachable: true,
	redisReachable: true,
	backlog: { undelivered: 1, pending: 2, oldestPendingMs: 3, deadLetters: 4 },
};
const OFF = { deadLettersMax: 0, lagMax: 0, oldestPendingSecondsMax: 0 };

let close = () => {};
afterEach(() => close());

async function serve(state: () => Promise<WorkerState>): Promise<string> {
	const { server, port } = await serveHealth(0, OFF, state);
	close = () => server.close();
	return `http://127.0.0.1:${port}`;
}

async function ask(url: string, init?: RequestInit): Promise<[number, unknown]> {
	const response = await fetch(url, init);
	return [response.status, await response.json()];
}

test('health and readiness of a calm worker', async () => {
	const base = await serve(async () => calm);
	expect(await ask(`${base}/health`)).toEqual([200, { status: 'ok' }]);
	expect(await ask(`${base}/ready?x=1`)).toEqual([200, { status: 'ready', reasons: [], backlog: calm.backlog }]);
});

test('while the stores are away it is alive and not ready, and says why', async () => {
	const base = await serve(async () => ({ ...calm, failure: 'ECONNREFUSED 10.0.0.1', postgresReachable: false }));
	expect((await ask(`${base}/health`))[0]).toBe(200);
	const [status, body] = await ask(`${base}/ready`);
	expect(status).toBe(503);
	expect(body).toMatchObject({ status: 'not_ready', reasons: ['consumer_unhealthy', 'postgres_unreachable'] });
	expect(JSON.stringify(body)).not.toContain('10.0.0.1');
});

test('a stuck loop is neither', async () => {
	const base = await serve(async () => ({ ...calm, lastTurnAtMs: 0 }));
	expect(await ask(`${base}/health`)).toEqual([503, { status: 'stuck' }]);
	expect((await ask(`${base}/ready`))[0]).toBe(503);
});

test('a state that cannot be told is not health', async () => {
	const base = await serve(async () => {
		throw new Error('password in here');
	});
	expect(await ask(`${base}/health`)).toEqual([503, { status: 'unknown' }]);
});

test('figures are for who shows the bearer token; without one, in production, for nobody', async () => {
	const read = async () => [
		{ name: 'caracal_audit_inserts_total', type: 'counter', help: 'Events', value: 7 } as const,
		{ name: 'caracal_audit_head_seq', type: 'gauge', help: 'Place', value: 3, labels: { zone: 'a' } } as const,
	];
	const serveMetrics = async (bearer: string | null, isClosed: boolean) => {
		close();
		const { server, port } = await serveHealth(0, OFF, async () => calm, { read, bearer, isClosed });
		close = () => server.close();
		return `http://127.0.0.1:${port}/metrics`;
	};
	const closed = await serveMetrics(null, true);
	expect((await fetch(closed)).status).toBe(401);
	const guarded = await serveMetrics('a secret', true);
	expect((await fetch(guarded)).status).toBe(401);
	expect((await fetch(guarded, { headers: { authorization: 'Bearer another' } })).status).toBe(401);
	const text = await (await fetch(guarded, { headers: { authorization: 'Bearer a secret' } })).text();
	expect(text).toContain('\ncaracal_audit_inserts_total 7\n');
	expect(text).toContain('caracal_audit_head_seq{zone="a"} 3');
	const open = await serveMetrics(null, false);
	expect(await ask(`${open}.json`)).toEqual([200, { inserts_total: 7 }]);
});

test('other paths and methods', async () => {
	const base = await serve(async () => calm);
	expect((await ask(`${base}/`))[0]).toBe(404);
	expect((await ask(`${base}/health/x`))[0]).toBe(404);
	expect((await ask(`${base}/ready`, { method: 'POST', body: 'x' }))[0]).toBe(405);
});

test('a port that is taken is one clear line', async () => {
	const { server, port } = await serveHealth(0, OFF, async () => calm);
	close = () => server.close();
	await expect(serveHealth(port, OFF, async () => calm)).rejects.toThrow(`WORKER_PORT ${port} cannot be used`);
});
