import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { type SeedEvent, seedEvents } from '../../db/testing/seed-events';
import { ANY_WORD, GROUP_EVENTS } from '../../db/word-index/groups';
import { unindexedEvents } from '../../db/word-index/heads';
import { wordHash, words } from '../../lib/query/words';
import { WordIndexWriter } from './advance';
import { WordIndex } from './loop';

const SILENT = { info() {}, warn() {}, error() {} };
const STEADY = { batchEvents: 2048, sliceEvents: 100, pause: async () => {} };
const AT = 1_795_262_400_000_000n;
const MINUTE = 60_000_000n;

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let web: SqlClient;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 2, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'test' });
	web = openSql(database.url, { role: 'console_web', connectionsMax: 1, applicationName: 'test' });
});
afterAll(async () => {
	// a connection that a test had cut may still be coming back
	await Promise.all([sql.end({ timeout: 5 }), web.end({ timeout: 5 }), owner.end({ timeout: 5 })]);
	await database.drop();
});

const event = (zone: string, i: number, more: Partial<SeedEvent> = {}): SeedEvent => ({ zone, at: AT + BigInt(i) * MINUTE, ...more });
const zoneNo = async (zone: string): Promise<number> =>
	(await owner<{ zone_no: number }[]>`select zone_no from zones where zone_id = ${zone}`)[0]?.zone_no ?? 0;

/** Positions of a zone that may hold the text, as a search is told, with a wall around the zones `seen`. */
async function candidates(zone: string, text: string, seen = '*', from: string | null = null, to: string | null = null): Promise<number[]> {
	const hashes = `{${words(text).map(wordHash).join(',')}}`;
	const no = await zoneNo(zone);
	return web.begin(async (tx) => {
		await tx`select set_config('caracal.zones', ${seen}, true)`;
		const rows = await tx<{ first_seq: string; last_seq: string }[]>`
			select first_seq, last_seq from word_groups(${`{${no}}`}::integer[], ${hashes}::integer[], ${from}::timestamptz, ${to}::timestamptz)`;
		return rows
			.flatMap(({ first_seq, last_seq }) =>
				Array.from({ length: Number(last_seq) - Number(first_seq) + 1 }, (_, i) => Number(first_seq) + i),
			)
			.sort((a, b) => a - b);
	});
}

/** The groups must lie end to end from 1 to the head, no position twice. */
async function checkGroups(zone: string): Promise<number> {
	const no = await zoneNo(zone);
	const rows = await owner<{ first_seq: string; last_seq: string }[]>`
		select first_seq, last_seq from search_words where zone_no = ${no} order by first_seq`;
	let end = 0;
	for (const row of rows) {
		expect(Number(row.first_seq)).toBe(end + 1);
		end = Number(row.last_seq);
	}
	const [head] = await owner<{ chain_seq: string }[]>`select chain_seq from search_word_heads where zone_no = ${no}`;
	expect(end).toBe(Number(head?.chain_seq ?? 0));
	return end;
}

