import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../db/client';
import { type Database, openDatabase } from '../db/database';
import { compile } from '../db/queries/search/compile';
import { facetRows } from '../db/queries/search/facets';
import { listZones } from '../db/queries/zones';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import { FACET_FIELDS } from '../lib/api/search';
import { DaySums } from './day-sums';
import { createLane } from './lane';
import type { Lane } from './lane-types';
import { checkLedger } from './testing/check-ledger';
import { AUDIT_KEY, auditEntry, eventJson, STREAMS_KEY } from './testing/lane-entries';

const SILENT = { info() {}, warn() {}, error() {} };
const HOUR = 3_600_000_000n;
const DAY_0 = 1_793_491_200_000_000n;

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let web: ReturnType<typeof openDatabase>;
let lane: Lane;
let sums: DaySums;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'test' });
	web = openDatabase(database.url, { role: 'console_web', connectionsMax: 1, applicationName: 'test', seesEveryZone: true });
	lane = createLane({ sql, auditHmacKey: AUDIT_KEY, streamsHmacKey: STREAMS_KEY, log: SILENT });
	sums = new DaySums({ sql, isBusy: () => false, log: SILENT });
});
afterAll(async () => {
	await lane.stop();
	await Promise.all([sql.end(), web.close(), owner.end()]);
	await database.drop();
});

let ids = 0;
/** An event so many half hours behind the first of the days. */
function at(halfHours: number, zone: string, app: string, decision = 'allow'): ReturnType<typeof auditEntry> {
	const micros = DAY_0 + (BigInt(halfHours) * HOUR) / 2n;
	const occurred_at = new Date(Number(micros / 1000n)).toISOString();
	return auditEntry(eventJson({ id: `e-${ids++}`, zone_id: zone, occurred_at, decision, metadata_json: { application_id: app } }));
}

async function append(...entries: ReturnType<typeof at>[]): Promise<void> {
	const { outcomes } = await lane.submit(entries);
	expect(outcomes.map((outcome) => outcome.kind)).toEqual(entries.map(() => 'appended'));
}

async function facets(db: Database, from: bigint | null, to: bigint | null): Promise<unknown> {
	const zones = await listZones(db);
	const compiled = await compile(db, { zones, from, to, query: { kind: 'all' } });
	return (await facetRows(db, compiled, { fields: FACET_FIELDS, contains: '', valuesMax: 20 })).facets;
}

const listed = () =>
	owner<{ zone_id: string; day: string }[]>`select zone_id, day::text from rollup_days join zones using (zone_no) order by 1, 2`;

test('days that are over are added up, an event that comes later opens its day again, and no count changes', async () => {
	const apps = ['app_a', 'app_b', 'app_c'];
	await append(
		...Array.from({ length: 200 }, (_, i) =>
			at((i * 7) % 190, i % 3 === 0 ? 'zn_b' : 'zn_a', apps[i % 3] ?? '', i % 5 === 0 ? 'deny' : 'allow'),
		),
	);
	await append(auditEntry(eventJson({ id: 'now', zone_id: 'zn_a', occurred_at: new Date().toISOString() })));
	const windows: [bigint | null, bigint | null][] = [
		[null, null],
		[DAY_0, DAY_0 + 96n * HOUR],
		[DAY_0 + 5n * HOUR, DAY_0 + 60n * HOUR],
		[DAY_0 + 24n * HOUR + 1n, DAY_0 + 71n * HOUR + 7n],
		[DAY_0 + 25n * HOUR, DAY_0 + 26n * HOUR],
		[null, DAY_0 + 48n * HOUR],
		[DAY_0 + 48n * HOUR, null],
	];
	const asked = () => Promise.all(windows.map(([from, to]) => facets(web.db, from, to)));
	const before = await asked();
	expect(before[0]).not.toEqual(before[1]);
	expect(await sums.turn()).toBe(8);
	expect(await sums.turn()).toBe(0);
	expect(await asked()).toEqual(before);
	expect((await listed()).map(({ zone_id, day }) => `${zone_id} ${day}`)).toEqual(
		['zn_a', 'zn_b'].flatMap((zone) => ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((day) => `${zone} ${day}`)),
	);
	await checkLedger(owner);

	// a wrong sum must show, or the days were not read
	await owner`update rollup_day set events = events + 1000`;
	expect(await asked()).not.toEqual(before);
	await owner`delete from rollup_days`;
	expect(await asked()).toEqual(before);
	expect(await sums.turn()).toBe(8);

	await append(at(50, 'zn_a', 'app_late', 'deny'), at(51, 'zn_a', 'app_late', 'deny'));
	expect(await listed()).toHaveLength(7);
	const after = await asked();
	expect(after[0]).not.toEqual(before[0]);
	expect(after[4]).not.toEqual(before[4]);
	expect(after[5]).not.toEqual(before[5]);
	expect(await sums.turn()).toBe(1);
	expect(await asked()).toEqual(after);
	await checkLedger(owner);
});
