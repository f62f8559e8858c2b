import type { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { openDatabase } from '../../db/database';
import { pruneSearches } from '../../db/dead-letter-searches/open';
import { answeredSearch, askDeadLetterSearch } from '../../db/queries/dead-letter-searches';
import { readSnapshot } from '../../db/queries/reader';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { parseLetters } from '../../lib/streams/dead-letter';
import { AUDIT_STREAM, DEAD_LETTER_STREAM, SESSIONS_REVOKE_STREAM, type SourceStream } from '../../lib/streams/names';
import { deadLetter } from '../settle';
import { emptyRedis, SILENT } from '../testing/consumers';
import { lookThrough } from './look';
import { DeadLetterSearches } from './loop';

const NEVER_MS = 3_600_000;

let database: TestDatabase;
let owner: postgres.Sql;
let workerSql: SqlClient;
let web: ReturnType<typeof openDatabase>;
let redis: Redis;
let loop: DeadLetterSearches;
let run: Promise<void>;
let [mine, other] = [0, 0];

beforeAll(async () => {
	[database, redis] = await Promise.all([createTestDatabase(testServices().databaseUrl), emptyRedis()]);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	workerSql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'letters test' });
	web = openDatabase(database.url, { role: 'console_web', connectionsMax: 2, applicationName: 'letters test web' });
	const rows = await owner<{ zone_no: number }[]>`insert into zones (zone_id) values ('zn_mine'), ('zn_other') returning zone_no`;
	[mine, other] = [rows[0]?.zone_no ?? 0, rows[1]?.zone_no ?? 0];
});
beforeEach(() => {
	loop = new DeadLetterSearches({ sql: workerSql, redis, isBusy: () => false, log: SILENT, pollMs: NEVER_MS });
	run = loop.run();
});
afterEach(async () => {
	loop.stop();
	await run;
	await redis.flushdb();
	await owner`delete from dead_letter_searches`;
});
afterAll(async () => {
	await web.close();
	await workerSql.end({ timeout: 1 });
	await owner.end();
	redis.disconnect();
	await database.drop();
});

let entries = 0;
/** Sets an entry aside as the worker does. */
async function setAside(fields: Readonly<Record<string, string>>, reason = 'hmac_verify_failed', stream: SourceStream = AUDIT_STREAM) {
	const flat = Object.entries(fields)
		.flat()
		.map((text) => Buffer.from(text));
	await deadLetter(redis, 'audit-ingestor', [{ stream, entryId: `1-${entries++}`, fields: flat, reason }], Date.now());
}
const audit = (requestId: string, zone: string | undefined = 'zn_mine') => ({
	data: JSON.stringify({ zone_id: zone, request_id: requestId }),
});

async function search(text: string, zoneNos: readonly number[] = [mine], everyZone = false) {
	const searchNo = await askDeadLetterSearch(web.db, zoneNos, everyZone, text);
	if (searchNo === null) throw new Error('not asked');
	const answer = await vi.waitFor(
		async () => {
			const found = await readSnapshot(web.db, everyZone ? 'all' : zoneNos, (reader) => answeredSearch(reader, searchNo));
			if (found === null) throw new Error('no answer yet');
			return found;
		},
		{ timeout: 30_000, interval: 10 },
	);
	return { ...answer, letters: parseLetters(answer.letters) ?? [] };
}

test('tells zone, reason and time of those that mention the text, the newest first, and forgets what was asked', async () => {
	await setAside(audit('req-1'), 'json_parse_error:unexpected "secret"');
	await setAside({ id: 'req-1', data: JSON.stringify({ zone_id: 'zn_mine' }) });
	await setAside({ zone_id: 'zn_mine', session_id: 'req-1' }, 'hmac_verify_failed', SESSIONS_REVOKE_STREAM);
	await setAside(audit('req-10'));
	const { letters, lookedThrough, isWhole } = await search('req-1');
	expect([lookedThrough, isWhole]).toEqual([4, true]);
	expect(letters.map(({ zone, reason }) => [zone, reason])).toEqual([
		['zn_mine', 'hmac_verify_failed'],
		['zn_mine', 'hmac_verify_failed'],
		['zn_mine', 'json_parse_error'],
	]);
	expect(letters.every(({ atMs }) => Math.abs(Date.now() - atMs) < 600_000)).toBe(true);
	expect((await owner`select asked from dead_letter_searches`).map(({ asked }) => asked)).toEqual(['']);
	expect(await search('req-2')).toEqual({ letters: [], lookedThrough: 4, isWhole: true });
});

