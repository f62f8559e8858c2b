import postgres from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openSql, type SqlClient } from '../../../db/client';
import { createTestDatabase, type TestDatabase } from '../../../db/testing/database';
import { testServices } from '../../../db/testing/env';
import { SILENT } from '../../testing/consumers';
import { appendEvents, keyFile, tamper } from '../../testing/integrity';
import { AUDIT_KEY, STREAMS_KEY } from '../../testing/lane-entries';
import { SweepThread } from './thread';

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'thread test' });
	await appendEvents(sql, ['zone-a'], 40, 20);
	await tamper(owner, (tx) => tx`update ledger_events set decision = 'deny ' where chain_seq = 12`);
});
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
});

test('the thread sweeps at its start, tells what it found, and ends when asked', async () => {
	const told: string[] = [];
	const sweeps = new SweepThread({
		databaseUrl: database.url,
		workerId: 'thread test',
		auditKey: AUDIT_KEY,
		streamsKey: STREAMS_KEY,
		checkpointKeys: keyFile(),
		checkpointKeysFile: null,
		anchors: 'none',
		anchorSecrets: { webhookToken: null, s3: null },
		rollingHours: 4,
		isBusy: () => true,
		log: { ...SILENT, error: (_fields, words) => told.push(words) },
	});
	const ended = sweeps.run();
	await vi.waitFor(() => expect(sweeps.stats).toMatchObject({ tamper_checked_total: 40, tamper_mismatch_total: 1 }), 30_000);
	expect(told).toEqual(['a sweep found what should not be']);
	sweeps.stop();
	await ended;
	const rows = await owner`select kind, chain_seq::int from audit_ingest_alerts`;
	expect([...rows]).toEqual([{ kind: 'content_mismatch', chain_seq: 12 }]);
	const connected = await owner`select from pg_stat_activity where application_name = 'audit-worker thread test sweeps'`;
	expect(connected.count).toBe(0);
});
