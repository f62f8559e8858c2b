import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../lib/query/parse';
import { ALL, EVENTS, FIELD_CASES, NOW, WORDS_CASES } from '../../../lib/query/testing/cases';
import { type Database, openDatabase } from '../../client';
import { createTestDatabase, type TestDatabase } from '../../testing/database';
import { testServices } from '../../testing/env';
import { seedAuditEvents } from '../../testing/seed-audit-events';
import { rowsOf } from '../reader';
import { listZones, type ZoneRow } from '../zones';
import { compile } from './compile';
import { matchingRows } from './rows';

let testDb: TestDatabase;
let handle: { db: Database; close: () => Promise<void> };
let zones: ZoneRow[];

beforeAll(async () => {
	testDb = await createTestDatabase(testServices().databaseUrl);
	const owner = postgres(testDb.url, { max: 1, onnotice: () => {} });
	await seedAuditEvents(owner, Object.values(EVENTS), 1);
	await owner.end();
	handle = openDatabase(testDb.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	zones = await listZones(handle.db);
}, 60_000);
afterAll(async () => {
	await handle?.close();
	await testDb?.drop();
});

/** The events a query finds on Postgres, by name. */
async function found(text: string): Promise<string[]> {
	const { query, problems } = parseQuery(text, { nowMicros: NOW });
	expect(problems).toEqual([]);
	const compiled = await compile(handle.db, { zones, from: null, to: null, query });
	if (compiled.isEmpty) return [];
	const rows = await rowsOf<{ seq: number }>(
		handle.db,
		sql`select chain_seq::integer as seq from (${matchingRows(compiled)}) s order by 1`,
	);
	return rows.map(({ seq }) => Object.keys(EVENTS)[seq - 1] ?? `place ${seq}`);
}

describe('every field, on Postgres', () => {
	test.each(FIELD_CASES)('%s', async (text, expected) => {
		expect(await found(text)).toEqual(expected);
		expect(await found(`-(${text})`)).toEqual(ALL.filter((name) => !expected.includes(name)));
	});
});

test.each(WORDS_CASES)('free text %j, on Postgres', async (text, expected) => {
	expect(await found(text)).toEqual(expected);
	expect(await found(`-(${text})`)).toEqual(ALL.filter((name) => !expected.includes(name)));
});
