import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FACET_FIELDS } from '../../../lib/api/search';
import type { Query } from '../../../lib/query/ast';
import { queryEventOf } from '../../../lib/query/event';
import { formatQuery } from '../../../lib/query/format';
import { matches } from '../../../lib/query/match';
import { parseQuery } from '../../../lib/query/parse';
import { eventArbitrary, queryArbitrary } from '../../../lib/query/testing/arbitrary';
import { type Database, openDatabase } from '../../database';
import { createTestDatabase, type TestDatabase } from '../../testing/database';
import { testServices } from '../../testing/env';
import { type SeededEvent, seedAuditEvents } from '../../testing/seed-audit-events';
import { rowsOf } from '../reader';
import { listZones, type ZoneRow } from '../zones';
import { indexedParts, isByTerms } from './by-terms';
import { compile } from './compile';
import { facetRows } from './facets';
import { searchPage, stagesOf } from './page';
import { matchingRows } from './rows';

const EVENTS = 120;
const WINDOWED = 200;
const FACETED = 100;
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
async function foundBySql(
	query: Query,
	from: bigint | null = null,
	to: bigint | null = null,
): Promise<{ rows: string[]; paged: string[] }> {
	const compiled = await compile(handle.db, { zones, from, to, query });
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

	test('give the same events of a window, whatever index leads to them', async () => {
		const instants = seeded.map(({ event }) => event.occurredAt).toSorted((a, b) => (a < b ? -1 : 1));
		const ends = fc.nat({ max: instants.length - 1 });
		const windows = fc.sample(fc.tuple(ends, ends, fc.integer({ min: -1, max: 1 })), { numRuns: WINDOWED, seed: 12 });
		let byTerms = 0;
		let several = 0;
		let hits = 0;
		const demanded = [
			'decision:allow',
			'decision:allow app:app_mailer,billing',
			'decision:allow,deny (app:app_mailer,1 OR reason:high,batch)',
		].map((text) => parseQuery(text, { nowMicros: 0n }).query);
		for (const [i, made] of fc.sample(queryArbitrary, { numRuns: WINDOWED, seed: 13 }).entries()) {
			// random queries seldom demand a value that has an index
			const besides = i % 2 === 0 ? undefined : demanded[Math.floor(i / 2) % demanded.length];
			const query: Query = besides === undefined ? made : { kind: 'and', of: [made, besides] };
			const [a, b, off] = windows[i] ?? [0, 0, 0];
			const from = (instants[Math.min(a, b)] ?? 0n) + BigInt(off);
			const to = (instants[Math.max(a, b)] ?? 0n) + BigInt(off);
			const expected = seeded
				.filter(({ event }) => event.occurredAt >= from && event.occurredAt < to)
				.filter(({ event, chainSeq }) => matches(query, queryEventOf(event, chainSeq)))
				.map(({ event, chainSeq }) => place(event.zoneId, chainSeq));
			const found = await foundBySql(query, from, to);
			expect(found.rows, `${formatQuery(query)} from ${from} to ${to}`).toEqual(expected.toSorted());
			expect(found.paged, `${formatQuery(query)} from ${from} to ${to}`).toEqual(expected.toSorted());
			const compiled = await compile(handle.db, { zones, from, to, query });
			if (isByTerms(compiled)) byTerms++;
			if (isByTerms(compiled) && indexedParts(compiled).length > 1) several++;
			hits += expected.length;
		}
		expect(byTerms).toBeGreaterThan(WINDOWED / 10);
		expect(several).toBeGreaterThan(WINDOWED / 20);
		expect(hits).toBeGreaterThan(WINDOWED);
	}, 300_000);
});

test('the stages of a page lie end to end, the nearest first', () => {
	const at = fc.bigInt({ min: -4_000_000_000_000_000n, max: 4_000_000_000_000_000n });
	const window = fc.tuple(at, at).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a + 1n }));
	fc.assert(
		fc.property(window, fc.nat(5_000_000), fc.constantFrom('older', 'newer'), ({ from, to }, events, direction) => {
			const hours = { rows: sql``, count: 1, events, held: null };
			const stages = stagesOf({ from, to }, { hours }, { direction, cursor: null });
			const inTime = direction === 'older' ? stages.toReversed() : stages;
			expect([inTime[0]?.from, inTime.at(-1)?.to]).toEqual([from, to]);
			for (const [i, stage] of inTime.entries()) {
				expect(stage.from < stage.to).toBe(true);
				if (i > 0) expect(stage.from).toBe(inTime[i - 1]?.to);
			}
		}),
	);
});

test('facets are the same whether the projection alone is asked or the ledger too', async () => {
	const asked = { fields: FACET_FIELDS, contains: '', valuesMax: 1000 };
	const counts = async (text: string) => {
		const { query } = parseQuery(text, { nowMicros: 0n });
		return facetRows(handle.db, await compile(handle.db, { zones, from: null, to: null, query }), asked);
	};
	let hits = 0;
	const several = [
		'decision:allow',
		'type:token_exchange,gateway_resource_request',
		'app:app_mailer,billing',
		'reason:*',
		'label:batch',
		'-host:x',
	];
	for (const [i, query] of fc.sample(queryArbitrary, { numRuns: FACETED, seed: 14 }).entries()) {
		// random queries are seldom about several facets at once
		const besides = several.filter((_, n) => i % 2 === 1 && (i >> (n + 1)) % 2 === 1).join(' ');
		const text = besides === '' ? formatQuery(query) : `(${formatQuery(query) || '-id:nobody'}) ${besides}`;
		const [plain, ledger] = [await counts(text), await counts(`(${text || '-id:nobody'}) -id:nobody`)];
		expect(ledger.source).not.toBe('rollup');
		expect(plain.facets, text).toEqual(ledger.facets);
		if (plain.source === 'projection' && besides.includes(' ')) hits += plain.facets.reduce((sum, { values }) => sum + values.length, 0);
	}
	expect(hits).toBeGreaterThan(FACETED);
}, 300_000);
