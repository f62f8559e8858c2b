import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../client';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { testServices } from '../testing/env';
import { type SeedEvent, seedEvents } from '../testing/seed-events';
import type { EventFilter } from './event-filter';
import { eventAt, placesOfEventId } from './event-one';
import { countDatedAfter } from './events-ahead';
import { countEvents } from './events-count';
import { countAppended } from './events-new';
import { valuesOf } from './terms';
import { workerRows } from './worker-status';
import { headsOf, listZones } from './zones';

/** The start of a minute. */
const M = 1_790_000_040_000_000n;
const SECOND = 1_000_000n;
let testDb: TestDatabase;
let owner: postgres.Sql;
let handle: { db: Database; close: () => Promise<void> };
let zoneNos: number[];

const EVENTS: readonly SeedEvent[] = Array.from({ length: 60 }, (_, i) => ({
	zone: i % 2 === 0 ? 'zn_a' : 'zn_b',
	at: M + BigInt(i) * 7n * SECOND + 123_456n,
	decision: ['allow', 'deny', ''][i % 3] ?? '',
	type: i % 5 === 0 ? 'run_launch' : 'token_exchange',
	requestId: `req-${i % 4}`,
	metadata: { latency_ms: 1e21, big: 12345678901234567000, note: `n${i}` },
}));