describe('a step', () => {
	test('indexes full groups, and goes on with a short one where it ended', async () => {
		const writer = new WordIndexWriter(sql);
		await seedEvents(
			owner,
			Array.from({ length: 20 }, (_, i) => event('steps', i, { metadata: { note: `needle${i + 1}` } })),
		);
		const no = await zoneNo('steps');
		expect(await writer.advance(no, GROUP_EVENTS, STEADY)).toBe(16);
		expect(await writer.advance(no, 20, STEADY)).toBe(4);
		expect(await writer.advance(no, 20, STEADY)).toBe(0);
		await seedEvents(
			owner,
			Array.from({ length: 20 }, (_, i) => event('steps', 20 + i, { metadata: { note: `needle${21 + i}` } })),
		);
		expect(await writer.advance(no, 40, { ...STEADY, batchEvents: GROUP_EVENTS, sliceEvents: 3 })).toBe(12);
		expect(await writer.advance(no, 40, STEADY)).toBe(8);
		expect(await checkGroups('steps')).toBe(40);
		for (let i = 1; i <= 40; i++) expect(await candidates('steps', `NEEDLE${i}`)).toContain(i);
		expect(await candidates('steps', 'needle1')).toHaveLength(16);
		expect(await candidates('steps', 'needle1 needle2')).toHaveLength(16);
		expect(await candidates('steps', 'needle1 needle17')).toEqual([]);
		expect(await candidates('steps', '')).toHaveLength(40);
		await writer.close();
	});

	test('that fails leaves groups, names and head as they were', async () => {
		const writer = new WordIndexWriter(sql);
		await seedEvents(owner, [event('failing', 0, { metadata: { application_id: 'a1', application_name: 'Billing', x: 'fails' } })]);
		const no = await zoneNo('failing');
		const failing = { ...STEADY, pause: () => Promise.reject(new Error('killed here')) };
		await expect(writer.advance(no, 1, failing)).rejects.toThrow('killed here');
		expect(await checkGroups('failing')).toBe(0);
		expect(await writer.advance(no, 1, STEADY)).toBe(1);
		expect(await candidates('failing', 'fails')).toEqual([1]);
		expect([...(await owner`select field, name, id from search_names where zone_no = ${no}`)]).toEqual([
			{ field: 1, name: 'Billing', id: 'a1' },
		]);
		await writer.close();
	});

	test('keeps the times of its events, whatever their order', async () => {
		const writer = new WordIndexWriter(sql);
		await seedEvents(owner, [event('times', 5, { metadata: { x: 'late' } }), event('times', 0), event('times', 9)]);
		await writer.advance(await zoneNo('times'), 3, STEADY);
		const at = (minutes: number) => new Date(Number((AT + BigInt(minutes) * MINUTE) / 1000n)).toISOString();
		expect(await candidates('times', 'late', '*', at(9), null)).toHaveLength(3);
		expect(await candidates('times', 'late', '*', at(10), null)).toEqual([]);
		expect(await candidates('times', 'late', '*', null, at(0))).toEqual([]);
		expect(await candidates('times', 'late', '*', at(0), at(1))).toHaveLength(3);
		await writer.close();
	});
});

