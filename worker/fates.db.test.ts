import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../db/client';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import {
	AGENTS_LIFECYCLE_STREAM,
	AUDIT_STREAM,
	isDataStream,
	POLICY_INVALIDATE_STREAM,
	SOURCE_STREAMS,
	type SourceStream,
} from '../lib/streams/names';
import { waitUntilSettled } from '../scripts/reconcile/group';
import { reconcile } from '../scripts/reconcile/run';
import { pendingEntries } from './testing/expect-whole';
import {
	type Expected,
	FATE_CASES,
	type FateCase,
	type Fields,
	LATER_CASES,
	plainEvent,
	signedEvent,
	signedFields,
	ZONE,
} from './testing/fate-cases';
import { deadLettersOf, ledgerRowOf } from './testing/fate-of';
import { TEST_KEY_ENV } from './testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from './testing/worker-process';

const GROUP = 'audit-ingestor';
const SETTLED_SECONDS_MAX = 60;

let bundle: Bundle;
let database: TestDatabase;
let redis: Redis;
let sql: SqlClient;
let worker: WorkerProcess;

interface Written {
	readonly stream: SourceStream;
	readonly entryId: string;
	/** The honest entry right behind it. */
	readonly nextId: string;
	readonly nextEventId: string;
}
const written = new Map<string, Written>();

async function add(stream: SourceStream, fields: Fields): Promise<string> {
	return String(await redis.xadd(stream, '*', ...fields));
}

function honest(stream: SourceStream, id: string): Fields {
	if (isDataStream(stream)) return signedEvent(plainEvent(id));
	return signedFields(stream, { outbox_id: id, zone_id: ZONE, event: 'spawn', agent_session_id: 'ses', reason: 'honest' });
}

/** Writes each entry with an honest one behind it, all at once, and waits until they are settled. */
async function play(cases: readonly FateCase[]): Promise<void> {
	for (const { name, stream, fields } of cases) {
		const nextEventId = `behind ${name}`;
		const entryId = await add(stream, fields);
		written.set(name, { stream, entryId, nextEventId, nextId: await add(stream, honest(stream, nextEventId)) });
	}
	expect(await waitUntilSettled(redis, GROUP, SETTLED_SECONDS_MAX), `settled; the worker says: ${worker.lines.join('\n')}`).toBe(true);
}

async function expectFate(fields: Fields, at: Written, expected: Expected): Promise<void> {
	const row = await ledgerRowOf(sql, at.stream, at.entryId);
	const letters = await deadLettersOf(redis, at.stream, at.entryId);
	if (expected === 'nothing' || 'row' in expected) {
		expect(letters).toEqual([]);
		if (expected === 'nothing') expect(row).toBeNull();
		else expect(row).toMatchObject(expected.row);
		return;
	}
	expect(row).toBeNull();
	expect(letters).toHaveLength(1);
	const [letter = []] = letters;
	const [reasonName, reason, receivedName, received, ...rest] = letter;
	expect([reasonName, receivedName].map(String)).toEqual(['reason', 'received_at']);
	expect(String(reason).slice(0, expected.reason.length)).toBe(expected.reason);
	expect(Math.abs(Number(received) - Date.now())).toBeLessThan(600_000);
	const source = fields.map((field, i) => (i % 2 === 0 ? Buffer.from(`src_${field}`) : Buffer.from(field)));
	const wanted = [...['src_stream', at.stream, 'src_entry_id', at.entryId].map((text) => Buffer.from(text)), ...source];
	expect(rest.length).toBe(wanted.length);
	expect(rest.findIndex((field, i) => !field.equals(wanted[i] ?? Buffer.alloc(0)))).toBe(-1);
}

