import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSnapshot, rowsOf } from '../../../db/queries/reader';
import { compile } from '../../../db/queries/search/compile';
import { matchingRows } from '../../../db/queries/search/rows';
import { listZones } from '../../../db/queries/zones';
import { seedAuditEvents } from '../../../db/testing/seed-audit-events';
import type { Query } from '../../query/ast';
import { formatQuery } from '../../query/format';
import { eventArbitrary, queryArbitrary } from '../../query/testing/arbitrary';
import { atCommit } from '../../tail/position';
import { FrameReader } from '../../tail/sse';
import { database } from '../database';
import { webBody } from '../http/web-body';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { setWebEnv } from '../testing/web-env';
import { Feed } from './feed';
import { History } from './history';
import { tailHub } from './hub';
import { openTail } from './open';
import { tell, tokenContext } from './testing/asker';
import { TailReader } from './testing/tail-reader';

const EVENTS = 120;
const QUERIES = 120;
let ledger: ConsoleDatabase;

beforeAll(async () => {
	setWebEnv();
	ledger = await useConsoleDatabase();
	const { ctx } = await tokenContext(ledger.owner);
	const watching = { zones: [], q: '', mode: 'all', rows: 'item', until: 'stopped' };
	const everything = new TailReader().use(webBody(await openTail({ ctx, input: watching })));
	await seedAuditEvents(ledger.owner, fc.sample(eventArbitrary, { numRuns: EVENTS, seed: 7 }), 0.8);
	await tell(ledger.owner);
	// whoever watches makes the hub read; what it read stays in the ring
	await everything.until((reader) => reader.shown.length === EVENTS);
	await everything.cancel();
}, 60_000);
afterAll(() => ledger?.close());

function placesIn(text: string): string[] {
	const reader = new TailReader();
	reader.take(new FrameReader().push(text));
	return reader.shown;
}

/** What the ring lets through, by the predicate in memory. */
function live(feed: Feed): string[] {
	const { ring } = tailHub();
	const places: string[] = [];
	for (let no = ring.oldest; no < ring.next; ) {
		const taken = feed.take(ring, no);
		if (taken.frame !== null) places.push(...placesIn(new TextDecoder().decode(taken.frame.bytes)));
		no = taken.next;
	}
	return places;
}

/** What the ledger lets through, as a viewer behind the ring reads it. */
async function history(feed: Feed): Promise<string[]> {
	const reader = new History(tailHub(), feed);
	const places: string[] = [];
	for (let read = await reader.read(atCommit(0)); read !== null; read = await reader.read(read.after))
		for (const frame of read.frames) places.push(...placesIn(frame.text));
	return places;
}

/** What a search finds. */
async function searched(query: Query): Promise<string[]> {
	return readSnapshot(database(), 'all', async (reader) => {
		const zones = await listZones(reader);
		const compiled = await compile(reader, { zones, from: null, to: null, query });
		if (compiled.isEmpty) return [];
		const rows = await rowsOf<{ zone_no: number; seq: string }>(
			reader,
			sql`select zone_no, chain_seq::text as seq from (${matchingRows(compiled)}) s`,
		);
		return rows.map((row) => `${zones.find((zone) => zone.zoneNo === row.zone_no)?.zoneId}/${row.seq}`);
	});
}

test('the tail shows the events a search finds, live and behind, for every query', { timeout: 300_000 }, async () => {
	let hits = 0;
	for (const query of fc.sample(queryArbitrary, { numRuns: QUERIES, seed: 11 })) {
		const feed = new Feed({ scope: { kind: 'all' }, zoneIds: [], query, shape: 'item' });
		const [found, behind] = [await searched(query), await history(feed)];
		const shown = live(feed);
		const told = formatQuery(query);
		expect(shown.toSorted(), told).toEqual(found.toSorted());
		// in the same order too: there is no seam between the two
		expect(behind, told).toEqual(shown);
		hits += found.length;
	}
	// a comparison of nothing with nothing would prove nothing
	expect(hits).toBeGreaterThan((QUERIES * EVENTS) / 50);
});
