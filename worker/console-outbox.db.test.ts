import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openSql, type SqlClient } from '../db/client';
import { openDatabase } from '../db/database';
import { measureOutbox, type OutboxRow, takeOutboxRows } from '../db/ledger/console-outbox';
import { readSegment } from '../db/ledger/segment';
import { OneConnection } from '../db/one-connection';
import { enqueueConsoleEvents } from '../db/queries/outbox';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import { CONSOLE_ZONE, consoleEvent } from '../lib/events/console';
import { CONSOLE_STREAM, DEAD_LETTER_STREAM, STREAM_NO } from '../lib/streams/names';
import { auditSignatureValid } from '../lib/streams/signature';
import { startRedis } from '../scripts/services/redis';
import type { Service } from '../scripts/services/service';
import { consoleEntry } from './console-entry';
import { ConsoleOutbox } from './console-outbox';
import { createLane } from './lane';
import { openRedis } from './redis';
import { checkLedger } from './testing/check-ledger';
import { emptyRedis, runConsumer, SILENT } from './testing/consumers';

const KEY = Buffer.alloc(32, 3);
/** Longer than any test: what arrives was told of. */
const NEVER_MS = 3_600_000;

let database: TestDatabase;
let owner: postgres.Sql;
let worker: SqlClient;
let web: ReturnType<typeof openDatabase>;
let redis: Redis;
let outboxRedis: Redis;
let running: { outbox: ConsoleOutbox; run: Promise<void> }[] = [];

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 2, onnotice: () => {} });
	worker = openSql(database.url, { role: 'console_worker', connectionsMax: 4, applicationName: 'outbox test' });
	web = openDatabase(database.url, { role: 'console_web', connectionsMax: 2, applicationName: 'outbox test web' });
	redis = await emptyRedis();
	outboxRedis = await openRedis(testServices().redisUrl, 'outbox-test', SILENT);
});

beforeEach(() => redis.flushdb());

afterEach(async () => {
	await stopAll();
	await owner`delete from console_outbox`;
});

afterAll(async () => {
	await checkLedger(owner);
	// the driver waits for ever for a connection that was terminated while it was idle
	await worker.end({ timeout: 1 });
	await web.close();
	await owner.end();
	redis.disconnect();
	outboxRedis.disconnect();
	await database.drop();
});

function start(options: Partial<ConstructorParameters<typeof ConsoleOutbox>[0]> = {}): ConsoleOutbox {
	const outbox = new ConsoleOutbox({ sql: worker, redis: outboxRedis, auditHmacKey: KEY, log: SILENT, pollMs: NEVER_MS, ...options });
	running.push({ outbox, run: outbox.run() });
	return outbox;
}

let made = 0;
function event(zoneId: string, name = 'ada'): { id: string; data: string } {
	const id = `console-${made++}`;
	const actor = { kind: 'user', id: 1, name } as const;
	const at = BigInt(Date.now()) * 1000n;
	return { id, data: consoleEvent({ action: 'console.lookup', zoneId, actor, requestId: 'req-1', at, id, details: { matches: 1 } }) };
}

const events = (count: number, zoneId: string) => Array.from({ length: count }, () => event(zoneId));
const write = (...written: { data: string }[]) =>
	enqueueConsoleEvents(
		web.db,
		written.map(({ data }) => data),
	);
const eventually = (assertion: () => unknown) => vi.waitFor(assertion, { timeout: 30_000, interval: 20 });

/** The data of every entry on the console's stream, in order. */
async function onStream(from: Redis = redis): Promise<string[]> {
	return (await from.xrange(CONSOLE_STREAM, '-', '+')).map(([, fields]) => fields[1] ?? '');
}

async function deadLetters(): Promise<Record<string, string>[]> {
	return (await redis.xrange(DEAD_LETTER_STREAM, '-', '+')).map(([, flat]) =>
		Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? '']] : []))),
	);
}

/** Runs the rest of the worker over what is on the stream until it is all settled. */
async function consume(expected: () => Promise<unknown>): Promise<void> {
	const lane = createLane({ sql: worker, auditHmacKey: KEY, streamsHmacKey: null, log: SILENT });
	const consumer = await runConsumer(lane);
	try {
		await eventually(expected);
		await eventually(async () => expect(((await redis.xpending(CONSOLE_STREAM, 'audit-ingestor')) as unknown[])[0]).toBe(0));
	} finally {
		await consumer.stop();
		await lane.stop();
	}
}

