import type { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { openDatabase } from '../../db/database';
import { readSegment, sealSegment } from '../../db/ledger/segment';
import { SegmentBytes } from '../../db/ledger/segment-bytes';
import { readSnapshot } from '../../db/queries/reader';
import { type AnsweredCheck, answeredCheck, askSignatureCheck } from '../../db/queries/signature-checks';
import { pruneChecks } from '../../db/signature-checks/open';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { consoleEvent } from '../../lib/events/console';
import { parseCheck } from '../../lib/evidence/check-detail';
import type { CheckPart } from '../../lib/evidence/signature-check';
import { AUDIT_STREAM, SESSIONS_REVOKE_STREAM } from '../../lib/streams/names';
import { auditSignature, streamSignature } from '../../lib/streams/signature';
import { addEntry, emptyRedis, SILENT } from '../testing/consumers';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from '../testing/worker-process';
import { SignatureChecks } from './loop';

const KEY = '5a'.repeat(32);
const key = Buffer.from(KEY, 'hex');
const NEVER_MS = 3_600_000;

let bundle: Bundle;
let database: TestDatabase;
let owner: postgres.Sql;
let workerSql: SqlClient;
let web: ReturnType<typeof openDatabase>;
let redis: Redis;
let processes: WorkerProcess[] = [];
let running: { checks: SignatureChecks; run: Promise<void> }[] = [];
let zones = 0;

beforeAll(async () => {
	[database, redis, bundle] = await Promise.all([createTestDatabase(testServices().databaseUrl), emptyRedis(), bundleWorker()]);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	workerSql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'checks test' });
	web = openDatabase(database.url, { role: 'console_web', connectionsMax: 2, applicationName: 'checks test web' });
});
afterEach(async () => {
	await Promise.all(processes.map((one) => one.kill()));
	for (const one of running) one.checks.stop();
	await Promise.all(running.map((one) => one.run));
	processes = [];
	running = [];
	await redis.flushdb();
	await owner`delete from signature_checks`;
});
afterAll(async () => {
	await web.close();
	await workerSql.end({ timeout: 1 });
	await owner.end();
	redis.disconnect();
	await database.drop();
	bundle.remove();
});

function startProcess(env: Record<string, string> = {}): WorkerProcess {
	const base = { DATABASE_URL: database.url, REDIS_URL: testServices().redisUrl, AUDIT_HMAC_KEY: KEY, STREAMS_HMAC_KEY: KEY };
	const one = startWorker(bundle, `checks-${processes.length}`, { ...base, ...env });
	processes.push(one);
	return one;
}

/** The loop alone, told and never looking by itself. */
function startLoop(pollMs = NEVER_MS): void {
	const checks = new SignatureChecks({ sql: workerSql, keys: { audit: key, streams: key }, isBusy: () => false, log: SILENT, pollMs });
	running.push({ checks, run: checks.run() });
}

function auditFields(zone: string, id: string, sign = true): Record<string, string> {
	const data = JSON.stringify({
		id,
		zone_id: zone,
		event_type: 'token_exchange',
		decision: 'deny',
		occurred_at: '2026-11-01T10:00:00.123456789Z',
		metadata_json: { z: 1.5, aa: 'ü\u0000', b: [] },
	});
	return { id, data, ...(sign ? { sig: auditSignature(key, Buffer.from(data)) } : {}) };
}

function revokeFields(zone: string, outboxId: string): Record<string, string> {
	const fields = { outbox_id: outboxId, zone_id: zone, session_id: 'ar-1', reason: 'requested' };
	const flat = Object.entries(fields)
		.flat()
		.map((text) => Buffer.from(text));
	return { ...fields, _sig: streamSignature(key, SESSIONS_REVOKE_STREAM, flat) };
}

const eventually = <T>(assertion: () => Promise<T>) => vi.waitFor(assertion, { timeout: 30_000, interval: 20 });

/** Writes signed events to the streams and waits until a worker has them in the ledger of a new zone. @returns its number */
async function ledgerOf(...make: ((zone: string) => Promise<unknown>)[]): Promise<number> {
	const zone = `zone-${zones++}`;
	for (const each of make) await each(zone);
	return eventually(async () => {
		const [row] = await owner<{ zone_no: number }[]>`
			select zone_no from zones join chain_heads using (zone_no) where zone_id = ${zone} and chain_seq = ${make.length}`;
		if (row === undefined) throw new Error('not all is in the ledger yet');
		return row.zone_no;
	});
}
const audit =
	(id: string, sign = true) =>
	(zone: string) =>
		addEntry(redis, auditFields(zone, `${zone}-${id}`, sign));

