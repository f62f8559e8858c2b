import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { projectionMonths } from '../../db/rebuild/months';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { dumpSchema } from '../../db/testing/schema-dump';
import { ConfigError } from '../../lib/errors';
import { createLane } from '../../worker/lane';
import type { Lane, RawEntry } from '../../worker/lane-types';
import { checkLedger } from '../../worker/testing/check-ledger';
import { AUDIT_KEY, auditEntry, eventJson, STREAMS_KEY } from '../../worker/testing/lane-entries';
import { parseOptions } from './options';
import { Progress } from './progress';
import { rebuildSearch } from './search';
import { rebuildWords } from './words';

const SILENT = { info() {}, warn() {}, error() {} };
const MONTHS = ['0001-02', '2014-12', '2026-10', '2026-11', '9999-12'];

let database: TestDatabase;
let owner: postgres.Sql;
let other: postgres.Sql;
let sql: SqlClient;
let lane: Lane;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC' } });
	other = postgres(database.url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC' } });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'test' });
	lane = createLane({ sql, auditHmacKey: AUDIT_KEY, streamsHmacKey: STREAMS_KEY, log: SILENT });
	await lane.submit(entries(120));
});
afterAll(async () => {
	await lane.stop();
	await Promise.all([owner.end(), other.end(), sql.end()]);
	await database.drop();
});

let made = 0;
function entries(count: number): RawEntry[] {
	return Array.from({ length: count }, () => {
		const i = made++;
		return auditEntry(
			eventJson({
				id: `event-${i}`,
				zone_id: `zone-${i % 3}`,
				occurred_at: `${MONTHS[i % MONTHS.length]}-${String(1 + (i % 27)).padStart(2, '0')}T12:${String(i % 60).padStart(2, '0')}:00.123456Z`,
				event_type: i % 7 === 0 ? '' : 'token_exchange',
				decision: ['allow', 'deny', ''][i % 3],
				evaluation_status: `status "${i % 5}" {\\}`,
				request_id: i % 4 === 0 ? '' : `request-${i % 11}`,
				policy_set_version_id: i % 2 === 0 ? 'psv' : '',
				metadata_json: {
					application_id: `app-${i % 6}`,
					application_name: `App ${i % 6}`,
					resource: i % 3 === 0 ? 'x'.repeat(300) : 'r',
					upstream_host: 'h',
					latency_ms: i,
					agent_labels: i % 5 === 0 ? ['batch', `label, ${i % 4}`] : null,
				},
				diagnostics_json: i % 6 === 0 ? [{ reason: 'no_rule' }] : null,
			}),
		);
	});
}

/** Everything the search reads, in an order of its own. */
async function searched() {
	return {
		events:
			await other`select s.*, s.occurred_at::text as at, s.tableoid::regclass::text as month from search_events s order by zone_no, chain_seq`,
		minutes: await other`select *, minute::text as at from rollup_minute order by 1, 2, 3`,
		hours: await other`select *, hour::text as at from rollup_hour order by 1, 2, 3, 4`,
	};
}
const search = (resume = false) => rebuildSearch(owner, sql, { resume, say: () => {} });

describe('projection and rollups', () => {
	test('made anew they are what they were', async () => {
		const before = await searched();
		const schema = await dumpSchema(other);
		expect(before.events).toHaveLength(120);
		expect(await search()).toMatch(/^projection: 120 of 120 events \(100 %\), [\d,]+ events\/s$/);
		expect(await searched()).toEqual(before);
		// the months on either side have indexes named after the table they were made with
		const unnamed = (text: string) =>
			text
				.replaceAll(
					/search_(events_before_2015|events_from_2100|rebuild_\w+?)_(zone_no_occurred_at|request_key|\w+_no_span)_idx\w*/g,
					'index',
				)
				.split('\n')
				.sort();
		expect(unnamed(await dumpSchema(other))).toEqual(unnamed(schema));
		await lane.submit(entries(30));
		await checkLedger(other);
	});

	test('what was damaged is mended, what should not be there is gone', async () => {
		const before = await searched();
		await other`delete from search_events where chain_seq % 3 = 0`;
		await other`update search_events set decision_no = null, label_nos = null, latency_ms = 7`;
		await other`insert into search_events (occurred_at, chain_seq, zone_no, event_type_no) values ('2026-10-03', 5000, 1, 1)`;
		await other`update rollup_hour set events = events + 1`;
		await other`insert into rollup_minute values (1, '2026-09-01', 1, 5), (1, '2014-01-01', 1, 5)`;
		await search();
		expect(await searched()).toEqual(before);
	});

	test('an interrupted run is resumed with the months it had not finished', async () => {
		const before = await searched();
		await other`update search_events set latency_ms = 1`;
		let lines = 0;
		const stop = (line: string) => {
			if (line.includes('in use') && ++lines === 2) throw new Error('ended here');
		};
		await expect(rebuildSearch(owner, sql, { resume: false, say: stop })).rejects.toThrow('ended here');
		const done = (await projectionMonths(other)).filter((month) => month.isDone && month.events > 0);
		expect(done).toHaveLength(2);
		const left = 150 - done.reduce((sum, month) => sum + month.events, 0);
		expect(await search(true)).toContain(`projection: ${left} of ${left} events`);
		expect(await searched()).toEqual(before);
	});

	test('events that workers append meanwhile, into the same months, are neither lost nor doubled', async () => {
		let isOver = false;
		const appending = (async () => {
			let events = 0;
			while (!isOver) {
				const batch = entries(15);
				const fate = await lane.submit(batch).catch(() => null);
				// a month may be taken away under the lane's hands: it tries again by itself, or tells its caller to
				events += fate?.committed ?? 0;
				await sleep(5);
			}
			return events;
		})();
		await search();
		await search();
		isOver = true;
		expect(await appending).toBeGreaterThan(0);
		await checkLedger(other);
	});
});

test('the word index made anew is what it was, and an unfinished one is gone on with', async () => {
	const words = () => rebuildWords(owner, sql, { resume: false, say: () => {} });
	const state = async () => ({
		groups: await other`select * from search_words order by zone_no, first_seq`,
		names: await other`select * from search_names order by 1, 2, 3, 4`,
		heads: await other`select zone_no, chain_seq from search_word_heads order by 1`,
	});
	await words();
	const before = await state();
	expect(before.names).toHaveLength(6);
	expect(before.heads).toHaveLength(3);
	await other`delete from search_words where first_seq > 16`;
	await other`update search_word_heads set chain_seq = 16`;
	expect(await rebuildWords(owner, sql, { resume: true, say: () => {} })).toMatch(/^words: /);
	expect(await state()).toEqual(before);
	await other`update search_words set words = '{1}'`;
	await words();
	expect(await state()).toEqual(before);
});

test('options are told apart from mistakes', () => {
	expect(parseOptions(['--what', 'words', '--resume'])).toEqual({ what: 'words', resume: true, help: false });
	for (const argv of [[], ['--what', 'all'], ['--what'], ['--wrong']]) expect(() => parseOptions(argv)).toThrow(ConfigError);
});

test('progress tells share, rate and what is left', () => {
	let now = 0;
	const lines: string[] = [];
	const progress = new Progress(
		'words',
		10_000,
		(line) => lines.push(line),
		() => now,
	);
	progress.add(1);
	now = 4_000;
	progress.add(1_999);
	now = 5_000;
	progress.add(1);
	expect(lines).toEqual(['words: 2,000 of 10,000 events (20 %), 500 events/s, 16 s left']);
});
