import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { rebuildAuthority } from '../../scripts/rebuild/authority';
import { SCENARIO_NAMES, SCENARIOS } from '../../scripts/simulate/scenarios';
import type { Scenario, Story } from '../../scripts/simulate/scenarios/scenario';
import { createLane } from '../lane';
import type { Lane, RawEntry } from '../lane-types';
import { TEST_KEYS } from '../testing/traffic';

const SILENT = { info() {}, warn() {}, error() {} };
const ENTRIES_MAX = 1500;

let database: TestDatabase;
let sql: SqlClient;
let lane: Lane;
const stories = new Map<string, Story>();

/** Batches of many sizes, and two lanes in turn, so that a lane meets what another has written. */
async function submit(lanes: readonly Lane[], entries: readonly RawEntry[]): Promise<void> {
	for (let from = 0, i = 0; from < entries.length; i++) {
		const size = [1, 7, 40, 300][i % 4] ?? 1;
		await lanes[Math.floor(i / 3) % lanes.length]?.submit(entries.slice(from, from + size));
		from += size;
	}
}

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 5, applicationName: 'test' });
	const make = () => createLane({ sql, auditHmacKey: TEST_KEYS.audit, streamsHmacKey: TEST_KEYS.streams, log: SILENT });
	lane = make();
	const other = make();
	let ms = Date.now() - 3_600_000;
	for (const name of SCENARIO_NAMES) {
		const scenario: Scenario = SCENARIOS[name];
		const stage = { seed: '7', keys: TEST_KEYS, zone: name, entriesMax: ENTRIES_MAX, perSecond: null, clock: null, historyMs: 0 };
		const played = scenario.play({ ...stage, startMs: Date.now() - scenario.spanMs(stage) });
		const entries = [...played.entries].map(
			(entry): RawEntry => ({ stream: entry.stream, entryId: `${ms++}-0`, fields: entry.fields.map((text) => Buffer.from(text)) }),
		);
		stories.set(name, played.story());
		await submit([lane, other], entries);
	}
	await other.stop();
}, 180_000);
afterAll(async () => {
	await lane.stop();
	await sql.end();
	await database.drop();
});

/** The whole projection as text, zone by zone. */
async function projection(): Promise<Map<string, string>> {
	const rows = await sql<{ zone: string; line: string }[]>`
		select zone_id as zone, line from (
			select zone_no, 1 as t, id as a, 0 as b, s::text as line from authority_sessions s
			union all select zone_no, 2, id, 0, e::text from authority_edges e
			union all select zone_no, 3, id, 0, r::text from authority_records r
			union all select zone_no, 4, '', seq, v::text from authority_revocations v
			union all select zone_no, 5, root, place, f::text from authority_falls f) rows join zones using (zone_no)
		order by zone_no, t, a collate "C", b`;
	const zones = new Map<string, string>();
	for (const { zone, line } of rows) zones.set(zone, `${zones.get(zone) ?? ''}${line}\n`);
	return zones;
}

test('made anew from the ledger it is the same, byte for byte, on every scenario', { timeout: 180_000 }, async () => {
	const live = await projection();
	expect(live.size).toBeGreaterThan(8);
	const summary = await rebuildAuthority(sql, sql, { resume: false, say: () => {} });
	expect(summary).toMatch(/^authority: [\d,]+ of [\d,]+ events \(100 %\)/);
	const rebuilt = await projection();
	for (const [zone, lines] of live) expect(rebuilt.get(zone)?.split('\n'), zone).toEqual(lines.split('\n'));
	expect([...rebuilt.keys()]).toEqual([...live.keys()]);
});

test('the cascade of a revocation is kept as it was played', async () => {
	const story = stories.get('revocation-cascade');
	const fallen = async (isEdge: boolean) => {
		const rows = await sql<{ id: string }[]>`
			select f.id from authority_falls f join zones z using (zone_no)
			where z.zone_id = 'revocation-cascade' and f.root = ${String(story?.ids['revoked edge'])} and is_edge = ${isEdge}`;
		return rows.map(({ id }) => id).toSorted();
	};
	expect(await fallen(true)).toEqual([...(story?.ids['fallen edges'] ?? [])].toSorted());
	expect(await fallen(false)).toEqual([...(story?.ids['fallen sessions'] ?? [])].toSorted());
});
