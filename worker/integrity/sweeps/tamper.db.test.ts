import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../../db/client';
import { createTestDatabase, type TestDatabase } from '../../../db/testing/database';
import { testServices } from '../../../db/testing/env';
import { chainHmac } from '../../../lib/chain/hmac';
import { publicSet } from '../../../lib/checkpoint/signer-set';
import { SILENT } from '../../testing/consumers';
import { appendEvents, keyFile, signersOf, tamper } from '../../testing/integrity';
import { AUDIT_KEY, STREAMS_KEY } from '../../testing/lane-entries';
import { directoryAnchor } from '../anchors/directory';
import { Anchors } from '../anchors/loop';
import { Checkpoints } from '../checkpoints';
import { Sweeps } from './loop';

const SIGNERS = signersOf(keyFile());
/** Column of the ledger that no tamper test changes: it says which row it is about. */
const NOT_CHANGED = ['zone_no'];

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let folder: string;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'tamper test' });
	folder = mkdtempSync(join(tmpdir(), 'caracal-tamper-'));
	await appendEvents(sql, ['zone-a', 'zone-b'], 60, 15);
	await checkpoint();
	await appendEvents(sql, ['zone-a', 'zone-b'], 30, 15, 61);
	await checkpoint();
	const anchors = new Anchors({ sql, anchors: [directoryAnchor('data', folder)], log: SILENT });
	await anchors.turn();
	anchors.stop();
	await anchors.run();
	await owner`create schema backup`;
	for (const { name } of await owner<{ name: string }[]>`
		select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`)
		await owner.unsafe(`create table backup.${name} as select * from ${name}`);
});
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});
/** Everything as it was. */
beforeEach(async () => {
	await tamper(owner, async (tx) => {
		for (const { name } of await tx<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'backup'::regnamespace`) {
			await tx.unsafe(`delete from ${name}`);
			const columns = await tx<{ name: string }[]>`
				select quote_ident(attname) as name from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;
			const list = columns.map((column) => column.name).join(', ');
			await tx.unsafe(`insert into ${name} (${list}) overriding system value select ${list} from backup.${name}`);
		}
	});
});

async function checkpoint(): Promise<void> {
	const checkpoints = new Checkpoints({ sql, signers: () => SIGNERS, now: Date.now, log: SILENT, ageMs: 0 });
	await checkpoints.turn();
	checkpoints.stop();
	await checkpoints.run();
}

/** One sweep of every zone. @returns `zone kind seq..last` of what was found, in order */
async function swept(isDeep = false): Promise<string[]> {
	await owner`insert into sweeps (zone_no, kind, is_deep) select zone_no, 'demand', ${isDeep} from zones`;
	const sweeps = new Sweeps({
		sql,
		workerId: 'test',
		keys: { audit: AUDIT_KEY, streams: STREAMS_KEY },
		logKeys: () => publicSet(SIGNERS).map(({ key }) => key),
		anchors: [directoryAnchor('data', folder)],
		busyShare: () => 0,
		rollingHours: 4,
		log: SILENT,
		pieceEvents: 25,
	});
	await sweeps.schedule();
	while (await sweeps.turn());
	sweeps.stop();
	await sweeps.run();
	const states = await owner`select state, error from sweeps where state <> 'done'`;
	expect([...states]).toEqual([]);
	const rows = await owner<{ line: string }[]>`
		select zone_id || ' ' || kind || coalesce(' ' || chain_seq || case when last_seq <> chain_seq then '..' || last_seq else '' end, '') as line
		from audit_ingest_alerts order by zone_id, kind, chain_seq, last_seq`;
	return [...new Set(rows.map(({ line }) => line))];
}

test('what was not touched gives no finding, in a deep sweep either, and is verified to its last event', async () => {
	expect(await swept(true)).toEqual([]);
	const rows = await owner<{ line: string }[]>`
		select state || ' ' || from_seq || '..' || to_seq || ' ' || events || ' ' || signatures || ' ' || findings as line from sweeps where is_deep`;
	expect(rows.map(({ line }) => line)).toEqual(['done 1..90 90 90 0', 'done 1..90 90 90 0']);
	const heads = await owner<{ verified_seq: string }[]>`select verified_seq from sweep_heads`;
	expect(heads.map((head) => head.verified_seq)).toEqual(['90', '90']);
});

