import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../db/client';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import { DEAD_LETTER_STREAM, STREAM_NO } from '../lib/streams/names';
import { waitUntilSettled } from '../scripts/reconcile/group';
import { reconcile } from '../scripts/reconcile/run';
import type { Entry } from '../scripts/simulate/entry';
import { SCENARIO_NAMES, SCENARIOS } from '../scripts/simulate/scenarios';
import type { Scenario } from '../scripts/simulate/scenarios/scenario';
import { pendingEntries } from './testing/expect-whole';
import { TEST_KEY_ENV, TEST_KEYS, writeEntries } from './testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from './testing/worker-process';

const GROUP = 'audit-ingestor';
/** Of scenarios that have no number of their own. */
const ENTRIES_MAX = 2000;
const PORTION = 500;

let bundle: Bundle;
let database: TestDatabase;
let redis: Redis;
let sql: SqlClient;
let worker: WorkerProcess;

beforeAll(async () => {
	[bundle, database] = await Promise.all([bundleWorker(), createTestDatabase(testServices().databaseUrl)]);
	redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
	sql = openSql(database.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	worker = startWorker(bundle, 'scenarios', {
		DATABASE_URL: database.url,
		REDIS_URL: testServices().redisUrl,
		LOG_LEVEL: 'warn',
		...TEST_KEY_ENV,
	});
});

afterAll(async () => {
	await worker?.kill();
	await redis.flushdb();
	redis.disconnect();
	await sql.end();
	bundle.remove();
	await database.drop();
});

function fateWord(entry: Entry): string {
	const fate = entry.fate ?? 'ledger';
	return typeof fate === 'object' ? fate.deadLetter : fate;
}

/** What the stores say of every entry: `ledger` or the kind of its dead letter, by stream number and entry id. */
async function actualFates(): Promise<Map<string, string>> {
	const fates = new Map<string, string>();
	const rows = await sql<
		{ stream_no: number; entry_ms: string; entry_seq: number }[]
	>`select stream_no, entry_ms, entry_seq from ledger_events`;
	for (const row of rows) fates.set(`${row.stream_no} ${row.entry_ms}-${row.entry_seq}`, 'ledger');
	expect(fates.size).toBe(rows.length);
	for (const [, fields] of await redis.xrange(DEAD_LETTER_STREAM, '-', '+')) {
		const [, reason = '', , , , stream = '', , entryId = ''] = fields;
		const place = `${STREAM_NO[stream as keyof typeof STREAM_NO]} ${entryId}`;
		expect(fates.has(place), `${place} in the ledger and in the dead letters`).toBe(false);
		fates.set(place, reason.split(':')[0] ?? '');
	}
	return fates;
}

test.each(SCENARIO_NAMES)(
	'every entry of %s ends where it belongs, and reconciliation counts the same',
	{ timeout: 120_000 },
	async (name) => {
		const scenario: Scenario = SCENARIOS[name];
		const stage = {
			seed: '7',
			keys: TEST_KEYS,
			zone: `scenario ${name}`,
			entriesMax: ENTRIES_MAX,
			perSecond: null,
			clock: null,
			historyMs: 0,
		};
		const entries = [...scenario.play({ ...stage, startMs: Date.now() - scenario.spanMs(stage) }).entries];
		expect(entries.length).toBeGreaterThan(5);
		const before = await reconcile(redis, sql, GROUP);
		const ids: string[] = [];
		for (let at = 0; at < entries.length; at += PORTION) ids.push(...(await writeEntries(redis, entries.slice(at, at + PORTION))));
		expect(await waitUntilSettled(redis, GROUP, 60), `settled; the worker says: ${worker.lines.join('\n')}`).toBe(true);

		const fates = await actualFates();
		const wrong = entries.flatMap((entry, i) => {
			const actual = fates.get(`${STREAM_NO[entry.stream]} ${ids[i]}`) ?? 'duplicate';
			return actual === fateWord(entry)
				? []
				: [{ entryId: ids[i], expected: fateWord(entry), actual, fields: String(entry.fields).slice(0, 300) }];
		});
		expect(wrong).toEqual([]);

		const after = await reconcile(redis, sql, GROUP);
		expect({ missing: after.firstMissing, waiting: after.waiting, faults: after.faults }).toEqual({ missing: [], waiting: 0, faults: [] });
		const count = (of: typeof after, word: string) =>
			of.streams.reduce((total, zone) => {
				if (word === 'ledger') return total + zone.ledger;
				return total + (word === 'duplicate' ? zone.duplicates : (zone.deadLetters[word] ?? 0));
			}, 0);
		for (const word of new Set(entries.map(fateWord))) {
			expect([word, count(after, word) - count(before, word)]).toEqual([word, entries.filter((entry) => fateWord(entry) === word).length]);
		}
		expect(await pendingEntries(redis, GROUP)).toBe(0);
	},
);
