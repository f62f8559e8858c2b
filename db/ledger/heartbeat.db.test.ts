import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../client';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { testServices } from '../testing/env';
import { beginHeartbeat, endHeartbeat, type Heartbeat, writeHeartbeat } from './heartbeat';

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1 });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 1, applicationName: 'test' });
});
afterAll(async () => {
	await Promise.all([sql.end(), owner.end()]);
	await database.drop();
});

const BEAT: Heartbeat = {
	workerId: 'w1',
	acceptsUnsignedAudit: false,
	acceptsUnsignedStreams: true,
	undeliveredEntries: 10,
	pendingEntries: 2,
	oldestPendingMs: 1_500,
	deadLetterEntries: 3,
	appendedEvents: 42,
	lastCommitAtMs: 1_795_262_400_123,
	lastError: null,
	unindexedEvents: 16,
};

function workerIds(): Promise<string[]> {
	return sql`select worker_id from worker_heartbeats order by worker_id`.then((rows) => rows.map((row) => String(row.worker_id)));
}

test('a beat says all, a later one replaces it and moves seen_at alone', async () => {
	await writeHeartbeat(sql, { ...BEAT, lastCommitAtMs: null });
	const [first] = await sql`select started_at::text as started, seen_at::text as seen from worker_heartbeats`;
	await writeHeartbeat(sql, BEAT);
	const [row] = await sql`
		select *, started_at::text as started, seen_at::text as seen, (extract(epoch from last_commit_at) * 1000)::bigint::text as commit_ms
		from worker_heartbeats`;
	expect(row).toMatchObject({
		worker_id: 'w1',
		accepts_unsigned_audit: false,
		accepts_unsigned_streams: true,
		undelivered_entries: '10',
		pending_entries: '2',
		oldest_pending_ms: '1500',
		dead_letter_entries: '3',
		appended_events: '42',
		commit_ms: '1795262400123',
		last_error: null,
		unindexed_events: '16',
		started: first?.started,
	});
	expect(row?.seen > first?.seen).toBe(true);
});

test('what could not be measured is null, never zero', async () => {
	await writeHeartbeat(sql, { ...BEAT, undeliveredEntries: null, deadLetterEntries: null });
	const [row] = await sql`select undelivered_entries, dead_letter_entries from worker_heartbeats`;
	expect(row).toMatchObject({ undelivered_entries: null, dead_letter_entries: null });
});

test('a start removes its own old row and those of workers silent for a day, a stop its own', async () => {
	for (const workerId of ['w2', 'silent', 'crashed']) await writeHeartbeat(sql, { ...BEAT, workerId });
	await owner`update worker_heartbeats set seen_at = now() - interval '25 hours' where worker_id = 'silent'`;
	await beginHeartbeat(sql, 'w1');
	expect(await workerIds()).toEqual(['crashed', 'w2']);
	await endHeartbeat(sql, 'w2');
	expect(await workerIds()).toEqual(['crashed']);
});