describe('one column of one event', () => {
	test('whichever it is, a deep sweep finds it', async () => {
		const columns = await owner<{ name: string; type: string }[]>`
			select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
			where attrelid = 'ledger_events'::regclass and attnum > 0 and not attisdropped`;
		const expected: Record<string, string> = {
			content_sha256: 'content_mismatch',
			prev_content_sha256: 'chain_break',
			chain_hmac: 'hmac_mismatch',
		};
		expected.chain_seq = 'sequence_gap';
		for (const name of ['segment_no', 'segment_index', 'ingested_at']) expected[name] = 'segment_missing';
		expected.ingest_signature = 'signature_mismatch';
		const changed: string[] = [];
		for (const [i, { name, type }] of columns.filter((column) => !NOT_CHANGED.includes(column.name)).entries()) {
			const value =
				type === 'bytea'
					? `decode(repeat('ab', 32), 'hex')`
					: type === 'text'
						? `coalesce(${name}, '') || ' '`
						: type.startsWith('timestamp')
							? `${name} + interval '1 microsecond'`
							: `${name} + 1000`;
			// every event is changed once only, far from the others
			await tamper(owner, (tx) => tx.unsafe(`update ledger_events set ${name} = ${value} where zone_no = 1 and chain_seq = ${3 + 3 * i}`));
			changed.push(`zone-a ${expected[name] ?? 'content_mismatch'} ${3 + 3 * i}`);
		}
		const found = await swept(true);
		expect(changed.filter((line) => !found.includes(line))).toEqual([]);
		expect(found.filter((line) => line.startsWith('zone-b'))).toEqual([]);
	});
});

test.each<[string, string, string[]]>([
	['one event deleted', 'delete from ledger_events where zone_no = 1 and chain_seq = 40', ['zone-a sequence_gap 40']],
	['the last five deleted', 'delete from ledger_events where zone_no = 1 and chain_seq > 85', ['zone-a tail_truncated 86..90']],
	[
		'the last five deleted, head and projection set back',
		`delete from ledger_events where zone_no = 1 and chain_seq > 85; delete from search_events where zone_no = 1 and chain_seq > 85;
			update chain_heads set chain_seq = 85, event_count = 85, content_sha256 = (select content_sha256 from ledger_events where zone_no = 1 and chain_seq = 85) where zone_no = 1`,
		['zone-a tail_truncated 86..90'],
	],
	[
		'a month deleted',
		`delete from ledger_events where zone_no = 1 and occurred_at < '2026-11-01'`,
		['zone-a sequence_gap 10', 'zone-a sequence_gap 80'],
	],
	[
		'two events exchanged',
		'update ledger_events set chain_seq = 91 - chain_seq where zone_no = 1 and chain_seq in (45, 46)',
		['zone-a chain_break 45', 'zone-a chain_break 46', 'zone-a chain_break 47'],
	],
	[
		'a row of the projection changed',
		'update search_events set latency_ms = 7 where zone_no = 1 and chain_seq = 5',
		['zone-a projection_mismatch 5'],
	],
	['a row of the projection deleted', 'delete from search_events where zone_no = 1 and chain_seq = 5', ['zone-a projection_mismatch']],
	[
		'a sealed segment damaged',
		`update segments set payload = substr(payload, 1, 20) || decode(repeat('00', 8), 'hex') || substr(payload, 29) where segment_no = (select segment_no from ledger_events where zone_no = 1 and chain_seq = 20)`,
		['zone-a segment_missing 20'],
	],
	[
		'a segment deleted',
		'delete from segments where segment_no = (select segment_no from ledger_events where zone_no = 1 and chain_seq = 20)',
		['zone-a segment_missing 30'],
	],
	['a checkpoint deleted', 'delete from checkpoints where zone_no = 1 and size = 60', ['zone-a checkpoint_mismatch 60']],
	[
		'a checkpoint replaced by that of another zone',
		`update checkpoints c set note = o.note, root_sha256 = o.root_sha256 from checkpoints o where c.zone_no = 1 and c.size = 60 and o.zone_no = 2 and o.size = 60`,
		['zone-a anchor_disagrees 60', 'zone-a checkpoint_mismatch 60'],
	],
	[
		'a zone deleted, its name left',
		`delete from ledger_events where zone_no = 1; delete from chain_heads where zone_no = 1; delete from search_events where zone_no = 1`,
		['zone-a zone_missing 1..90'],
	],
])('%s', async (_what, statements, expected) => {
	await tamper(owner, (tx) => tx.unsafe(statements));
	const found = await swept(true);
	expect(expected.filter((line) => !found.includes(line))).toEqual([]);
	expect(found.filter((line) => line.startsWith('zone-b') && !line.includes('segment_missing'))).toEqual([]);
});

test('a zone deleted with everything that names it: the anchors know it', async () => {
	await tamper(owner, async (tx) => {
		for (const table of [
			'ledger_events',
			'search_events',
			'chain_heads',
			'merkle_tiles',
			'merkle_heads',
			'checkpoints',
			'anchor_heads',
			'sweeps',
			'sweep_heads',
			'zones',
		])
			await tx.unsafe(`delete from ${table} where zone_no = 1`);
	});
	expect(await swept()).toEqual(['zone-a zone_missing 1..90']);
});