async function ask(zoneNo: number, seq: number): Promise<string> {
	const checkNo = await askSignatureCheck(web.db, zoneNo, seq);
	if (checkNo === null) throw new Error('not asked');
	return checkNo;
}

async function answerOf(zoneNo: number, checkNo: string): Promise<AnsweredCheck> {
	return eventually(async () => {
		const answered = await readSnapshot(web.db, [zoneNo], (reader) => answeredCheck(reader, checkNo));
		if (answered === null) throw new Error('no answer yet');
		return answered;
	});
}

/** Asks as the web does. @returns the state, and by part what holds and what was said */
async function check(zoneNo: number, seq: number) {
	const { state, detail } = await answerOf(zoneNo, await ask(zoneNo, seq));
	const parts = parseCheck(state, detail)?.parts ?? [];
	return { state, parts: Object.fromEntries(parts.map(({ part, ...rest }) => [part, rest])) as Record<string, Omit<CheckPart, 'part'>> };
}
const states = ({ parts }: Awaited<ReturnType<typeof check>>) =>
	Object.fromEntries(Object.entries(parts).map(([part, { state }]) => [part, state]));
const ALL_HOLD = { signature: 'holds', content: 'holds', chain: 'holds', link: 'holds' };

/** Changes the ledger as somebody would who owns the database. */
async function tamper(work: (sql: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
	await owner.begin(async (sql) => {
		for (const table of ['ledger_events', 'segments']) await sql.unsafe(`alter table ${table} disable trigger user`);
		await work(sql);
		for (const table of ['ledger_events', 'segments']) await sql.unsafe(`alter table ${table} enable trigger user`);
	});
}

/** Seals the segment of an event anew with other bytes. */
async function resealed(zoneNo: number, seq: number, change: (text: string) => string): Promise<void> {
	const [row] = await owner<{ segment_no: string; codec: number; raw_bytes: number; payload: Buffer }[]>`
		select s.segment_no::text, s.codec, s.raw_bytes, s.payload from segments s join ledger_events e on e.segment_no = s.segment_no
		where e.zone_no = ${zoneNo} and e.chain_seq = ${seq}`;
	if (row === undefined) throw new Error('no segment');
	const bytes = new SegmentBytes();
	for (const entry of readSegment({ codec: row.codec, rawBytes: row.raw_bytes, payload: row.payload })) {
		const [ms = 0, n = 0] = entry.entryId.split('-').map(Number);
		const [, data, , sig] = entry.fields;
		if (entry.stream !== AUDIT_STREAM || data === undefined || sig === undefined) throw new Error('a segment of audit entries is expected');
		const place = { ms, seq: n, isExact: true };
		bytes.addData(AUDIT_STREAM, entry.entryId, place, Buffer.from(change(data.toString())), sig, Buffer.from(sig.toString(), 'hex'));
	}
	const { codec, rawBytes, payload } = await sealSegment(bytes);
	await tamper(
		(sql) => sql`update segments set codec = ${codec}, raw_bytes = ${rawBytes}, payload = ${payload} where segment_no = ${row.segment_no}`,
	);
}

describe('the running worker', () => {
	test('finds signatures of every kind of entry valid', async () => {
		await startProcess().up;
		const told = (zone: string) => {
			const actor = { kind: 'user', id: 1, name: 'ada' } as const;
			const at = BigInt(Date.now()) * 1000n;
			const data = consoleEvent({
				action: 'console.lookup',
				zoneId: zone,
				actor,
				requestId: 'r',
				at,
				id: `c-${zone}`,
				details: { matches: 1 },
			});
			return owner`insert into console_outbox (data) values (${data})`;
		};
		const zoneNo = await ledgerOf(audit('a'), (zone) => addEntry(redis, revokeFields(zone, `o-${zone}`), SESSIONS_REVOKE_STREAM), told);
		for (const seq of [1, 2, 3]) {
			const found = await check(zoneNo, seq);
			expect([found.state, states(found)]).toEqual(['valid', ALL_HOLD]);
		}
	});

	test('finds a changed row, and names what differs', async () => {
		await startProcess().up;
		const zoneNo = await ledgerOf(audit('a'), audit('b'), audit('c'));
		await tamper(
			(sql) => sql`update ledger_events set decision = 'allow', metadata_json = '{}' where zone_no = ${zoneNo} and chain_seq = 2`,
		);
		const found = await check(zoneNo, 2);
		expect([found.state, states(found)]).toEqual(['content_mismatch', { ...ALL_HOLD, content: 'fails' }]);
		const [row] = await owner<{ hash: string }[]>`
			select encode(content_sha256, 'hex') as hash from ledger_events where zone_no = ${zoneNo} and chain_seq = 2`;
		expect(found.parts.content).toMatchObject({ words: expect.stringContaining('decision, metadata_json'), expected: row?.hash });
		expect(found.parts.content?.found).toMatch(/^[0-9a-f]{64}$/);
		expect((await check(zoneNo, 3)).state).toBe('valid');
	});

	test('finds a row whose hash was changed with it by its chain', async () => {
		await startProcess().up;
		const zoneNo = await ledgerOf(audit('a'), audit('b'), audit('c'));
		await tamper((sql) => sql`update ledger_events set content_sha256 = sha256('x') where zone_no = ${zoneNo} and chain_seq = 2`);
		const second = await check(zoneNo, 2);
		expect([second.state, states(second)]).toEqual(['content_mismatch', { ...ALL_HOLD, content: 'fails', chain: 'fails' }]);
		const third = await check(zoneNo, 3);
		expect([third.state, states(third)]).toEqual(['chain_mismatch', { ...ALL_HOLD, link: 'fails' }]);
		await tamper((sql) => sql`delete from ledger_events where zone_no = ${zoneNo} and chain_seq = 2`);
		expect((await check(zoneNo, 3)).parts.link?.words).toContain('#2, which it links to, is missing');
	});

	test('finds changed bytes, and never tells the right signature', async () => {
		await startProcess().up;
		const zoneNo = await ledgerOf(audit('a'));
		let changed = '';
		await resealed(zoneNo, 1, (text) => {
			changed = text.replace('deny', 'none');
			return changed;
		});
		const found = await check(zoneNo, 1);
		expect([found.state, states(found)]).toEqual(['signature_mismatch', { ...ALL_HOLD, signature: 'fails', content: 'fails' }]);
		expect(found.parts.signature?.expected).toBeNull();
		const told = await owner<{ detail: string }[]>`select detail from signature_checks`;
		expect(JSON.stringify(told)).not.toContain(auditSignature(key, Buffer.from(changed)));
	});

	test('finds a damaged segment, one that is gone, and a changed signature', async () => {
		await startProcess().up;
		const zoneNo = await ledgerOf(audit('a'));
		await tamper((sql) => sql`update ledger_events set ingest_signature = sha256('x') where zone_no = ${zoneNo}`);
		expect((await check(zoneNo, 1)).parts.signature).toMatchObject({
			state: 'fails',
			expected: expect.any(String),
			found: expect.any(String),
		});
		await tamper(
			(sql) =>
				sql`update segments set payload = 'garbage' where segment_no = (select segment_no from ledger_events where zone_no = ${zoneNo})`,
		);
		expect((await check(zoneNo, 1)).state).toBe('damaged');
		await tamper((sql) => sql`delete from segments where segment_no = (select segment_no from ledger_events where zone_no = ${zoneNo})`);
		const gone = await check(zoneNo, 1);
		expect([gone.state, states(gone)]).toEqual(['not_kept', { ...ALL_HOLD, signature: 'unknown', content: 'unknown' }]);
	});

	test('knows what came unsigned, and says when it has no key', async () => {
		const dev = startProcess({ AUDIT_HMAC_KEY: '', STREAMS_HMAC_KEY: '' });
		await dev.up;
		const zoneNo = await ledgerOf(audit('a', false), audit('b'));
		const unsigned = await check(zoneNo, 1);
		expect([unsigned.state, states(unsigned)]).toEqual(['not_signed', { ...ALL_HOLD, signature: 'unknown', chain: 'unknown' }]);
		expect((await check(zoneNo, 2)).state).toBe('no_key');
		await dev.stop();
		await startProcess().up;
		expect((await check(zoneNo, 2)).state).toBe('valid');
	});
});

describe('the loop', () => {
	async function seeded(): Promise<number> {
		const one = startProcess();
		await one.up;
		const zoneNo = await ledgerOf(audit('a'));
		await one.kill();
		return zoneNo;
	}

	test('is told; several share the checks and each is answered once', async () => {
		const zoneNo = await seeded();
		startLoop();
		startLoop();
		const asked = await Promise.all(Array.from({ length: 20 }, () => ask(zoneNo, 1)));
		for (const checkNo of asked) expect((await answerOf(zoneNo, checkNo)).state).toBe('valid');
	});

	test('finds what was asked while nobody listened, but not what is too old; a place without an event fails alone', async () => {
		const zoneNo = await seeded();
		const [old, none, good] = [await ask(zoneNo, 1), await ask(zoneNo, 77), await ask(zoneNo, 1)];
		await owner`update signature_checks set asked_at = now() - interval '2 minutes' where check_no = ${old}`;
		startLoop();
		expect((await answerOf(zoneNo, good)).state).toBe('valid');
		expect((await answerOf(zoneNo, none)).state).toBe('failed');
		const open = await owner`select check_no::text as no from signature_checks where checked_at is null`;
		expect(open.map(({ no }) => no)).toEqual([old]);
	});

	test('a row that Postgres cannot read is answered, and holds up nothing', async () => {
		const zoneNo = await seeded();
		await owner`revoke select on segments from console_worker`;
		try {
			startLoop();
			expect((await check(zoneNo, 1)).state).toBe('failed');
		} finally {
			await owner`grant select on segments to console_worker`;
		}
		expect((await check(zoneNo, 1)).state).toBe('valid');
	});

	test('goes on after its connections were cut', async () => {
		const zoneNo = await seeded();
		startLoop(50);
		expect((await check(zoneNo, 1)).state).toBe('valid');
		await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'checks test'`;
		expect((await check(zoneNo, 1)).state).toBe('valid');
	});

	test('rows go after a day', async () => {
		const zoneNo = await seeded();
		const [old, young] = [await ask(zoneNo, 1), await ask(zoneNo, 1)];
		await owner`update signature_checks set asked_at = now() - interval '25 hours' where check_no = ${old}`;
		await pruneChecks(workerSql);
		expect((await owner`select check_no::text as no from signature_checks`).map(({ no }) => no)).toEqual([young]);
	});
});

describe('the web', () => {
	test('may ask and read in its zone, and write no answer', async () => {
		const webSql = postgres(database.url, { max: 1, onnotice: () => {}, connection: { role: 'console_web' } });
		const [zone] = await owner<{ zone_no: number }[]>`insert into zones (zone_id) values ('zone-web') returning zone_no`;
		const zoneNo = zone?.zone_no ?? 0;
		const bound = (setting: string, statement: string) =>
			webSql.begin(async (sql) => {
				await sql`select set_config('caracal.zones', ${setting}, true)`;
				return sql.unsafe(statement);
			});
		try {
			await bound(String(zoneNo), `insert into signature_checks (zone_no, chain_seq) values (${zoneNo}, 1)`);
			for (const statement of [
				`insert into signature_checks (zone_no, chain_seq, checked_at, state, detail) values (${zoneNo}, 1, now(), 'valid', '[]')`,
				`update signature_checks set state = 'valid'`,
				'delete from signature_checks',
			])
				await expect(bound('*', statement)).rejects.toMatchObject({ code: '42501' });
			await expect(bound('0', `insert into signature_checks (zone_no, chain_seq) values (${zoneNo}, 1)`)).rejects.toMatchObject({
				code: '42501',
			});
		} finally {
			await webSql.end();
		}
	});

	test('asks no more when a thousand of a zone wait', async () => {
		const [zone] = await owner<{ zone_no: number }[]>`insert into zones (zone_id) values ('zone-full') returning zone_no`;
		const zoneNo = zone?.zone_no ?? 0;
		await owner`insert into signature_checks (zone_no, chain_seq) select ${zoneNo}, n from generate_series(1, 1000) n`;
		expect(await askSignatureCheck(web.db, zoneNo, 1)).toBeNull();
		await owner`update signature_checks set asked_at = now() - interval '2 minutes'`;
		expect(await askSignatureCheck(web.db, zoneNo, 1)).not.toBeNull();
	});
});
