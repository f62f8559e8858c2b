import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { seedEvents } from '../../db/testing/seed-events';

const ZONES = ['zn_a', 'zn_b'];
const MICROS = 1_764_000_000_000_000n;
/** What the web's role may read that is no evidence of a zone: the console's own, and the names of zones. */
const NO_EVIDENCE = [
	...['anchors', 'api_tokens', 'audit_export_watermark', 'audit_retention', 'console_memberships', 'console_sessions'],
	...[
		'checkpoint_keys',
		'console_users',
		'authority_consumer_steps',
		'authority_consumers',
		'evidence_gaps',
		'saved_view_marks',
		'saved_views',
		'worker_heartbeats',
		'zones',
	],
];
/** The zone of an alert, which the tables about alerts name by its number. */
const OF_ALERT = '(select a.zone_id from audit_ingest_alerts a where a.id = alert_id)';
/** Tables and views of evidence, and the column or expression that says whose a row is. */
const EVIDENCE: Readonly<Record<string, string>> = {
	alert_resolutions: OF_ALERT,
	alert_sightings: OF_ALERT,
	anchor_heads: 'zone_no',
	audit_events: 'zone_id',
	audit_ingest_alerts: 'zone_id',
	authority_checks: 'zone_no',
	authority_edges: 'zone_no',
	authority_falls: 'zone_no',
	authority_records: 'zone_no',
	authority_revocations: 'zone_no',
	authority_sessions: 'zone_no',
	chain_advances: 'zone_no',
	chain_heads: 'zone_no',
	checkpoints: 'zone_no',
	dead_letter_searches: 'zone_nos[1]',
	evidence_job_parts: '(select j.zone_nos[1] from evidence_jobs j where j.job_id = evidence_job_parts.job_id)',
	evidence_jobs: 'zone_nos[1]',
	ledger_events: 'zone_no',
	merkle_heads: 'zone_no',
	merkle_tiles: 'zone_no',
	outbox_receipts: 'zone_no',
	rollup_day: 'zone_no',
	rollup_days: 'zone_no',
	rollup_hour: 'zone_no',
	rollup_minute: 'zone_no',
	search_events: 'zone_no',
	search_names: 'zone_no',
	search_terms: 'zone_no',
	search_word_heads: 'zone_no',
	search_words: 'zone_no',
	signature_checks: 'zone_no',
	sweep_heads: 'zone_no',
	sweeps: 'zone_no',
};

let created: TestDatabase;
let owner: postgres.Sql;
let web: postgres.Sql;
const zoneNos = new Map<string, number>();

beforeAll(async () => {
	created = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(created.url, { max: 1, onnotice: () => {} });
	web = postgres(created.url, { max: 1, onnotice: () => {}, connection: { role: 'console_web' } });
	await seedEvents(
		owner,
		[...ZONES, ...ZONES].map((zone) => ({ zone, at: MICROS, requestId: 'r', decision: 'allow' })),
	);
	for (const row of await owner<{ zone_no: number; zone_id: string }[]>`select zone_no, zone_id from zones`)
		zoneNos.set(row.zone_id, row.zone_no);
	for (const zone of ZONES) {
		const zoneNo = zoneNos.get(zone) ?? 0;
		await owner`insert into audit_ingest_alerts (event_id, zone_id, kind) values ('e', ${zone}, 'k')`;
		await owner`insert into authority_checks (zone_no, seq, decided_at) values (${zoneNo}, 1, 1)`;
		await owner`insert into authority_edges (zone_no, id, from_at, over_at, keys, facts) values (${zoneNo}, 'e', 1, 2, '{r:x}', '')`;
		await owner`insert into authority_falls values (${zoneNo}, 'e', 0, true, 'e', 1, 0, 'root', '')`;
		await owner`insert into authority_records (zone_no, id, facts) values (${zoneNo}, 'r', '')`;
		await owner`insert into authority_revocations values (${zoneNo}, 1, 'delegation', 1, 'e', '')`;
		await owner`insert into authority_sessions (zone_no, id, from_at, over_at, keys, facts) values (${zoneNo}, 's', 1, 2, '{l:x}', '')`;
		await owner`insert into alert_sightings (alert_id) select id from audit_ingest_alerts where zone_id = ${zone}`;
		await owner`insert into alert_resolutions (alert_id, resolved_by, note) select id, 'me', 'seen' from audit_ingest_alerts where zone_id = ${zone}`;
		await owner`insert into merkle_tiles values (${zoneNo}, 0, 0, ${Buffer.alloc(32)})`;
		await owner`insert into merkle_heads (zone_no, size) values (${zoneNo}, 1)`;
		await owner`insert into checkpoints values (${zoneNo}, 1, now(), ${Buffer.alloc(32)}, 'note')`;
		await owner`insert into anchors values ('data', 'directory', '/data', true) on conflict do nothing`;
		await owner`insert into anchor_heads (anchor, zone_no) values ('data', ${zoneNo})`;
		await owner`insert into sweeps (zone_no, kind) values (${zoneNo}, 'demand')`;
		await owner`insert into sweep_heads (zone_no) values (${zoneNo})`;
		await owner`with job as (
				insert into evidence_jobs (zone_nos, subject_kind, subject, asked_by) values (array[${zoneNo}::integer], 'range', '', 'me') returning job_id)
			insert into evidence_job_parts select job_id, 0, '' from job`;
		await owner`insert into outbox_receipts values (2, ${zone}, ${zoneNo}, 1, now())`;
		await owner`insert into rollup_day values (${zoneNo}, current_date, 1, 1, 1)`;
		await owner`insert into rollup_days values (${zoneNo}, current_date)`;
		await owner`insert into rollup_hour values (${zoneNo}, now(), 1, 1, 1)`;
		await owner`insert into search_names values (${zoneNo}, 1, 'billing', 'app_billing')`;
		await owner`insert into signature_checks (zone_no, chain_seq) values (${zoneNo}, 1)`;
		await owner`insert into dead_letter_searches (zone_nos, every_zone, asked) values (array[${zoneNo}::integer], false, 'r')`;
		await owner`insert into search_word_heads values (${zoneNo}, 2)`;
		await owner`insert into search_words values (now(), now(), 1, 2, ${zoneNo}, '{1}')`;
	}
});
afterAll(async () => {
	await web?.end();
	await owner?.end();
	await created?.drop();
});