test('finds a text however its producer wrote it, and in what cannot be read', async () => {
	const id = 'ü/<a>&"b" 🦊';
	const ascii = '\\u00fc/<a>&\\"b\\" \\ud83e\\udd8a';
	for (const written of [ascii, ascii.replaceAll('<', '\\u003c').replaceAll('/', '\\/')]) expect(JSON.parse(`"${written}"`)).toBe(id);
	await setAside({ data: `{"zone_id":"zn_mine","request_id":"${ascii}"}` });
	await setAside({ data: `{"zone_id":"zn_mine","request_id":"ü/\\u003ca\\u003e\\u0026\\"b\\" 🦊"}` });
	await setAside({ data: `{"zone_id":"zn_mine","request_id":"ü\\/<a>&\\"b\\" 🦊"}` });
	await setAside({ data: `{"zone_id":"zn_mine","request_id":"ü/<a>&\\"b\\" 🦊 and then it is cut o` });
	expect((await search(id, [mine])).letters).toHaveLength(3);
	expect((await search(id, [mine], true)).letters.map(({ zone }) => zone)).toEqual([null, 'zn_mine', 'zn_mine', 'zn_mine']);
});

test('tells of no letter of another zone, nor, but to whoever reads every zone, of one of no zone', async () => {
	await setAside(audit('r', 'zn_mine'));
	await setAside(audit('r', 'zn_other'));
	await setAside(audit('r', 'zn_unknown'));
	await setAside({ id: 'r' }, 'missing_data_field');
	await setAside({ id: 'r', data: '{"zone_id":{"x":1}}' }, 'Bearer token of somebody');
	const zonesOf = async (...of: Parameters<typeof search>) => (await search(...of)).letters.map(({ zone }) => zone);
	expect(await zonesOf('r')).toEqual(['zn_mine']);
	expect(await zonesOf('r', [mine, other])).toEqual(['zn_other', 'zn_mine']);
	expect(await zonesOf('r', [], true)).toEqual([null, null, 'zn_unknown', 'zn_other', 'zn_mine']);
	expect((await search('r', [], true)).letters[0]?.reason).toBe('other');
	const bound = (setting: string, statement: string) =>
		web.db.$client.begin(async (sql) => {
			await sql`select set_config('caracal.zones', ${setting}, true)`;
			return sql.unsafe(statement);
		});
	for (const zones of [`array[${other}]`, `array[${mine},${other}]`, "'{}'::integer[]"])
		await expect(
			bound(String(mine), `insert into dead_letter_searches (zone_nos, every_zone, asked) values (${zones}, false, 'r')`),
		).rejects.toMatchObject({ code: '42501' });
	await expect(bound('*', "update dead_letter_searches set letters = '[]'")).rejects.toMatchObject({ code: '42501' });
});

test('ends at twenty letters and says so; asks no more while fifty wait; rows go after an hour', async () => {
	for (let i = 0; i < 25; i++) await setAside(audit('many'));
	const { letters, isWhole } = await search('many');
	expect([letters.length, isWhole]).toEqual([20, false]);
	expect(await lookThrough(redis, 'none', () => true)).toEqual({
		letters: [],
		lookedThrough: await redis.xlen(DEAD_LETTER_STREAM),
		isWhole: true,
	});
	loop.stop();
	await run;
	await owner`insert into dead_letter_searches (zone_nos, every_zone, asked) select array[${mine}::integer], false, 'r' from generate_series(1, 50)`;
	expect(await askDeadLetterSearch(web.db, [mine], false, 'r')).toBeNull();
	await owner`update dead_letter_searches set asked_at = now() - interval '61 minutes'`;
	await pruneSearches(workerSql);
	expect(await owner`select from dead_letter_searches`).toEqual([]);
});