const stored = (zoneId: string) =>
	owner<
		{ id: string; event_type: string; request_id: string; actor: string; chain_seq: string; ingest_signature: string; chain_hmac: string }[]
	>`
		select id, event_type, request_id, metadata_json->>'actor_name' as actor, chain_seq::text, ingest_signature, chain_hmac
		from audit_events where zone_id = ${zoneId} order by chain_seq`;

test('a row ends in the ledger of its zone, signed over the bytes the console wrote', async () => {
	start();
	const mine = [event('prod-eu', 'ada \u0000\ud800 <b>'), event('prod-eu'), event(CONSOLE_ZONE)];
	await write(...mine);
	await consume(async () => expect(await stored(CONSOLE_ZONE)).toHaveLength(1));
	const rows = await stored('prod-eu');
	expect(rows.map(({ id, chain_seq }) => [id, chain_seq])).toEqual([
		[mine[0]?.id, '1'],
		[mine[1]?.id, '2'],
	]);
	expect(rows[0]).toMatchObject({ event_type: 'console.lookup', request_id: 'req-1', actor: 'ada \ufffd <b>' });
	for (const [i, row] of rows.entries()) {
		expect(auditSignatureValid(KEY, Buffer.from(mine[i]?.data ?? ''), row.ingest_signature)).toBe(true);
		expect(row.chain_hmac).toMatch(/^[0-9a-f]{64}$/);
	}
	const [sealed] = await owner`
		select s.codec, s.raw_bytes, s.payload, e.segment_index, e.stream_no from ledger_events e join segments s using (segment_no)
		where e.id = ${mine[0]?.id ?? ''}`;
	expect(sealed?.stream_no).toBe(STREAM_NO[CONSOLE_STREAM]);
	const entry = readSegment({ codec: sealed?.codec, rawBytes: sealed?.raw_bytes, payload: sealed?.payload })[sealed?.segment_index];
	expect(entry?.stream).toBe(CONSOLE_STREAM);
	expect(entry?.fields[1]?.toString()).toBe(mine[0]?.data);
	expect(await measureOutbox(worker)).toEqual({ rows: 0, oldestMs: 0 });
	expect(await deadLetters()).toEqual([]);
});

test('without a key the entries are unsigned', async () => {
	start({ auditHmacKey: null });
	await write(event('unsigned'));
	await eventually(async () => expect(await redis.xlen(CONSOLE_STREAM)).toBe(1));
	const [[, fields] = []] = await redis.xrange(CONSOLE_STREAM, '-', '+');
	expect(fields).toHaveLength(2);
});

test('a crash between Redis and the commit delivers twice and appends once', async () => {
	const mine = events(3, 'crash');
	await write(...mine);
	const writer = new OneConnection(worker);
	const deliver = async (rows: readonly OutboxRow[]) => {
		for (const { data } of rows) {
			const entry = consoleEntry(data, KEY);
			if ('fields' in entry) await redis.xadd(CONSOLE_STREAM, '*', ...entry.fields);
		}
	};
	const confirm = () => Promise.reject(new Error('killed'));
	const killed = takeOutboxRows(writer, { deliver, confirm });
	await expect(killed).rejects.toThrow('killed');
	await writer.close();
	expect((await measureOutbox(worker)).rows).toBe(3);
	await write(event('crash'));
	start();
	await eventually(async () => expect(await redis.xlen(CONSOLE_STREAM)).toBe(7));
	await consume(async () => expect(await stored('crash')).toHaveLength(4));
	expect((await stored('crash')).slice(0, 3).map(({ id }) => id)).toEqual(mine.map(({ id }) => id));
	expect(await deadLetters()).toEqual([]);
	expect(await owner`select 1 from audit_ingest_alerts where zone_id = 'crash'`).toHaveLength(0);
});

