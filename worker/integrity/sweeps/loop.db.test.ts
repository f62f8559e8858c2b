import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../../db/client';
import { recordFindings } from '../../../db/integrity/findings';
import { askHourlySweeps, askStartSweeps, moveSweepHead, renewSweep, takeSweep } from '../../../db/integrity/sweeps';
import { createTestDatabase, type TestDatabase } from '../../../db/testing/database';
import { testServices } from '../../../db/testing/env';
import type { Finding } from '../../../lib/evidence/finding';
import { SILENT } from '../../testing/consumers';
import { appendEvents } from '../../testing/integrity';
import { AUDIT_KEY, STREAMS_KEY } from '../../testing/lane-entries';
import { Sweeps } from './loop';
import { FoundThings } from './row-checker';

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
const GAP: Finding = { kind: 'sequence_gap', eventId: '', seq: 7, lastSeq: 7, expected: null, found: null, words: 'events missing' };

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'sweeps test' });
	await appendEvents(sql, ['zone-a'], 20, 20);
});
afterAll(async () => {
	await sql?.end({ timeout: 1 });
	await owner?.end();
	await database?.drop();
});
beforeEach(async () => {
	await owner`set session_replication_role = replica`;
	await owner`delete from sweeps`;
	await owner`delete from sweep_heads`;
	await owner`set session_replication_role = origin`;
});

async function sweep(): Promise<void> {
	const sweeps = new Sweeps({
		sql,
		workerId: 'test',
		keys: { audit: AUDIT_KEY, streams: STREAMS_KEY },
		logKeys: () => [],
		anchors: [],
		busyShare: () => 0,
		rollingHours: 4,
		log: SILENT,
		pieceEvents: 5,
	});
	while (await sweeps.turn());
	sweeps.stop();
	await sweeps.run();
}

async function head(): Promise<string> {
	const [row] = await owner<{ line: string }[]>`
		select verified_seq || case when whole_at is null then '' else ' whole' end || case when deep_at is null then '' else ' deep' end as line from sweep_heads`;
	return row?.line ?? 'none';
}

test('a range is the whole ledger only when it ends where that ends; a part of it takes nothing back', async () => {
	await owner`insert into sweeps (zone_no, kind, from_seq, to_seq, is_deep) values (1, 'demand', 1, 10, true)`;
	await sweep();
	expect(await head()).toBe('10');
	await owner`insert into sweeps (zone_no, kind, is_deep) values (1, 'demand', true)`;
	await sweep();
	expect(await head()).toBe('20 whole deep');
	await owner`insert into sweeps (zone_no, kind, from_seq, to_seq) values (1, 'demand', 1, 5)`;
	await sweep();
	expect(await head()).toBe('20 whole deep');
	await moveSweepHead(sql, { zoneNo: 1, sweepNo: '1', isDeep: false, isWhole: false, fromSeq: 1, toSeq: 5 }, 3);
	expect(await head()).toBe('2 whole deep');
});

test('what people ask for does not put off the hourly sweep; one that is due does', async () => {
	await owner`insert into sweeps (zone_no, kind, from_seq, to_seq) values (1, 'demand', 1, 1)`;
	expect(await askHourlySweeps(sql, 4)).toBe(1);
	expect(await askHourlySweeps(sql, 4)).toBe(0);
	await sweep();
	expect(await askHourlySweeps(sql, 4)).toBe(0);
	expect(await askStartSweeps(sql)).toBe(1);
});

test('a sweep that is worked on is not taken over, however long its piece takes', async () => {
	const old = () => owner`update sweeps set seen_at = now() - interval '31 seconds'`;
	await owner`insert into sweeps (zone_no, kind) values (1, 'demand')`;
	const taken = await takeSweep(sql, 'first');
	expect(taken).toMatchObject({ zoneNo: 1, resume: null });
	await old();
	await renewSweep(sql, taken?.sweepNo ?? '0', 'second');
	expect(await takeSweep(sql, 'second')).toMatchObject({ sweepNo: taken?.sweepNo });
	await old();
	await renewSweep(sql, taken?.sweepNo ?? '0', 'second');
	expect(await takeSweep(sql, 'third')).toBeNull();
});

test('a finding that was resolved is open again when another sweep sees it', async () => {
	const open = async () => (await owner<{ is_open: boolean }[]>`select alert_is_open(id) as is_open from audit_ingest_alerts`)[0]?.is_open;
	expect(await recordFindings(sql, '1', 'zone-a', [GAP, GAP])).toBe(1);
	expect(await recordFindings(sql, '2', 'zone-a', [GAP])).toBe(0);
	await owner`insert into alert_resolutions (alert_id, resolved_by, note) select id, 'me', 'known' from audit_ingest_alerts`;
	expect(await open()).toBe(false);
	// the same sweep, further on
	expect(await recordFindings(sql, '2', 'zone-a', [GAP])).toBe(0);
	expect(await open()).toBe(false);
	expect(await recordFindings(sql, '3', 'zone-a', [GAP])).toBe(1);
	expect(await open()).toBe(true);
});

test('an anchor that is behind or lost something says nothing of how far the ledger is sound', () => {
	const found = new FoundThings();
	for (const kind of ['anchor_lagging', 'anchor_missing'] as const) found.add({ ...GAP, kind, seq: 3 });
	expect(found.firstSeq).toBeNull();
	found.add(GAP);
	expect(found.firstSeq).toBe(7);
});
