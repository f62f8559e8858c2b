import type { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { AUDIT_STREAM, DEAD_LETTER_STREAM } from '../../lib/streams/names';
import { ensureGroups } from '../groups';
import { emptyRedis, GROUP, SILENT } from '../testing/consumers';
import { GapWatch } from './watch';

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let redis: Redis;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'gaps test' });
	redis = await emptyRedis();
	await ensureGroups(redis, GROUP);
});
afterAll(async () => {
	await redis?.flushdb();
	redis?.disconnect();
	await sql?.end({ timeout: 1 });
	await owner?.end();
	await database?.drop();
});

/** Entries with ids of these milliseconds. */
async function add(stream: string, ...instantsMs: number[]): Promise<void> {
	for (const ms of instantsMs) await redis.xadd(stream, `${ms}-0`, 'reason', 'x', 'src_entry_id', '');
}
const read = (count: number) => redis.xreadgroup('GROUP', GROUP, 'c', 'COUNT', count, 'STREAMS', AUDIT_STREAM, '>');

async function gaps(kind: string): Promise<string[]> {
	const rows = await owner<{ line: string }[]>`
		select (extract(epoch from from_at) * 1000)::bigint || '..' || (extract(epoch from to_at) * 1000)::bigint || ' ' || coalesce(entries::text, '?') as line
		from evidence_gaps where kind = ${kind} order by from_at`;
	return rows.map(({ line }) => line);
}

test('what was deleted before it was read is a gap, also by a worker that was not there; what was read may be trimmed', async () => {
	const first = new GapWatch({ sql, redis, group: GROUP, log: SILENT });
	await add(AUDIT_STREAM, 1000, 2000, 3000, 4000);
	await first.look();
	await read(4);
	await redis.xtrim(AUDIT_STREAM, 'MAXLEN', 0);
	await first.look();
	await add(AUDIT_STREAM, 5000, 6000, 7000);
	await first.look();
	expect(await gaps('trimmed')).toEqual([]);
	await add(AUDIT_STREAM, 8000, 9000);
	await redis.xtrim(AUDIT_STREAM, 'MAXLEN', 2);
	const later = new GapWatch({ sql, redis, group: GROUP, log: SILENT });
	await later.look();
	await later.look();
	expect(await gaps('trimmed')).toEqual(['4000..8000 3']);
	await add(AUDIT_STREAM, 10_000);
	await read(1);
	await redis.xdel(AUDIT_STREAM, '9000-0');
	await later.look();
	await later.look();
	expect(await gaps('trimmed')).toEqual(['4000..8000 3', '8000..9000 ?']);
});

test('dead letters are windows as long as they are there', async () => {
	const watch = new GapWatch({ sql, redis, group: GROUP, log: SILENT });
	await redis.xadd(DEAD_LETTER_STREAM, '900000-0', 'reason', 'x', 'src_entry_id', '100000-0');
	await redis.xadd(DEAD_LETTER_STREAM, '900001-0', 'reason', 'x', 'src_entry_id', '110000-3');
	await redis.xadd(DEAD_LETTER_STREAM, '900002-0', 'reason', 'x', 'src_entry_id', '');
	await watch.look();
	expect(await gaps('dead_letters')).toEqual(['100000..110000 2', '900002..900002 1']);
	await redis.xdel(DEAD_LETTER_STREAM, '900002-0');
	await watch.look();
	expect(await gaps('dead_letters')).toEqual(['100000..110000 2']);
});
