import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { ensureApiToken } from './api-token';

let database: TestDatabase;
let owner: postgres.Sql;
const folder = mkdtempSync(join(tmpdir(), 'caracal-api-token-'));

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
	rmSync(folder, { recursive: true, force: true });
	await owner.end();
	await database.drop();
});

test('a second start gives the same token, and only its owner can read the file', async () => {
	const first = await ensureApiToken(folder, database.url);
	expect(await ensureApiToken(folder, database.url)).toBe(first);
	const path = join(folder, 'api-token');
	expect(readFileSync(path, 'utf8')).toBe(`${first}\n`);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const rows = await owner`select role, zone_ids from api_tokens`;
	expect(rows).toEqual([{ role: 'admin', zone_ids: null }]);
	const recorded = await owner<{ data: string }[]>`select data from console_outbox`;
	expect(recorded.map((row) => JSON.parse(row.data).event_type)).toEqual(['console.token_created']);
	expect(recorded[0]?.data).not.toContain(first);
});

test.each([
	['revoked', 'update api_tokens set revoked_at = now()'],
	['about to expire', "update api_tokens set expires_at = now() + interval '1 hour'"],
	['gone with its database', 'delete from api_tokens'],
])('a token that is %s is replaced', async (_, change) => {
	const before = await ensureApiToken(folder, database.url);
	await owner.unsafe(change);
	const after = await ensureApiToken(folder, database.url);
	expect(after).not.toBe(before);
	expect(await ensureApiToken(folder, database.url)).toBe(after);
});
