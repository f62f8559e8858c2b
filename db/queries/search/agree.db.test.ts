import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '../../../lib/query/ast';
import { queryEventOf } from '../../../lib/query/event';
import { formatQuery } from '../../../lib/query/format';
import { matches } from '../../../lib/query/match';
import { eventArbitrary, queryArbitrary } from '../../../lib/query/testing/arbitrary';
import { type Database, openDatabase } from '../../client';
import { createTestDatabase, type TestDatabase } from '../../testing/database';
import { testServices } from '../../testing/env';
import { type SeededEvent, seedAuditEvents } from '../../testing/seed-audit-events';
import { rowsOf } from '../reader';
import { listZones, type ZoneRow } from '../zones';
import { compile } from './compile';
import { searchPage } from './page';
import { matchingRows } from './rows';

const EVENTS = 120;
const QUERIES = 400;

let testDb: TestDatabase;
let handle: { db: Database; close: () => Promise<void> };
let seeded: SeededEvent[];
let zones: ZoneRow[];
const place = (zoneId: string, seq: number) => `${zoneId}/${seq}`;

beforeAll(async () => {
	testDb = await createTestDatabase(testServices().databaseUrl);
	const owner = postgres(testDb.url, { max: 1, onnotice: () => {} });
	const events = fc.sample(eventArbitrary, { numRuns: EVENTS, seed: 7 });
	// most of each zone is in the word index, the rest lies behind its head
	seeded = await seedAuditEvents(owner, events, 0.8);
	await owner.end();
	handle = openDatabase(testDb.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	zones = await listZones(handle.db);
}, 60_000);

afterAll(async () => {
	await handle?.close();
	await testDb?.drop();
});

/** What SQL finds by counting rows, and by paging. */
async function foundBySql(query: Query): Promise<{ rows: string[]; paged: string[] }> {
	const compiled = await compile(handle.db, { zones, from: null, to: null, query });
	const zoneIdOf = new Map(zones.map((zone) => [zone.zoneNo, zone.zoneId]));
	const rows = compiled.isEmpty
		? []
		: await rowsOf<{ zone_no: number; seq: string }>(
				handle.db,
				sql`select zone_no, chain_seq::text as seq from (${matchingRows(compiled)}) s`,
			);
	const page = await searchPage(handle.db, compiled, { direction: 'older', cursor: null }, EVENTS);
	return {
		rows: rows.map((row) => place(zoneIdOf.get(row.zone_no) ?? '', Number(row.seq))).toSorted(),
		paged: page.rows.map((row) => place(row.zoneId, row.seq)).toSorted(),
	};
}

describe('SQL and memory', () => {
	test('give the same events for every query', async () => {
		let cases = 0;
		let hits = 0;
		const events = seeded.map(({ event, chainSeq }) => ({ at: place(event.zoneId, chainSeq), event: queryEventOf(event, chainSeq) }));
		for (const query of fc.sample(queryArbitrary, { numRuns: QUERIES, seed: 11 })) {
			const expected = events.filter(({ event }) => matches(query, event)).map(({ at }) => at);
			const found = await foundBySql(query);
			expect(found.rows, formatQuery(query)).toEqual(expected.toSorted());
			expect(found.paged, formatQuery(query)).toEqual(expected.toSorted());
			cases += events.length;
			hits += expected.length;
		}
		expect(cases).toBeGreaterThan(10_000);
		// a comparison of nothing with nothing would prove nothing
		expect(hits).toBeGreaterThan(cases / 50);
	}, 300_000);
});
