import { createServer } from 'node:net';
import type { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import { consoleEvent } from '../lib/events/console';
import { AUDIT_STREAM, DEAD_LETTER_STREAM, SESSIONS_REVOKE_STREAM } from '../lib/streams/names';
import { auditSignature, streamSignature } from '../lib/streams/signature';
import { type Backlog, measureBacklog } from './backlog';
import { addEntry, emptyRedis, GROUP } from './testing/consumers';
import { TEST_KEY_ENV, Traffic } from './testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from './testing/worker-process';

const KEY = '5a'.repeat(32);
const key = Buffer.from(KEY, 'hex');

let bundle: Bundle;
let database: TestDatabase;
let sql: postgres.Sql;
let redis: Redis;
let processes: WorkerProcess[] = [];

beforeAll(async () => {
	[database, redis, bundle] = await Promise.all([createTestDatabase(testServices().databaseUrl), emptyRedis(), bundleWorker()]);
	sql = postgres(database.url, { max: 1 });
});
afterEach(async () => {
	await Promise.all(processes.map((one) => one.kill()));
	processes = [];
	await redis.flushdb();
});
afterAll(async () => {
	await sql.end();
	redis.disconnect();
	await database.drop();
	bundle.remove();
});

function start(env: Record<string, string> = {}, ipc = false): WorkerProcess {
	const { redisUrl } = testServices();
	const base = { DATABASE_URL: database.url, REDIS_URL: redisUrl, AUDIT_HMAC_KEY: KEY, STREAMS_HMAC_KEY: KEY };
	const one = startWorker(bundle, 'main', { ...base, ...env }, ipc);
	processes.push(one);
	return one;
}

function eventually(assertion: () => unknown): Promise<unknown> {
	return vi.waitFor(assertion, { timeout: 30_000, interval: 25 });
}

function auditFields(id: string, more: object = {}): Record<string, string> {
	const data = JSON.stringify({
		id,
		zone_id: 'zone-main',
		event_type: 'token_exchange',
		occurred_at: '2026-05-01T10:00:00.123456789Z',
		...more,
	});
	return { id, data, sig: auditSignature(key, Buffer.from(data)) };
}

function revokeFields(outboxId: string): Record<string, string> {
	const fields = { outbox_id: outboxId, zone_id: 'zone-main', session_id: 'ar-1', reason: 'requested' };
	const flat = Object.entries(fields)
		.flat()
		.map((text) => Buffer.from(text));
	return { ...fields, _sig: streamSignature(key, SESSIONS_REVOKE_STREAM, flat) };
}

/** Of the zone this file writes to, oldest first. */
async function ledgerIds(): Promise<string[]> {
	return (await sql`select id from audit_events where zone_id = 'zone-main' order by chain_seq`).map((row) => String(row.id));
}

async function reasons(): Promise<string[]> {
	return (await redis.xrange(DEAD_LETTER_STREAM, '-', '+')).map(([, fields]) => fields[fields.indexOf('reason') + 1] ?? '');
}

describe('what is wrong at the start is one line and exit code 1', () => {
	async function lastWords(env: Record<string, string>): Promise<string> {
		const one = start(env);
		expect(await one.exited).toBe('1');
		expect(one.lines).toHaveLength(1);
		return one.lines[0] ?? '';
	}

	/** A port nobody listens on. */
	async function closedPort(): Promise<number> {
		const server = createServer().listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const address = server.address();
		await new Promise((resolve) => server.close(resolve));
		return address !== null && typeof address === 'object' ? address.port : 0;
	}

	test('no configuration', async () => {
		expect(await lastWords({ DATABASE_URL: '' })).toMatch(/^DATABASE_URL is not set/);
	});

	test('unreachable Postgres', async () => {
		const port = await closedPort();
		const line = await lastWords({ DATABASE_URL: `postgres://u:secret@127.0.0.1:${port}/x` });
		expect(line).toMatch(new RegExp(`^Postgres at 127.0.0.1:${port} cannot be used .*check DATABASE_URL`));
		expect(line).not.toContain('secret');
	});

	test('wrong password', async () => {
		const url = new URL(database.url);
		url.password = 'wrong';
		expect(await lastWords({ DATABASE_URL: url.toString() })).toMatch(/^Postgres at .* cannot be used .*check DATABASE_URL/);
	});

	test('no schema', async () => {
		const url = new URL(database.url);
		url.pathname = '/template1';
		expect(await lastWords({ DATABASE_URL: url.toString() })).toMatch(/run `npm run migrate`/);
	});

	test('unreachable Redis', async () => {
		const port = await closedPort();
		const line = await lastWords({ REDIS_URL: `redis://:secret@127.0.0.1:${port}` });
		expect(line).toMatch(new RegExp(`^Redis at 127.0.0.1:${port} cannot be used .*ECONNREFUSED.*check REDIS_URL`));
		expect(line).not.toContain('secret');
	});

	test('wrong Redis password', async () => {
		const url = new URL(testServices().redisUrl);
		url.password = 'wrong';
		expect(await lastWords({ REDIS_URL: url.toString() })).toMatch(/^Redis at .* cannot be used .*check REDIS_URL/);
	});

	test('a port that is taken', async () => {
		const first = start();
		const port = String(await first.up);
		expect(await lastWords({ WORKER_PORT: port })).toMatch(new RegExp(`^WORKER_PORT ${port} cannot be used`));
	});
});

test('every fate, from signed entries to ledger and dead letters, and a stop that leaves nothing behind', async () => {
	const one = start({ WORKER_NAME: 'fates' });
	const port = await one.up;
	await addEntry(redis, auditFields('ev-1'));
	await addEntry(redis, auditFields('ev-2', { metadata_json: { note: 'a private remark' } }));
	await addEntry(redis, auditFields('ev-1'));
	await addEntry(redis, revokeFields('ob-1'), SESSIONS_REVOKE_STREAM);
	await addEntry(redis, revokeFields('ob-1'), SESSIONS_REVOKE_STREAM);
	await eventually(async () => expect((await ledgerIds()).sort()).toEqual(['ev-1', 'ev-2', 'ob-1']));

	await addEntry(redis, { ...auditFields('ev-3'), sig: 'ab'.repeat(32) });
	await addEntry(redis, { id: 'ev-4' });
	const nonsense = '{"id":';
	await addEntry(redis, { data: nonsense, sig: auditSignature(key, Buffer.from(nonsense)) });
	await addEntry(redis, auditFields('ev-1', { decision: 'allow' }));
	await addEntry(redis, { ...revokeFields('ob-2'), reason: 'changed' }, SESSIONS_REVOKE_STREAM);
	await eventually(async () => expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(5));
	expect((await reasons()).map((reason) => reason.split(':')[0]).sort()).toEqual(
		['hmac_verify_failed', 'hmac_verify_failed', 'json_parse_error', 'missing_data_field', 'tamper_on_replay'].sort(),
	);
	expect(await ledgerIds()).toHaveLength(3);
	expect(await sql`select event_id, kind from audit_ingest_alerts`).toEqual([
		expect.objectContaining({ event_id: 'ev-1', kind: 'content_mismatch_on_replay' }),
	]);
	expect((await redis.xpending(AUDIT_STREAM, GROUP))[0]).toBe(0);

	expect(await (await fetch(`http://127.0.0.1:${port}/ready`)).json()).toMatchObject({
		status: 'ready',
		backlog: { undelivered: 0, pending: 0, deadLetters: 5 },
	});
	await eventually(async () =>
		expect(await sql`select worker_id, accepts_unsigned_audit, last_error from worker_heartbeats where worker_id = 'fates'`).toEqual([
			expect.objectContaining({ worker_id: 'fates', accepts_unsigned_audit: false, last_error: null }),
		]),
	);

	expect(await one.stop()).toBe('0');
	expect(await sql`select from worker_heartbeats where worker_id = 'fates'`).toHaveLength(0);
	const log = one.lines.join('\n');
	for (const secret of [KEY, 'a private remark', new URL(database.url).password, new URL(testServices().redisUrl).password]) {
		expect(log).not.toContain(secret);
	}
	for (const line of one.lines) expect(JSON.parse(line)).toHaveProperty('msg');
});

test('a stop in the middle of a flood finishes its batches: nothing is pending, the rest is undelivered', async () => {
	const [before] = await sql`select count(*)::integer as n from ledger_events`;
	const traffic = new Traffic('flood', 30_000);
	await traffic.write(redis, 30_000);
	const one = start({ ...TEST_KEY_ENV, WORKER_BATCH_MAX: '200' });
	await eventually(async () => {
		const [now] = await sql`select count(*)::integer as n from ledger_events`;
		expect(now?.n).toBeGreaterThan(before?.n);
	});
	expect(await one.stop()).toBe('0');
	const backlog = await measureBacklog(redis, GROUP, Date.now());
	expect(backlog).toMatchObject({ pending: 0, deadLetters: 0 });
	expect(backlog.undelivered).toBeGreaterThan(0);
	const [after] = await sql`select count(*)::integer as n from ledger_events`;
	expect(after?.n - before?.n + backlog.undelivered).toBe(30_000);
});

test('a stop that cannot finish is forced by a second signal, and the entries stay pending', async () => {
	await sql.begin(async (tx) => {
		await tx`lock table chain_heads in access exclusive mode`;
		const one = start();
		await one.up;
		await addEntry(redis, auditFields('ev-held'));
		await eventually(async () => expect((await redis.xpending(AUDIT_STREAM, GROUP))[0]).toBe(1));
		one.child.kill('SIGTERM');
		await eventually(() => expect(one.lines.join()).toContain('stopping'));
		one.child.kill('SIGTERM');
		expect(await one.exited).toBe('1');
	});
	expect((await redis.xpending(AUDIT_STREAM, GROUP))[0]).toBe(1);
	await start().up;
	await eventually(async () => expect(await ledgerIds()).toContain('ev-held'));
});

test('without keys unsigned entries are accepted, with a warning and for every view to see', async () => {
	const one = start({ AUDIT_HMAC_KEY: '', STREAMS_HMAC_KEY: '', WORKER_NAME: 'unsigned' });
	await one.up;
	const { sig: _, ...unsigned } = auditFields('ev-unsigned');
	await addEntry(redis, unsigned);
	await eventually(async () => expect(await ledgerIds()).toContain('ev-unsigned'));
	await eventually(async () =>
		expect(await sql`select accepts_unsigned_audit, accepts_unsigned_streams from worker_heartbeats where worker_id = 'unsigned'`).toEqual([
			expect.objectContaining({ accepts_unsigned_audit: true, accepts_unsigned_streams: true }),
		]),
	);
	expect(one.lines.filter((line) => line.includes('is not set: unsigned'))).toHaveLength(2);
});

test('a worker that is asked to ends with its parent', async () => {
	const one = start({ WORKER_EXIT_WITH_PARENT: '1' }, true);
	await one.up;
	one.child.disconnect();
	expect(await one.exited).toBe('0');
});

test("the console's events go from its outbox to the ledger, and what waits there is backlog", async () => {
	const blocker = postgres(database.url, { max: 1 });
	try {
		// as another worker would that is at the outbox
		await blocker`select pg_advisory_lock(7102114093)`;
		const port = await start().up;
		const actor = { kind: 'user', id: 1, name: 'ada' } as const;
		const told = { zoneId: 'zone-console', actor, requestId: 'r', at: BigInt(Date.now()) * 1000n } as const;
		const ids = ['told-1', 'told-2'];
		for (const id of ids) {
			const data = consoleEvent({ ...told, action: 'console.lookup', id, details: { matches: 0 } });
			await sql`insert into console_outbox (data) values (${data})`;
		}
		const backlog = async () => ((await (await fetch(`http://127.0.0.1:${port}/ready`)).json()) as { backlog: Backlog }).backlog;
		await eventually(async () => expect((await backlog()).undelivered).toBe(2));
		expect((await backlog()).oldestPendingMs).toBeGreaterThan(0);
		await blocker`select pg_advisory_unlock(7102114093)`;
		const stored = () => sql`select id from audit_events where zone_id = 'zone-console' order by chain_seq`;
		await eventually(async () => expect((await stored()).map(({ id }) => id)).toEqual(ids));
		await eventually(async () => expect(await backlog()).toMatchObject({ undelivered: 0, pending: 0 }));
	} finally {
		await blocker.end();
	}
});
