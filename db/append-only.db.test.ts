import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './testing/database';
import { testServices } from './testing/env';

const EVIDENCE = ['ledger_events', 'segments', 'outbox_receipts', 'audit_ingest_alerts'] as const;
const ROLES = ['console_web', 'console_worker', 'owner'] as const;

let database: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	sql = postgres(database.url, { max: 1, onnotice: () => {} });
	await sql`insert into zones (zone_id) values ('zone-a')`;
	await sql`insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (1, 1, 1, '\\x00')`;
	await sql`insert into ledger_events values (now(), now(), 1, 1, 1, 1, 0, 0, 1, 'event-1', 'token_exchange', '', 'deny', '', '', '', '',
		null, null, null, '\\x00', null, null, null)`;
	await sql`insert into ledger_events values ('1999-01-01', now(), 2, 1, 1, 1, 0, 0, 1, 'event-2', 'token_exchange', '', 'deny', '', '', '', '',
		null, null, null, '\\x00', null, null, null)`;
	await sql`insert into segments values (1, now(), 2, 10, 1, '\\x00')`;
	await sql`insert into outbox_receipts values (2, 'outbox-1', 1, 1, now())`;
	await sql`insert into audit_ingest_alerts (event_id, zone_id, kind) values ('event-1', 'zone-a', 'content_mismatch_on_replay')`;
});

afterAll(async () => {
	await sql.end();
	await database.drop();
});

/** Runs one statement as a role and gives Postgres's refusal, or null when it went through. */
async function refusal(role: (typeof ROLES)[number], statement: string): Promise<string | null> {
	try {
		await sql.begin(async (tx) => {
			if (role !== 'owner') await tx.unsafe(`set local role ${role}`);
			await tx.unsafe(statement);
			throw new Error('rolled back: it went through');
		});
	} catch (error) {
		return error instanceof postgres.PostgresError ? error.code : null;
	}
	return null;
}

describe.each(ROLES)('as %s', (role) => {
	test.each(EVIDENCE)('%s cannot be updated, deleted from or truncated', async (table) => {
		const [column] = await sql<{ name: string }[]>`
			select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum = 2`;
		// 42501 = insufficient_privilege, from the grant for the two roles, from the trigger for the owner
		expect(await refusal(role, `update ${table} set ${column?.name} = ${column?.name}`)).toBe('42501');
		expect(await refusal(role, `delete from ${table}`)).toBe('42501');
		expect(await refusal(role, `truncate ${table}`)).toBe('42501');
	});

	test('a single month cannot be changed behind the parent', async () => {
		const [month] = await sql<{ name: string }[]>`select tableoid::regclass::text as name from ledger_events where id = 'event-1'`;
		expect(await refusal(role, `delete from ${month?.name}`)).toBe('42501');
		expect(await refusal(role, `truncate ${month?.name}`)).toBe('42501');
		expect(await refusal(role, `update ledger_events_before_2015 set decision = 'allow'`)).toBe('42501');
	});

	test('a chain head cannot be moved back or removed', async () => {
		expect(await refusal(role, 'update chain_heads set chain_seq = 0')).toBe('42501');
		expect(await refusal(role, 'delete from chain_heads')).toBe('42501');
		expect(await refusal(role, 'truncate chain_heads')).toBe('42501');
	});

	test("Caracal's view of the ledger cannot be written through", async () => {
		expect(await refusal(role, "update audit_events set decision = 'allow'")).not.toBeNull();
		expect(await refusal(role, 'delete from audit_events')).not.toBeNull();
	});
});

test('tree, checkpoints, sweeps that have ended and resolutions are not changed afterwards', async () => {
	await sql`insert into merkle_tiles values (1, 0, 0, decode(repeat('ab', 32), 'hex'))`;
	await sql`insert into checkpoints values (1, 1, now(), decode(repeat('cd', 32), 'hex'), 'note')`;
	await sql`insert into sweeps (zone_no, kind, state, ended_at) values (1, 'start', 'done', now())`;
	await sql`insert into alert_resolutions (alert_id, resolved_by, note) values (1, 'me', 'known')`;
	await sql`update merkle_tiles set hashes = hashes || decode(repeat('ef', 32), 'hex')`;
	for (const statement of [
		`update merkle_tiles set hashes = decode(repeat('00', 96), 'hex')`,
		'update merkle_tiles set hashes = substr(hashes, 1, 32)',
		'delete from merkle_tiles',
		'truncate merkle_tiles',
		`update checkpoints set note = 'another'`,
		'delete from checkpoints',
		'truncate checkpoints',
		`update sweeps set findings = 0`,
		'delete from sweeps',
		`update alert_resolutions set note = ''`,
		'delete from alert_resolutions',
	])
		expect(await refusal('owner', statement), statement).toBe('42501');
});

test('the web role asks for sweeps, cancels and resolves, and writes no result', async () => {
	for (const statement of [
		`insert into sweeps (zone_no, kind, state) values (1, 'demand', 'done')`,
		'update sweeps set findings = 0',
		`insert into checkpoints values (1, 2, now(), decode(repeat('cd', 32), 'hex'), 'note')`,
		`insert into alert_sightings (alert_id) values (1)`,
		`insert into audit_ingest_alerts (event_id, zone_id, kind) values ('e', 'zone-a', 'k')`,
		`update evidence_jobs set state = 'done'`,
		`insert into evidence_job_parts values (gen_random_uuid(), 0, '')`,
	])
		expect(await refusal('console_web', statement), statement).toBe('42501');
});

test('the web role cannot append', async () => {
	expect(await refusal('console_web', "insert into zones (zone_id) values ('zone-b')")).toBe('42501');
	expect(await refusal('console_web', "insert into segments values (2, now(), 1, 1, 1, '\\x00')")).toBe('42501');
});

test('the worker role cannot read or change accounts', async () => {
	expect(await refusal('console_worker', 'select * from console_users')).toBe('42501');
});

test("the view gives Caracal's columns, types and text forms", async () => {
	const columns = await sql<{ line: string }[]>`
		select attname || ' ' || format_type(atttypid, atttypmod) as line from pg_attribute
		where attrelid = 'audit_events'::regclass and attnum > 0 order by attnum`;
	expect(columns.map((column) => column.line).join('\n')).toBe(
		[
			'id text',
			'zone_id text',
			'event_type text',
			'request_id text',
			'decision text',
			'policy_set_id text',
			'policy_set_version_id text',
			'manifest_sha text',
			'evaluation_status text',
			'determining_policies_json jsonb',
			'diagnostics_json jsonb',
			'metadata_json jsonb',
			'occurred_at timestamp with time zone',
			'ingested_at timestamp with time zone',
			'content_sha256 text',
			'prev_content_sha256 text',
			'chain_hmac text',
			'chain_seq bigint',
			'ingest_signature text',
		].join('\n'),
	);
});