test('what is no event of the console is a dead letter with its reason, unsigned, and holds nothing up', async () => {
	const other = JSON.stringify({ id: 'x', zone_id: 'bad', event_type: 'token_exchange', occurred_at: '2026-11-21T12:00:00Z' });
	const [first, changed, last] = [event('bad'), event('bad', 'bob'), event('bad')];
	const replayed = {
		data: changed.data.replace(changed.id, first.id).replace(/"occurred_at":"[^"]+"/, /"occurred_at":"[^"]+"/.exec(first.data)?.[0] ?? ''),
	};
	await write(first, { data: '{"id":' }, { data: '{"id":"only"}' }, { data: other }, replayed, last);
	start();
	await consume(async () => {
		expect((await stored('bad')).map(({ id }) => id)).toEqual([first.id, last.id]);
		expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(4);
	});
	const letters = await deadLetters();
	expect(letters.map(({ reason = '' }) => reason.split(':')[0]).sort()).toEqual([
		'json_parse_error',
		'json_parse_error',
		'not_a_console_event',
		'tamper_on_replay',
	]);
	expect(letters.find(({ reason }) => reason === 'not_a_console_event')).toMatchObject({
		src_stream: CONSOLE_STREAM,
		src_entry_id: '',
		src_outbox_no: expect.stringMatching(/^\d+$/),
		src_data: other,
	});
	expect(await onStream()).toEqual([first.data, replayed.data, last.data]);
});

test('several workers at once deliver each row once, in the order it was written', async () => {
	for (let i = 0; i < 3; i++) start({ pollMs: 20 });
	const mine = events(3000, 'several');
	for (let i = 0; i < mine.length; i += 250) await write(...mine.slice(i, i + 250));
	await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
	expect(await onStream()).toEqual(mine.map(({ data }) => data));
});

/** Stops what runs, so that its Redis may go. */
async function stopAll(): Promise<void> {
	for (const { outbox } of running) outbox.stop();
	await Promise.all(running.map(({ run }) => run));
	running = [];
}

/** A Redis of the test's own, which it may stop and change. */
async function withOwnRedis(play: (own: { service: Service; dataDir: string; client: Redis }) => Promise<void>): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'caracal-outbox-'));
	const own = { service: await startRedis({ dataDir }), dataDir, client: redis };
	own.client = await openRedis(own.service.url, 'outbox-own', SILENT);
	try {
		await play(own);
	} finally {
		await stopAll();
		own.client.disconnect();
		await own.service.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

test('rows stay while Redis is away, and go when it is back', async () => {
	await withOwnRedis(async (own) => {
		const outbox = start({ redis: own.client });
		const [before, during] = [event('away'), event('away')];
		await write(before);
		await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
		await own.service.stop();
		await write(during);
		await eventually(() => expect(outbox.failure).not.toBeNull());
		expect((await measureOutbox(worker)).rows).toBe(1);
		own.service = await startRedis({ dataDir: own.dataDir, port: own.service.port });
		await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
		expect(await onStream(own.client)).toEqual([before.data, during.data]);
		expect(outbox.failure).toBeNull();
	});
}, 60_000);

test('a Redis that is killed has lost nothing that the outbox gave up', async () => {
	await withOwnRedis(async (own) => {
		start({ redis: own.client });
		const mine = events(200, 'killed');
		await write(...mine);
		await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
		process.kill(own.service.pid, 'SIGKILL');
		await own.service.exited;
		await own.service.stop();
		own.service = await startRedis({ dataDir: own.dataDir, port: own.service.port });
		await eventually(async () => expect(await onStream(own.client)).toEqual(mine.map(({ data }) => data)));
	});
}, 60_000);

test('a Redis that cannot say what is on its disk is believed', async () => {
	await withOwnRedis(async (own) => {
		const said: string[] = [];
		await own.client.config('SET', 'appendonly', 'no');
		start({ redis: own.client, log: { ...SILENT, info: (_: object, message: string) => said.push(message) } });
		await write(event('memory'));
		await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
		expect(await onStream(own.client)).toHaveLength(1);
		expect(said).toEqual(["Redis cannot say when the console's events are on its disk"]);
	});
}, 60_000);

test('every connection lost to Postgres: it listens anew', async () => {
	start();
	const [before, after] = [event('lost'), event('lost')];
	await write(before);
	// once its commit is answered: else the loss makes it come again, as it should
	await eventually(async () => expect((await measureOutbox(worker)).rows).toBe(0));
	await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'outbox test' and datname = current_database()`;
	await write(after);
	await eventually(async () => expect(await onStream()).toEqual([before.data, after.data]));
});

test('the web may write rows and neither read nor remove them', async () => {
	await write(event('own'));
	for (const statement of ['select * from console_outbox', 'delete from console_outbox', "update console_outbox set data = ''"])
		await expect(web.db.execute(statement)).rejects.toMatchObject({ cause: { code: '42501' } });
});