describe('what is found', () => {
	test('nothing of another zone than the wall lets through', async () => {
		const writer = new WordIndexWriter(sql);
		await seedEvents(owner, [event('walled', 0, { metadata: { x: 'inside' } })]);
		const no = await zoneNo('walled');
		await writer.advance(no, 1, STEADY);
		expect(await candidates('walled', 'inside', String(no))).toEqual([1]);
		expect(await candidates('walled', 'inside', String(no + 1000))).toEqual([]);
		expect(await candidates('walled', 'inside', '')).toEqual([]);
		await writer.close();
	});

	test('the newest groups alone when no more are asked for, of every zone behind the wall', async () => {
		const writer = new WordIndexWriter(sql);
		const zones = ['newest-a', 'newest-b'];
		await seedEvents(
			owner,
			zones.flatMap((zone, z) => Array.from({ length: 48 }, (_, i) => event(zone, i * 2 + z, { metadata: { x: 'frequent' } }))),
		);
		const numbers = await Promise.all(zones.map(zoneNo));
		for (const no of numbers) await writer.advance(no, 48, STEADY);
		const newest = (wall: string, wanted: string, groupsMax: number | null) =>
			web.begin(async (tx) => {
				await tx`select set_config('caracal.zones', ${wall}, true)`;
				const rows = await tx<{ zone_no: number; first_seq: string }[]>`
					select zone_no, first_seq from word_groups(${`{${[...numbers, ...numbers].join(',')}}`}::integer[],
						${`{${words(wanted).map(wordHash).join(',')}}`}::integer[], null, null, ${groupsMax}::integer)`;
				return rows.map((row) => `${zones[numbers.indexOf(row.zone_no)]} ${row.first_seq}`);
			});
		const order = ['newest-b 33', 'newest-a 33', 'newest-b 17', 'newest-a 17', 'newest-b 1', 'newest-a 1'];
		for (const wanted of ['frequent', '']) {
			expect(await newest('*', wanted, null)).toEqual(order);
			expect(await newest('*', wanted, 3)).toEqual(order.slice(0, 3));
			expect(await newest(String(numbers[0]), wanted, 2)).toEqual(['newest-a 33', 'newest-a 17']);
		}
		expect(await newest('*', 'seldom', 3)).toEqual([]);
		await writer.close();
	});

	test('the newest groups, however many a word is in and wherever the time asked for ends', async () => {
		const zones = ['lately-a', 'lately-b'];
		await seedEvents(
			owner,
			zones.map((zone) => event(zone, 0)),
		);
		const numbers = await Promise.all(zones.map(zoneNo));
		const every = [3, 40, 600] as const;
		// one zone has more groups than are looked through at first, the other one fewer
		await owner`insert into search_words (zone_no, first_seq, last_seq, first_at, last_at, words)
			select z, n * 16 + 1, n * 16 + 16, at, at + interval '90 seconds', (select array_agg(w) from unnest(${`{${every.join(',')}}`}::integer[]) w where n % w = 0)
				|| array[0]
			from unnest(${`{${numbers.join(',')}}`}::integer[], array[2000, 90], array[0, 1]) as z(z, groups, off)
			cross join lateral (select n, timestamptz '2026-03-01 00:00Z' + (n * 2 + off) * interval '1 minute' as at from generate_series(0, groups - 1) n) g`;
		for (const word of every)
			for (const to of [null, '2026-03-01 02:00:30Z', '2026-03-03 18:00:30Z'])
				for (const groupsMax of [1, 16, 256, 300]) {
					const [given, expected] = await web.begin(async (tx) => {
						await tx`select set_config('caracal.zones', '*', true)`;
						const asked = tx`select zone_no, first_seq from word_groups(${`{${numbers.join(',')}}`}::integer[], ${`{${word},0}`}::integer[],
							timestamptz '2026-02-28 00:00Z', ${to}::timestamptz, ${groupsMax}::integer)`;
						const plain = tx`select zone_no, first_seq from search_words where zone_no = any(${`{${numbers.join(',')}}`}::integer[]) and words @> ${`{${word},0}`}::integer[]
							and last_at >= timestamptz '2026-02-28 00:00Z' and (${to}::timestamptz is null or first_at < ${to}::timestamptz) order by last_at desc limit ${groupsMax}::integer`;
						return [[...(await asked)], [...(await plain)]];
					});
					expect(given, `${word} ${to} ${groupsMax}`).toEqual(expected);
					expect(expected.length).toBeGreaterThan(0);
				}
		await owner`delete from search_words where zone_no = any(${`{${numbers.join(',')}}`}::integer[])`;
	});

	test('no value that is masked, and no name that is one', async () => {
		const writer = new WordIndexWriter(sql);
		const secret = {
			db_password: 'hunter2',
			note: 'Bearer abcdefghij0123456789',
			application_id: 'app9',
			application_name: 'bearer abcdefghij0123456789',
		};
		await seedEvents(owner, [event('masked', 0, { metadata: secret })]);
		const no = await zoneNo('masked');
		await writer.advance(no, 1, STEADY);
		expect(await candidates('masked', 'hunter2')).toEqual([]);
		expect(await candidates('masked', 'abcdefghij0123456789')).toEqual([]);
		expect(await candidates('masked', 'db_password app9 bearer redacted')).toEqual([1]);
		expect(await owner`select from search_names where zone_no = ${no}`).toHaveLength(0);
		await writer.close();
	});

	test('every word of every hostile value', async () => {
		const writer = new WordIndexWriter(sql);
		const value = fc.array(
			fc.oneof(
				fc.constantFrom('\\', '"', '\\n', '\n', '\u001f', 'é', '\u{1F600}', "'", '{1,2}', '%', '_', ' ', 'ı', 'K'),
				fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.toWellFormed().replaceAll('\u0000', '')),
			),
			{ maxLength: 10 },
		);
		const values = fc.sample(
			value.map((parts) => parts.join('')),
			{ numRuns: 100, seed: 7 },
		);
		await seedEvents(
			owner,
			values.map((text, i) => event('hostile', i, { metadata: { [text]: [text, { x: text }] }, requestId: text, status: text })),
		);
		await writer.advance(await zoneNo('hostile'), values.length, STEADY);
		await checkGroups('hostile');
		for (const [i, text] of values.entries()) expect(await candidates('hostile', text)).toContain(i + 1);
		await writer.close();
	});

	test('a group of more words than are listed is a candidate for any', async () => {
		const writer = new WordIndexWriter(sql);
		const many = Array.from({ length: 90_000 }, (_, i) => `w${i}`).join(' ');
		await seedEvents(owner, [event('wordy', 0, { metadata: { many } })]);
		const no = await zoneNo('wordy');
		await writer.advance(no, 1, STEADY);
		expect((await owner`select words from search_words where zone_no = ${no}`)[0]?.words).toEqual([ANY_WORD]);
		expect(await candidates('wordy', 'w89999')).toEqual([1]);
		expect(await candidates('wordy', 'absent')).toEqual([1]);
		await writer.close();
	});
});