/** Rows by zone that a query which names no zone sees. */
async function seen(table: string, setting: string | null): Promise<Record<string, number>> {
	const column = EVIDENCE[table] ?? 'zone_no';
	const rows = await web.begin(async (sql) => {
		if (setting !== null) await sql`select set_config('caracal.zones', ${setting}, true)`;
		return sql.unsafe<{ zone: string; rows: number }[]>(
			`select ${column}::text as zone, count(*)::integer as rows from ${table} group by 1`,
		);
	});
	return Object.fromEntries(rows.map((row) => [row.zone, row.rows]));
}

test('every relation the web may read is known here as evidence or as none', async () => {
	const rows = await owner<{ name: string }[]>`
		select c.relname as name from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and has_table_privilege('console_web', c.oid, 'select')`;
	expect(rows.map(({ name }) => name).toSorted()).toEqual([...NO_EVIDENCE, ...Object.keys(EVIDENCE)].toSorted());
});

describe.each(Object.keys(EVIDENCE))('a query of %s that names no zone', (table) => {
	const own = (zone: string) => (EVIDENCE[table]?.includes('zone_id') === true ? zone : String(zoneNos.get(zone)));

	test('sees nothing when no zone is bound', async () => {
		expect(await seen(table, null)).toEqual({});
		expect(await seen(table, '')).toEqual({});
	});

	test('sees the bound zone and no other', async () => {
		for (const zone of ZONES) expect(Object.keys(await seen(table, String(zoneNos.get(zone))))).toEqual([own(zone)]);
	});

	test('sees both when both are bound, or all are', async () => {
		const both = ZONES.map(own).toSorted();
		expect(Object.keys(await seen(table, [...zoneNos.values()].join(','))).toSorted()).toEqual(both);
		expect(Object.keys(await seen(table, '*')).toSorted()).toEqual(both);
	});

	test('the binding ends with its transaction', async () => {
		await seen(table, '*');
		expect(await seen(table, null)).toEqual({});
	});
});

test.each(['segments', 'ledger_events_y2025m11', 'search_events_y2025m11', 'console_outbox'])('%s cannot be read at all', async (table) => {
	await expect(web.unsafe(`select count(*) from ${table}`)).rejects.toMatchObject({ code: '42501' });
});

test('what is found by a key comes from a bound zone only', async () => {
	const [mine, other] = ZONES.map((zone) => zoneNos.get(zone) ?? 0);
	const found = (setting: string, zoneNo = mine ?? 0) =>
		web.begin(async (sql) => {
			await sql`select set_config('caracal.zones', ${setting}, true)`;
			const sessions = await sql`select id from authority_sessions_with(${zoneNo}, 'l:x', 10)`;
			const edges = await sql`select id from authority_edges_with(${zoneNo}, 'r:x', 10)`;
			return sessions.length + edges.length;
		});
	expect(await found('')).toBe(0);
	expect(await found(String(other))).toBe(0);
	expect(await found(String(mine))).toBe(2);
	expect(await found('*')).toBe(2);
});

test('the bytes of an event come from a bound zone only', async () => {
	const zoneNo = zoneNos.get('zn_a') ?? 0;
	const read = (setting: string) =>
		web.begin(async (sql) => {
			await sql`select set_config('caracal.zones', ${setting}, true)`;
			return (await sql`select * from event_segment(${zoneNo}, 1)`).length;
		});
	await owner`insert into segments select segment_no, ingested_at, 1, 1, 1, '' from ledger_events where zone_no = ${zoneNo} and chain_seq = 1`;
	expect(await read(String(zoneNo))).toBe(1);
	expect(await read(String(zoneNos.get('zn_b')))).toBe(0);
	expect(await read('')).toBe(0);
});

test.each([
	"insert into zones (zone_id) values ('x')",
	'delete from ledger_events',
	"update ledger_events set decision = 'allow'",
	'truncate search_events',
])('the web may not %s', async (statement) => {
	await expect(web.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
});
