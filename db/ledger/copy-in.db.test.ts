import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../client';
import { OneConnection } from '../one-connection';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { testServices } from '../testing/env';
import { copyIn } from './copy-in';

let database: TestDatabase;
let sql: SqlClient;
let owner: postgres.Sql;
let writer: OneConnection;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 1, applicationName: 'copy test' });
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	writer = new OneConnection(sql);
});

afterAll(async () => {
	await writer.close();
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
});

const COPY = 'copy worker_heartbeats (worker_id, last_error) from stdin';
const rows = (...lines: string[]) => lines.map((line) => Buffer.from(`${line}\tz\n`));

async function copied(chunks: Buffer[]): Promise<void> {
	await writer.transaction(async (pg) => {
		await pg()`begin`;
		await copyIn(pg(), COPY, chunks);
		await pg()`commit`;
	});
}

test('rows are there after the commit', async () => {
	await copied(rows('a', 'b'));
	const [count] = await sql`select count(*)::int as n from worker_heartbeats`;
	expect(count?.n).toBe(2);
});

test.each([
	['found after the last byte', rows('c', 'a')],
	[
		'found in the first of many bytes',
		[...rows('a'), ...Array.from({ length: 60 }, (_, i) => Buffer.from(`${i}\t${'x'.repeat(50_000)}\n`))],
	],
	['of a malformed row', [Buffer.from('only one column\n')]],
	['of the last, unfinished row', [Buffer.from('d')]],
])('an error %s is told, and the next transaction goes through', async (_, chunks) => {
	await expect(copied(chunks)).rejects.toMatchObject({ code: expect.stringMatching(/^23505|22P04$/) });
	await copied(rows(`after ${chunks.length} ${_}`));
});

test('an error of the statement itself is told', async () => {
	await expect(
		writer.transaction(async (pg) => {
			await pg()`begin`;
			await copyIn(pg(), 'copy nothing_here from stdin', []);
		}),
	).rejects.toMatchObject({ code: '42P01' });
	await copied(rows('still alive'));
});

test('a lost connection is told, nothing follows on another one, and the next transaction has a new one', async () => {
	await expect(
		writer.transaction(async (pg) => {
			const [backend] = await Promise.all([pg()<{ pid: number }[]>`select pg_backend_pid() as pid`, pg()`begin`]);
			await copyIn(pg(), COPY, rows('lost'));
			await owner`select pg_terminate_backend(${backend?.[0]?.pid ?? 0})`;
			for (;;) await pg()`select pg_sleep(0.01)`;
		}),
	).rejects.toThrow(/closed|terminating|lost|reset/i);
	await copied(rows('regained'));
	const found = await sql<{ worker_id: string }[]>`select worker_id from worker_heartbeats where worker_id in ('lost', 'regained')`;
	expect(found.map((row) => row.worker_id)).toEqual(['regained']);
});

test('a connection lost between two statements does not end the process', async () => {
	await expect(
		writer.transaction(async (pg) => {
			const [backend] = await pg()<{ pid: number }[]>`select pg_backend_pid() as pid`;
			await pg()`begin`;
			await owner`select pg_terminate_backend(${backend?.pid ?? 0})`;
			await new Promise((resolve) => setTimeout(resolve, 300));
			await pg()`commit`;
		}),
	).rejects.toThrow(/closed|lost/);
	await copied(rows('alive after all'));
});