describe('the loop', () => {
	/** Resolves when nothing is left to index. */
	async function settled(): Promise<void> {
		for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(20)) if ((await unindexedEvents(sql)) === 0) return;
		throw new Error('the word index did not come to the end of the ledger');
	}
	const index = (isBusy = () => false) => new WordIndex({ sql, isBusy, log: SILENT, pollMs: 10, quietMs: 0 });

	test('several at once, one of them busy, ended and begun again while events arrive, miss and double nothing', async () => {
		const zones = ['many-a', 'many-b', 'many-c'];
		let written = 0;
		const append = async (count: number) => {
			const events = zones.flatMap((zone) =>
				Array.from({ length: count }, (_, i) =>
					event(zone, written + i, { metadata: { n: `${zone.replace('-', '_')}_${written + i + 1}` } }),
				),
			);
			await seedEvents(owner, events);
			written += count;
		};
		let running: { index: WordIndex; done: Promise<void> }[] = [];
		const start = (one: WordIndex) => running.push({ index: one, done: one.run() });
		const stop = async () => {
			for (const one of running) one.index.stop();
			await Promise.all(running.map((one) => one.done));
			running = [];
		};
		await append(21);
		for (let round = 0; round < 2; round++) {
			start(index());
			start(index());
			start(index(() => true));
			await append(18 + round);
			await stop();
			await append(5);
		}
		start(index());
		start(index());
		await settled();
		await stop();
		for (const zone of zones) {
			expect(await checkGroups(zone)).toBe(written);
			for (let i = 1; i <= written; i++) expect(await candidates(zone, `${zone.replace('-', '_')}_${i}`)).toContain(i);
		}
	});

	test('a lost connection is made anew', async () => {
		const one = index();
		const done = one.run();
		await seedEvents(owner, [event('lost', 0)]);
		await settled();
		await owner`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test' and datname = current_database() and state = 'idle'`;
		await seedEvents(owner, [event('lost', 1, { metadata: { x: 'again' } })]);
		await cameBack();
		one.stop();
		await done;
		expect(await candidates('lost', 'again')).toEqual([1, 2]);

		/** The clients of this test lost their connections as well. */
		async function cameBack(): Promise<void> {
			for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(50)) {
				const [row] = await owner<
					{ seq: string | null }[]
				>`select chain_seq as seq from search_word_heads h join zones using (zone_no) where zone_id = 'lost'`;
				if (row?.seq === '2') return;
			}
			throw new Error('the word index did not come back');
		}
	});
});