beforeAll(async () => {
	[bundle, database] = await Promise.all([bundleWorker(), createTestDatabase(testServices().databaseUrl)]);
	redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
	sql = openSql(database.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
});

afterAll(async () => {
	await worker?.kill();
	await redis.flushdb();
	redis.disconnect();
	await sql.end();
	bundle.remove();
	await database.drop();
});

function start(name: string, keys: Record<string, string>): void {
	worker = startWorker(bundle, name, { DATABASE_URL: database.url, REDIS_URL: testServices().redisUrl, LOG_LEVEL: 'warn', ...keys });
}

describe('with both keys', () => {
	beforeAll(async () => {
		start('fates', TEST_KEY_ENV);
		await play(FATE_CASES);
		await play(LATER_CASES);
	}, 120_000);

	const cases = [...FATE_CASES, ...LATER_CASES].map((one) => [one.name, one] as const);
	test.each(cases)('%s', async (name, { fields, expected }) => {
		const at = written.get(name);
		if (at === undefined) throw new Error(`${name} was not written`);
		await expectFate(fields, at, expected);
		// whatever it was, the one behind it did not suffer
		expect(await ledgerRowOf(sql, at.stream, at.nextId)).toMatchObject({ id: at.nextEventId });
	});

	test('a changed replay is one alert per content, however often it comes', async () => {
		const alerts = await sql<{ event_id: string; zone_id: string; kind: string; detail: string }[]>`
			select event_id, zone_id, kind, detail from audit_ingest_alerts order by event_id`;
		expect(alerts.map((alert) => [alert.event_id, alert.zone_id, alert.kind])).toEqual([
			['event that comes again', ZONE, 'content_mismatch_on_replay'],
			['outbox entry that comes again', ZONE, 'content_mismatch_on_replay'],
		]);
		const first = written.get('event that comes again');
		if (first === undefined) throw new Error('the first was not written');
		const row = await ledgerRowOf(sql, first.stream, first.entryId);
		expect(alerts[0]?.detail).toMatch(new RegExp(`^stored=${row?.content_sha256} incoming=[0-9a-f]{64}$`));
	});

	test('signature and chain are kept beside the event', async () => {
		const at = written.get('signature in upper case');
		const row = at && (await ledgerRowOf(sql, at.stream, at.entryId));
		expect(row?.ingest_signature).toMatch(/^[0-9a-f]{64}$/);
		expect(row?.chain_hmac).toMatch(/^[0-9a-f]{64}$/);
	});

	test('an entry id that no clock gives is an event up to year 9999, beyond it a dead letter', async () => {
		const fields = (outboxId: string) =>
			signedFields(POLICY_INVALIDATE_STREAM, { outbox_id: outboxId, zone_id: ZONE, policy_set_id: 'ps' });
		const stream = POLICY_INVALIDATE_STREAM;
		await redis.xadd(stream, '253402300799999-18446744073709551615', ...fields('late id'));
		await redis.xadd(stream, '253402300800000-0', ...fields('later id'));
		await redis.xadd(stream, '18446744073709551615-1', ...fields('last id'));
		await play([]);
		const rows = await sql<{ id: string; micros: string }[]>`
			select id, (extract(epoch from occurred_at) * 1000000)::bigint::text as micros from ledger_events where id like '% id' and stream_no = 5`;
		expect(rows).toEqual([{ id: 'late id', micros: '253402300799999000' }]);
		for (const entryId of ['253402300800000-0', '18446744073709551615-1']) {
			const [letter = []] = await deadLettersOf(redis, stream, entryId);
			expect(String(letter[1])).toMatch(/^json_parse_error:the entry id is no time/);
		}
	});

	test('nothing is pending and both sides agree', async () => {
		expect(await pendingEntries(redis, GROUP)).toBe(0);
		const report = await reconcile(redis, sql, GROUP);
		expect({ missing: report.firstMissing, waiting: report.waiting, faults: report.faults }).toEqual({
			missing: [],
			waiting: 0,
			faults: [],
		});
	});

	test('everything delivered once more leaves the ledger and the alerts as they are', async () => {
		const counts = async () => {
			const [row] = await sql<{ events: string; alerts: string; heads: string }[]>`
				select (select count(*) from ledger_events) as events, (select count(*) from audit_ingest_alerts) as alerts,
					(select sum(chain_seq) from chain_heads) as heads`;
			return row;
		};
		const before = await counts();
		for (const stream of SOURCE_STREAMS) await redis.xgroup('SETID', stream, GROUP, '0');
		await play([]);
		expect(await counts()).toEqual(before);
		expect(await pendingEntries(redis, GROUP)).toBe(0);
	});
});

describe('with no keys, outside production', () => {
	beforeAll(async () => {
		await worker.stop();
		start('fates without keys', {});
		await play([
			{
				name: 'unsigned event',
				stream: AUDIT_STREAM,
				fields: ['data', JSON.stringify(plainEvent('unsigned event'))],
				expected: { row: {} },
			},
			{
				name: 'unsigned authority entry',
				stream: AGENTS_LIFECYCLE_STREAM,
				fields: signedFields(AGENTS_LIFECYCLE_STREAM, {
					outbox_id: 'unsigned authority entry',
					zone_id: ZONE,
					event: 'resume',
				}).slice(0, -2),
				expected: { row: {} },
			},
		]);
	}, 120_000);

	test.each(['unsigned event', 'unsigned authority entry'])('an %s is accepted, without signature and chain HMAC', async (name) => {
		const at = written.get(name);
		const row = at && (await ledgerRowOf(sql, at.stream, at.entryId));
		expect(row).toMatchObject({ id: name, ingest_signature: null, chain_hmac: null });
	});

	test('the worker says so at every start and to the console', async () => {
		const said = worker.lines.join('\n');
		expect(said).toContain('AUDIT_HMAC_KEY is not set');
		expect(said).toContain('STREAMS_HMAC_KEY is not set');
		const rows = await sql<{ accepts_unsigned_audit: boolean; accepts_unsigned_streams: boolean }[]>`
			select accepts_unsigned_audit, accepts_unsigned_streams from worker_heartbeats where worker_id = 'fates without keys'`;
		expect(rows).toEqual([{ accepts_unsigned_audit: true, accepts_unsigned_streams: true }]);
	});
});
