import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from './migrate';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { testServices } from './testing/env';
import { dumpSchema } from './testing/schema-dump';

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = postgres(database.url, { max: 2, onnotice: () => {} });
});

afterAll(async () => {
	await sql.end();
	await database.drop();
});

test('migrating again changes nothing', async () => {
	const before = await dumpSchema(sql);
	await migrate(database.url);
	expect(await dumpSchema(sql)).toBe(before);
});

test('eight processes may migrate an empty database at once', async () => {
	const name = `caracal_race_${process.pid}`;
	await sql.unsafe(`create database ${name}`);
	const url = new URL(database.url);
	url.pathname = `/${name}`;
	const raced = postgres(url.toString(), { max: 1, onnotice: () => {} });
	try {
		await Promise.all(Array.from({ length: 8 }, () => migrate(url.toString())));
		expect(await dumpSchema(raced)).toBe(await dumpSchema(sql));
	} finally {
		await raced.end();
		await sql.unsafe(`drop database ${name}`);
	}
});

test('the committed dump is the schema (run vitest -u to write it anew)', async () => {
	await expect(await dumpSchema(sql)).toMatchFileSnapshot('./schema.sql');
});

test('the month of today and three months ahead have partitions', async () => {
	const rows = await sql<{ relname: string }[]>`
		select c.relname from pg_class c join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'ledger_events'::regclass`;
	const names = new Set(rows.map((row) => row.relname));
	const now = new Date();
	for (let ahead = -13; ahead <= 3; ahead++) {
		const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
		expect(names).toContain(`ledger_events_y${month.getUTCFullYear()}m${String(month.getUTCMonth() + 1).padStart(2, '0')}`);
	}
});

test('a month is made once, however many ask for it at once', async () => {
	const asking = postgres(database.url, { max: 6, onnotice: () => {} });
	try {
		await Promise.all(
			Array.from(
				{ length: 12 },
				() =>
					asking`select audit_month_ensure(parent, '2033-07-15') from unnest(array['ledger_events', 'search_events', 'segments']) as parent`,
			),
		);
		const [row] = await sql`select count(*)::int as n from pg_class where relname = 'ledger_events_y2033m07'`;
		expect(row?.n).toBe(1);
	} finally {
		await asking.end();
	}
});