test('everything set back to a backup, tree and checkpoints too: the anchors are ahead', async () => {
	await tamper(owner, async (tx) => {
		for (const table of ['ledger_events', 'search_events']) await tx.unsafe(`delete from ${table} where zone_no = 1 and chain_seq > 60`);
		await tx`update chain_heads set chain_seq = 60, event_count = 60,
			content_sha256 = (select content_sha256 from ledger_events where zone_no = 1 and chain_seq = 60) where zone_no = 1`;
		await tx`delete from checkpoints where zone_no = 1 and size > 60`;
		await tx`update merkle_heads set size = 60, checkpoint_size = 60 where zone_no = 1`;
		await tx`update merkle_tiles set hashes = substr(hashes, 1, 60 * 32) where zone_no = 1 and level = 0`;
		await tx`update anchor_heads set size = 60 where zone_no = 1`;
	});
	expect(await swept()).toEqual(['zone-a tail_truncated 61..90']);
});

test('everything chained anew with the key known: the first checkpoint behind the change disagrees', async () => {
	await tamper(owner, async (tx) => {
		await tx`update ledger_events set decision = 'allow' where zone_no = 1 and chain_seq = 30`;
		// the content hash as a thief of the key would compute it, and all links behind it
		await tx`update ledger_events e set content_sha256 = sha256(convert_to(concat_ws(e'\x1f', e.id, z.zone_id, event_type, request_id, decision, policy_set_id,
			policy_set_version_id, manifest_sha, evaluation_status, coalesce(determining_policies_json, 'null'), coalesce(diagnostics_json, 'null'),
			coalesce(metadata_json, 'null'), (extract(epoch from occurred_at) * 1000000000)::numeric(40, 0)::text), 'UTF8'))
			from zones z where z.zone_no = e.zone_no and e.zone_no = 1 and e.chain_seq = 30`;
		await tx`update ledger_events e set prev_content_sha256 = b.content_sha256 from ledger_events b
			where b.zone_no = 1 and e.zone_no = 1 and b.chain_seq = e.chain_seq - 1`;
		for (const row of await tx<{ seq: string; content: string; prev: string | null }[]>`
			select chain_seq as seq, encode(content_sha256, 'hex') as content, encode(prev_content_sha256, 'hex') as prev from ledger_events where zone_no = 1`)
			await tx`update ledger_events set chain_hmac = ${chainHmac(AUDIT_KEY, row.content, row.prev ?? '')} where zone_no = 1 and chain_seq = ${row.seq}`;
	});
	expect(await swept()).toEqual(['zone-a checkpoint_mismatch 60', 'zone-a checkpoint_mismatch 90']);
	// the sealed bytes tell which event it was
	expect(await swept(true)).toContain('zone-a content_mismatch 30');
});

test('a finding is one finding however often it is seen, and a sweep that is cancelled or left behind ends or goes on', async () => {
	await tamper(owner, (tx) => tx`delete from ledger_events where zone_no = 1 and chain_seq = 40`);
	expect(await swept()).toEqual(await swept());
	const [row] = await owner<{ alerts: number; sightings: number }[]>`
		select (select count(*)::int from audit_ingest_alerts where kind = 'sequence_gap') as alerts, (select max(sightings) from alert_sightings) as sightings`;
	// asked for twice; the sweeps at start see it too
	expect(row?.alerts).toBe(1);
	expect(row?.sightings).toBeGreaterThan(1);
	await owner`insert into sweeps (zone_no, kind, cancel_asked_at, cancel_asked_by) values (2, 'demand', now(), 'me')`;
	await owner`insert into sweeps (zone_no, kind, state, worker_id, seen_at, started_at) values (2, 'demand', 'running', 'gone', now() - interval '1 minute', now())`;
	const sweeps = new Sweeps({
		sql,
		workerId: 'test',
		keys: { audit: AUDIT_KEY, streams: STREAMS_KEY },
		logKeys: () => [],
		anchors: [],
		busyShare: () => 0,
		rollingHours: 4,
		log: SILENT,
		pieceEvents: 25,
	});
	while (await sweeps.turn());
	sweeps.stop();
	await sweeps.run();
	const ended = await owner<{ line: string }[]>`
		select state || ' ' || events || ' ' || resumed as line from sweeps where zone_no = 2 order by sweep_no desc limit 2`;
	expect(ended.map(({ line }) => line).sort()).toEqual(['cancelled 25 0', 'done 90 1']);
});