beforeAll(async () => {
	testDb = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(testDb.url, { max: 1, onnotice: () => {} });
	await seedEvents(owner, EVENTS);
	handle = openDatabase(testDb.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	zoneNos = (await listZones(handle.db)).map((zone) => zone.zoneNo);
});

afterAll(async () => {
	await handle?.close();
	await owner?.end();
	await testDb?.drop();
});

function filter(given: Partial<EventFilter> = {}): EventFilter {
	const none = { only: [], not: [] };
	return { zoneNos, from: null, to: null, decisions: none, types: none, requestId: null, eventId: null, ...given };
}

describe('counts', () => {
	test('windows that begin and end within a minute are exact', async () => {
		for (const [from, to] of [
			[null, null],
			[M + 10n * SECOND, null],
			[null, M + 200n * SECOND],
			[M + 10n * SECOND, M + 200n * SECOND],
			[M + 60n * SECOND, M + 120n * SECOND],
			[M + 61n * SECOND, M + 62n * SECOND],
			[M + 61n * SECOND, M + 119n * SECOND],
			[M + 7n * SECOND + 123_456n, M + 7n * SECOND + 123_457n],
		] as const) {
			const expected = EVENTS.filter((event) => (from === null || event.at >= from) && (to === null || event.at < to)).length;
			const count = await countEvents(handle.db, filter({ from, to }));
			expect({ from, to, total: count.total, exact: count.exact }).toEqual({ from, to, total: expected, exact: true });
			expect(count.decisions.reduce((sum, row) => sum + row.events, 0)).toBe(expected);
		}
	});

	test('decisions are told apart, none included', async () => {
		const { decisions } = await countEvents(handle.db, filter());
		expect(Object.fromEntries(decisions.map((row) => [row.decision, row.events]))).toEqual({ allow: 20, deny: 20, '': 20 });
		expect((await countEvents(handle.db, filter({ decisions: { only: ['', 'deny'], not: [] } }))).total).toBe(40);
		expect((await countEvents(handle.db, filter({ decisions: { only: [], not: ['deny'] } }))).total).toBe(40);
	});

	test('a count that stopped early says so', async () => {
		const narrowed = filter({ types: { only: ['token_exchange'], not: [] } });
		expect(await countEvents(handle.db, narrowed)).toMatchObject({ total: 48, exact: true });
		expect(await countEvents(handle.db, narrowed, 48)).toMatchObject({ total: 48, exact: true });
		expect(await countEvents(handle.db, narrowed, 47)).toMatchObject({ total: 47, exact: false });
		expect(await countEvents(handle.db, filter({ requestId: 'req-1' }))).toMatchObject({ total: 15, exact: true });
		expect(await countEvents(handle.db, filter({ eventId: 'zn_a-3' }))).toMatchObject({ total: 1, exact: true });
	});
});

describe('what was appended since', () => {
	test('counts by position, with the filter, and says when it stopped', async () => {
		const heads = new Map((await headsOf(handle.db, zoneNos)).map((head) => [head.zoneNo, head.seq]));
		expect(await countAppended(handle.db, filter(), heads, 100)).toEqual({ total: 0, exact: true });
		await seedEvents(owner, [
			{ zone: 'zn_a', at: M - SECOND, decision: 'deny' },
			{ zone: 'zn_b', at: M, decision: 'allow' },
			{ zone: 'zn_b', at: M + SECOND, decision: 'deny' },
		]);
		expect(await countAppended(handle.db, filter(), heads, 100)).toEqual({ total: 3, exact: true });
		expect(await countAppended(handle.db, filter({ decisions: { only: ['deny'], not: [] } }), heads, 100)).toEqual({
			total: 2,
			exact: true,
		});
		expect(await countAppended(handle.db, filter({ from: M }), heads, 100)).toEqual({ total: 2, exact: true });
		expect(await countAppended(handle.db, filter(), heads, 1)).toEqual({ total: 2, exact: false });
		expect(await countAppended(handle.db, filter(), new Map(), 100)).toEqual({ total: 63, exact: true });
	});
});

describe('one event', () => {
	test('is whole, numbers unrounded, with its place in the chain', async () => {
		const zoneNo = (await listZones(handle.db)).find((zone) => zone.zoneId === 'zn_a')?.zoneNo ?? 0;
		const event = await eventAt(handle.db, zoneNo, 2);
		expect(event).toMatchObject({ zoneId: 'zn_a', seq: 2, id: 'zn_a-2', occurredAt: M + 14n * SECOND + 123_456n, streamNo: 1 });
		expect(event?.metadataText).toContain('"big": 12345678901234567000');
		const first = await eventAt(handle.db, zoneNo, 1);
		expect(first?.prevContentSha256).toBeNull();
		expect(event?.prevContentSha256).toBe(first?.contentSha256);
		expect(await eventAt(handle.db, zoneNo, 9999)).toBeNull();
	});

	test('is found by its id within the zones asked', async () => {
		const [a = 0, b = 0] = zoneNos;
		expect(await placesOfEventId(handle.db, [a, b], 'zn_a-2', 5)).toMatchObject([{ zoneNo: a, seq: 2 }]);
		expect(await placesOfEventId(handle.db, [b], 'zn_a-2', 5)).toEqual([]);
	});
});

describe('around the list', () => {
	test('events dated ahead are counted up to a bound', async () => {
		expect(await countDatedAfter(handle.db, zoneNos, M + 58n * 7n * SECOND, 10)).toBe(2);
		expect(await countDatedAfter(handle.db, zoneNos, M, 10)).toBe(10);
	});

	test('values of a field are known', async () => {
		expect(await valuesOf(handle.db, zoneNos, 'eventType', 10)).toEqual(['run_launch', 'token_exchange']);
	});

	test('workers are told with how long they have been silent', async () => {
		await owner`insert into worker_heartbeats (worker_id, seen_at, accepts_unsigned_audit, undelivered_entries)
			values ('w1', now() - interval '1 hour', true, 7), ('w2', now(), false, null)`;
		const rows = await workerRows(handle.db);
		expect(rows.map((row) => row.workerId)).toEqual(['w2', 'w1']);
		expect(rows[1]?.silentMs).toBeGreaterThanOrEqual(3_600_000);
		expect(rows[1]).toMatchObject({ acceptsUnsignedAudit: true, acceptsUnsignedStreams: false, undeliveredEntries: 7, lastCommitAt: null });
	});
});
