import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cursor } from '../../lib/events/cursor';
import { type Database, openDatabase } from '../database';
import { createTestDatabase, type TestDatabase } from '../testing/database';
import { testServices } from '../testing/env';
import { type SeedEvent, seedEvents } from '../testing/seed-events';
import type { EventFilter } from './event-filter';
import { eventsPage, type PageStart } from './events-page';
import { listZones } from './zones';

const T = 1_790_000_000_000_000n;
let testDb: TestDatabase;
let owner: postgres.Sql;
let handle: { db: Database; close: () => Promise<void> };
let zoneNos: number[];

/** Three zones; many events share one microsecond, within a zone and across zones; two lie in other months. */
const EVENTS: readonly SeedEvent[] = [
	...Array.from({ length: 30 }, (_, i) => ({
		zone: ['zn_a', 'zn_b', 'zn_c'][i % 3] ?? '',
		at: T + BigInt(Math.floor(i / 10)),
		decision: ['allow', 'deny', ''][i % 4] ?? 'pending',
		type: i % 5 === 0 ? 'run_launch' : 'token_exchange',
		requestId: i % 6 === 0 ? 'req-six' : `req-${i}`,
	})),
	{ zone: 'zn_a', at: T + 5_000_000_000_000n, decision: 'allow', requestId: 'req-six', id: 'same-id' },
	{ zone: 'zn_b', at: T - 9_000_000_000_000n, decision: 'deny', type: 'odd, "type"', requestId: 'old', id: 'same-id' },
];

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

const place = (row: { zoneId: string; seq: number }) => `${row.zoneId}/${row.seq}`;
const cursorOf = (row: { occurredAt: bigint; zoneNo: number; seq: number }): Cursor => ({
	at: row.occurredAt,
	zoneNo: row.zoneNo,
	seq: row.seq,
});

async function allPages(asked: EventFilter, direction: PageStart['direction'], rowsMax: number): Promise<string[]> {
	const places: string[] = [];
	let cursor: Cursor | null = null;
	for (;;) {
		const page = await eventsPage(handle.db, asked, { direction, cursor }, rowsMax);
		if (direction === 'older') places.push(...page.rows.map(place));
		else places.unshift(...page.rows.map(place));
		const last = direction === 'older' ? page.rows.at(-1) : page.rows[0];
		if (!page.more || last === undefined) return places;
		cursor = cursorOf(last);
	}
}

describe('pages of the ledger', () => {
	test.each([1, 2, 3, 7, 100])('pages of %i rows hold every event once, in one order, both ways', async (rowsMax) => {
		const older = await allPages(filter(), 'older', rowsMax);
		const newer = await allPages(filter(), 'newer', rowsMax);
		expect(older).toHaveLength(EVENTS.length);
		expect(new Set(older).size).toBe(EVENTS.length);
		expect(newer).toEqual(older);
	});

	test('the order is by time, then zone, then place in the chain, newest first', async () => {
		const { rows } = await eventsPage(handle.db, filter(), { direction: 'older', cursor: null }, 100);
		const keys = rows.map((row) => [row.occurredAt, BigInt(row.zoneNo), BigInt(row.seq)] as const);
		const sorted = [...keys].sort((a, b) => Number(b[0] - a[0]) || Number(b[1] - a[1]) || Number(b[2] - a[2]));
		expect(keys).toEqual(sorted);
	});

	test('one zone alone gives only its own, in pages too', async () => {
		const [first] = zoneNos;
		const places = await allPages(filter({ zoneNos: [first ?? 0] }), 'older', 4);
		expect(places).toHaveLength(11);
		expect(places.every((text) => text.startsWith('zn_a/'))).toBe(true);
	});

	test('no zone gives nothing', async () => {
		expect(await eventsPage(handle.db, filter({ zoneNos: [] }), { direction: 'older', cursor: null }, 5)).toEqual({
			rows: [],
			more: false,
		});
	});

	test('an inclusive page begins with its cursor', async () => {
		const { rows } = await eventsPage(handle.db, filter(), { direction: 'older', cursor: null }, 10);
		const [, , third] = rows;
		if (third === undefined) throw new Error('no third row');
		const page = await eventsPage(handle.db, filter(), { direction: 'older', cursor: cursorOf(third), inclusive: true }, 3);
		expect(page.rows.map(place)).toEqual(rows.slice(2, 5).map(place));
	});

	test('a row that arrives between two pages shifts nothing', async () => {
		const first = await eventsPage(handle.db, filter({ to: T + 10n }), { direction: 'older', cursor: null }, 5);
		await seedEvents(owner, [{ zone: 'zn_late', at: T + 9n }]);
		const last = first.rows.at(-1);
		if (last === undefined) throw new Error('no rows');
		const second = await eventsPage(handle.db, filter({ to: T + 10n }), { direction: 'older', cursor: cursorOf(last) }, 5);
		expect(new Set([...first.rows, ...second.rows].map(place)).size).toBe(10);
	});
});

describe('filters', () => {
	const count = async (given: Partial<EventFilter>) => (await allPages(filter(given), 'older', 7)).length;
	const matching = (predicate: (event: SeedEvent) => boolean) => EVENTS.filter(predicate).length;

	test('the window holds its start and not its end, to the microsecond', async () => {
		expect(await count({ from: T + 1n, to: T + 2n })).toBe(10);
		expect(await count({ from: T + 2n })).toBe(11);
		expect(await count({ to: T })).toBe(1);
	});

	test('decisions are kept and left out; none is a value of its own', async () => {
		expect(await count({ decisions: { only: ['deny'], not: [] } })).toBe(matching((e) => e.decision === 'deny'));
		expect(await count({ decisions: { only: ['', 'deny'], not: [] } })).toBe(matching((e) => e.decision === 'deny' || e.decision === ''));
		expect(await count({ decisions: { only: [], not: ['deny'] } })).toBe(matching((e) => e.decision !== 'deny'));
		expect(await count({ decisions: { only: [], not: [''] } })).toBe(matching((e) => e.decision !== ''));
		expect(await count({ decisions: { only: ['never-seen'], not: [] } })).toBe(0);
		expect(await count({ decisions: { only: [], not: ['never-seen'] } })).toBe(EVENTS.length);
	});

	test('types, also one with quotes and commas', async () => {
		expect(await count({ types: { only: ['run_launch'], not: [] } })).toBe(matching((e) => e.type === 'run_launch'));
		expect(await count({ types: { only: ['odd, "type"'], not: [] } })).toBe(1);
		expect(await count({ types: { only: [], not: ['run_launch', 'token_exchange'] } })).toBe(1);
	});

	test('a request ID is found in every zone and month it occurs in', async () => {
		expect(await count({ requestId: 'req-six' })).toBe(6);
		expect(await count({ requestId: 'req-six', decisions: { only: ['allow'], not: [] } })).toBe(
			matching((e) => e.requestId === 'req-six' && e.decision === 'allow'),
		);
		expect(await count({ requestId: 'nothing' })).toBe(0);
	});

	test('an event ID gives every event that bears it', async () => {
		expect(await allPages(filter({ eventId: 'same-id' }), 'older', 1)).toEqual(['zn_a/11', 'zn_b/11']);
	});
});
