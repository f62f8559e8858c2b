import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../db/client';
import { COMMIT_CHANNEL } from '../db/ledger/append';
import { readSegment } from '../db/ledger/segment';
import { createTestDatabase, type TestDatabase } from '../db/testing/database';
import { testServices } from '../db/testing/env';
import vectors from '../lib/chain/chain.vectors.json';
import { termOf } from '../lib/events/terms';
import { AGENTS_LIFECYCLE_STREAM, DELEGATIONS_INVALIDATE_STREAM } from '../lib/streams/names';
import { createLane } from './lane';
import { type Lane, type RawEntry, TransientError } from './lane-types';
import { checkLedger } from './testing/check-ledger';
import { AUDIT_KEY, auditEntry, authorityEntry, eventJson, nextEntryId, STREAMS_KEY, words } from './testing/lane-entries';

const SILENT = { info() {}, warn() {}, error() {} };

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let lane: Lane;

function open(url: string): SqlClient {
	return openSql(url, { role: 'console_worker', connectionsMax: 3, applicationName: 'lane test' });
}

function laneOn(
	client: SqlClient,
	keys = { auditHmacKey: AUDIT_KEY as Buffer | null, streamsHmacKey: STREAMS_KEY as Buffer | null },
): Lane {
	return createLane({ sql: client, ...keys, log: SILENT });
}

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 2, onnotice: () => {} });
	sql = open(database.url);
	lane = laneOn(sql);
});

afterAll(async () => {
	await checkLedger(owner);
	await lane.stop();
	// the driver waits for ever for a connection that was terminated while it was idle
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
});

let zones = 0;
/** A zone of the test's own. */
let zone = '';
beforeEach(() => {
	zone = `zone-${zones++}`;
});

const entry = (fields: Record<string, unknown>) => auditEntry(eventJson({ zone_id: zone, ...fields }));
const submit = async (...entries: RawEntry[]) => words((await lane.submit(entries)).outcomes);
/** By the owner: after a termination the driver blames the next innocent statement on the same connection. */
const stored = () => owner`select * from audit_events where zone_id = ${zone} order by chain_seq`;
const alerts = () =>
	sql<{ detail: string; event_id: string }[]>`select event_id, detail from audit_ingest_alerts where zone_id = ${zone} order by id`;

describe('appended', () => {
	test("Caracal's vectors get the hashes, the links and the positions Caracal gives them", async () => {
		const wires = vectors.events.map(({ wire }) => auditEntry(JSON.stringify(wire)));
		expect(await submit(...wires)).toEqual(['appended', 'appended', 'appended']);
		const rows = await sql`
			select *, determining_policies_json::text as det, diagnostics_json::text as diag, metadata_json::text as meta
			from audit_events where zone_id = 'vec-zone' order by chain_seq`;
		expect(rows).toHaveLength(3);
		rows.forEach((row, i) => {
			const expected = vectors.events[i]?.stored;
			expect(row).toMatchObject({
				det: expected?.det,
				diag: expected?.diag,
				meta: expected?.meta,
				content_sha256: expected?.content_sha256,
				prev_content_sha256: expected?.prev_content_sha256 || null,
				chain_hmac: expected?.chain_hmac,
				chain_seq: String(expected?.chain_seq),
			});
		});
	});

	test('with its signature, its place on the stream and its signed bytes', async () => {
		const data = `\t${eventJson({ zone_id: zone, id: 'bytes', metadata_json: { b: 1, a: 2 } })} `;
		const entries = [auditEntry(data), entry({ id: 'second' })];
		await submit(...entries);
		const [row] = await sql`
			select e.*, s.codec, s.raw_bytes, s.payload, encode(e.ingest_signature, 'hex') as sig
			from ledger_events e join segments s on s.segment_no = e.segment_no and s.sealed_at = e.ingested_at where e.id = 'bytes'`;
		expect(`${row?.entry_ms}-${row?.entry_seq}`).toBe(entries[0]?.entryId);
		expect(row?.sig).toBe(String(entries[0]?.fields[5]));
		const back = readSegment({ codec: row?.codec, rawBytes: row?.raw_bytes, payload: row?.payload });
		expect(back[row?.segment_index]).toEqual({
			stream: entries[0]?.stream,
			entryId: entries[0]?.entryId,
			fields: entries[0]?.fields.slice(2),
		});
		expect(back).toHaveLength(2);
	});

	test('of the years 1 and 9999, with projection and rollups', async () => {
		expect(
			await submit(
				entry({ id: 'first', occurred_at: '0001-01-01T00:00:00Z' }),
				entry({ id: 'last', occurred_at: '9999-12-31T23:59:59.999999999Z' }),
			),
		).toEqual(['appended', 'appended']);
		const rows = await sql`
			select l.occurred_at::text as at, s.chain_seq, (select events from rollup_minute r where r.zone_no = l.zone_no and r.minute = date_trunc('minute', l.occurred_at)) as minute,
				(select events from rollup_hour r where r.zone_no = l.zone_no and r.hour = date_trunc('hour', l.occurred_at) and r.field = 1) as hour
			from ledger_events l join search_events s using (zone_no, chain_seq, occurred_at) join zones using (zone_no) where zone_id = ${zone} order by 2`;
		expect(rows).toEqual([
			{ at: '0001-01-01 00:00:00+00', chain_seq: '1', minute: '1', hour: '1' },
			{ at: '9999-12-31 23:59:59.999999+00', chain_seq: '2', minute: '1', hour: '1' },
		]);
	});

	test('with the labels of its session, each once, counted by the hour', async () => {
		const long = 'x'.repeat(300);
		await submit(
			entry({ id: 'labels-1', metadata_json: { agent_labels: ['batch', 'nightly', 'batch', '', 7] } }),
			entry({ id: 'labels-2', metadata_json: { agent_labels: [long] } }),
			entry({ id: 'labels-3', metadata_json: { agent_labels: [] } }),
			authorityEntry(AGENTS_LIFECYCLE_STREAM, {
				outbox_id: 'labels-4',
				zone_id: zone,
				event: 'spawn',
				agent_session_id: 's',
				labels: '["batch"]',
			}),
		);
		await submit(entry({ id: 'labels-5', metadata_json: { agent_labels: ['nightly', 'new'] } }));
		const rows = await owner`
			select l.id, (select array_agg(t.value order by n.place) from unnest(s.label_nos) with ordinality as n(no, place)
				join search_terms t on t.term_no = n.no and t.field = 8 and t.zone_no = s.zone_no) as labels
			from ledger_events l join search_events s using (zone_no, chain_seq, occurred_at) join zones using (zone_no)
			where zone_id = ${zone} order by l.chain_seq`;
		expect(rows.map((row) => row.labels)).toEqual([['batch', 'nightly'], [termOf(long)], null, ['batch'], ['nightly', 'new']]);
		const counts = await owner<{ value: string; events: number }[]>`
			select t.value, sum(r.events)::int as events from rollup_hour r join search_terms t using (term_no, field, zone_no) join zones using (zone_no)
			where zone_id = ${zone} and field = 8 group by 1`;
		expect(Object.fromEntries(counts.map((row) => [row.value, row.events]))).toEqual({ batch: 2, nightly: 2, new: 1, [termOf(long)]: 1 });
	});

	test('into a month nobody has made yet', async () => {
		expect(await submit(entry({ id: 'far', occurred_at: '2071-02-03T04:05:06Z' }))).toEqual(['appended']);
		const [row] = await sql`select tableoid::regclass::text as month from ledger_events where id = 'far'`;
		expect(row?.month).toBe('ledger_events_y2071m02');
	});

	test('with hostile text, byte for byte', async () => {
		const metadata = {
			['__proto__']: { a: 1 },
			html: '<script>&',
			bidi: '\u202e',
			control: '\u0001\u007f',
			emoji: '\u{1F600}',
			long: 'é'.repeat(100_000),
		};
		expect(await submit(entry({ id: 'hostile \u{1F600} \' " \\ \n', request_id: '%_\u0007', metadata_json: metadata }))).toEqual([
			'appended',
		]);
		const [row] = await stored();
		expect(row?.id).toBe('hostile \u{1F600} \' " \\ \n');
		expect(row?.metadata_json.long).toBe(metadata.long);
		expect(row?.metadata_json.control).toBe('\u0001\u007f');
	});

	test('several zones at once, in the order of submission, each told of by NOTIFY', async () => {
		const heard: string[] = [];
		const listening = await owner.listen(COMMIT_CHANNEL, (payload) => heard.push(payload));
		const others = [`${zone}/b`, `${zone}/c`];
		const entries = Array.from({ length: 30 }, (_, i) => entry({ id: `${zone}-${i}`, zone_id: [zone, ...others][i % 3] }));
		await submit(...entries);
		for (const [z, id] of [zone, ...others].entries()) {
			const rows = await sql<
				{ id: string; chain_seq: string }[]
			>`select id, chain_seq from audit_events where zone_id = ${id} order by chain_seq`;
			expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 10 }, (_, i) => `${zone}-${i * 3 + z}`));
		}
		await expect
			.poll(() => heard.map((payload) => JSON.parse(payload)).sort((a, b) => (a.zone_id < b.zone_id ? -1 : 1)))
			.toEqual([zone, ...others].map((id) => ({ zone_id: id, chain_seq: 10 })));
		await listening.unlisten();
	});

	test('batch upon batch while the one before is being written', async () => {
		const batches = Array.from({ length: 12 }, (_, b) =>
			Array.from({ length: 60 }, (_, i) => entry({ id: `${zone}-${b}-${i}`, zone_id: i % 2 === 0 ? zone : `${zone}/b` })),
		);
		const fates = await Promise.all(batches.map((batch) => lane.submit(batch)));
		expect(fates.reduce((n, fate) => n + fate.committed, 0)).toBe(720);
		const rows = await sql<{ id: string }[]>`select id from audit_events where zone_id = ${zone} order by chain_seq`;
		expect(rows.map((row) => row.id)).toEqual(batches.flatMap((_, b) => Array.from({ length: 30 }, (_, i) => `${zone}-${b}-${i * 2}`)));
	});

	test('5 MB at a time', async () => {
		const large = 'x'.repeat(5_000_000);
		const fate = await lane.submit(Array.from({ length: 4 }, (_, i) => entry({ id: `large-${i}`, metadata_json: { large } })));
		expect(words(fate.outcomes)).toEqual(['appended', 'appended', 'appended', 'appended']);
		const [row] =
			await sql`select count(distinct ingested_at)::int as transactions, min(length(metadata_json::text)) as length from audit_events where zone_id = ${zone}`;
		expect(row).toEqual({ transactions: 4, length: 5_000_013 });
	});

	test('the events of one submission that are alike but for the time', async () => {
		expect(
			await submit(
				entry({ id: 'twin', occurred_at: '2026-11-21T12:00:00.000001Z' }),
				entry({ id: 'twin', occurred_at: '2026-11-21T12:00:00.000002Z' }),
			),
		).toEqual(['appended', 'appended']);
	});
});

describe('rejected without asking Postgres', () => {
	test('and the entries around it are unaffected', async () => {
		const data = eventJson({ zone_id: zone, id: 'bad' });
		const mac = createHmac('sha256', AUDIT_KEY).update(data).digest('hex');
		const cases: [RawEntry, string][] = [
			[{ stream: 'caracal.audit.events', entryId: nextEntryId(), fields: [Buffer.from('sig'), Buffer.from(mac)] }, 'missing_data_field'],
			[{ stream: 'caracal.audit.events', entryId: nextEntryId(), fields: [] }, 'missing_data_field'],
			[auditEntry(data, null), 'hmac_verify_failed'],
			[auditEntry(data, ''), 'hmac_verify_failed'],
			[auditEntry(data, 'not hex'), 'hmac_verify_failed'],
			[auditEntry(data, mac.slice(2)), 'hmac_verify_failed'],
			[auditEntry(data, `${mac}00`), 'hmac_verify_failed'],
			[
				auditEntry(
					data,
					mac.replace(/^./, (c) => (c === '0' ? '1' : '0')),
				),
				'hmac_verify_failed',
			],
			[auditEntry(`${data} `, mac), 'hmac_verify_failed'],
			[auditEntry('{"id":"x"'), 'json_parse_error:unexpected end of JSON input'],
			[auditEntry(Buffer.from(`${data.slice(0, -1)},"request_id":"\xff"}`, 'latin1')), 'json_parse_error:invalid UTF-8'],
			[auditEntry(eventJson({ zone_id: '', id: 'x' })), 'json_parse_error:required fields missing (id, zone_id, occurred_at)'],
			[auditEntry(eventJson({ zone_id: zone, id: 'x', occurred_at: 'yesterday' })), 'json_parse_error:occurred_at is no RFC 3339 time'],
			[auditEntry('x'.repeat(16 * 1024 * 1024 + 1)), 'json_parse_error:data longer than 16777216 bytes'],
			[auditEntry('x'.repeat(16 * 1024 * 1024 + 1), mac), 'hmac_verify_failed'],
		];
		const entries = cases.flatMap(([bad], i) => [entry({ id: `before-${i}` }), bad]);
		expect(await submit(...entries)).toEqual(cases.flatMap(([, reason]) => ['appended', reason]));
		expect((await stored()).map((row) => row.id)).toEqual(cases.map((_, i) => `before-${i}`));
	});

	test('a signature in capitals is a signature', async () => {
		const data = eventJson({ zone_id: zone, id: 'capitals' });
		const sig = createHmac('sha256', AUDIT_KEY).update(data).digest('hex');
		expect(await submit(auditEntry(data, sig.toUpperCase()))).toEqual(['appended']);
		const [row] = await sql`
			select e.segment_index, s.codec, s.raw_bytes, s.payload, encode(ingest_signature, 'hex') as sig from ledger_events e join segments s using (segment_no) where id = 'capitals'`;
		expect(row?.sig).toBe(sig);
		// as it was on the wire
		expect(String(readSegment({ codec: row?.codec, rawBytes: row?.raw_bytes, payload: row?.payload })[0]?.fields[3])).toBe(
			sig.toUpperCase(),
		);
	});

	test('without a key everything is accepted, and the chain is not authenticated', async () => {
		const client = open(database.url);
		const unsigned = laneOn(client, { auditHmacKey: null, streamsHmacKey: null });
		const authority = { ...authorityEntry(AGENTS_LIFECYCLE_STREAM, { outbox_id: `${zone}-o`, zone_id: zone, event: 'spawn' }) };
		const fate = await unsigned.submit([
			auditEntry(eventJson({ zone_id: zone, id: 'unsigned' }), null),
			auditEntry(eventJson({ zone_id: zone, id: 'odd' }), 'no hex'),
			{ ...authority, fields: authority.fields.slice(0, -2) },
		]);
		expect(words(fate.outcomes)).toEqual(['appended', 'appended', 'appended']);
		expect((await stored()).map((row) => [row.ingest_signature, row.chain_hmac])).toEqual([
			[null, ''],
			[null, ''],
			[null, ''],
		]);
		await unsigned.stop();
		await client.end();
	});
});

describe('redelivered', () => {
	test('with equal content it is a duplicate, also inside one batch', async () => {
		const first = entry({ id: 'again', metadata_json: { b: 1, a: 2 } });
		expect(await submit(first)).toEqual(['appended']);
		const respelled = auditEntry(
			`{"metadata_json":{"a":2.0e0,"b":0,"b":1},"occurred_at":"2026-11-21T13:00:00.5+01:00","event_type":"token_exchange","zone_id":"${zone}","id":"again"}`,
		);
		expect(await submit(entry({ id: 'new' }), first, respelled, entry({ id: 'newer' }), entry({ id: 'newer' }))).toEqual([
			'appended',
			'duplicate',
			// 2.0 is not 2: another text, so other content
			'tamper_on_replay',
			'appended',
			'duplicate',
		]);
		expect((await stored()).map((row) => row.id)).toEqual(['again', 'new', 'newer']);
	});

	test('with other content it is an alert and rejected, once however often it comes', async () => {
		await submit(entry({ id: 'tampered', decision: 'deny' }));
		const changed = entry({ id: 'tampered', decision: 'allow' });
		expect(await submit(changed, entry({ id: 'beside' }))).toEqual(['tamper_on_replay', 'appended']);
		expect(await submit(changed)).toEqual(['tamper_on_replay']);
		expect(await submit(changed, changed)).toEqual(['tamper_on_replay', 'tamper_on_replay']);
		const [row] = await stored();
		expect(row?.decision).toBe('deny');
		const [alert, ...more] = await alerts();
		expect(more).toEqual([]);
		expect(alert?.event_id).toBe('tampered');
		expect(alert?.detail).toMatch(new RegExp(`^stored=${row?.content_sha256} incoming=[0-9a-f]{64}$`));
	});

	test('with other content inside one batch the first stands', async () => {
		expect(
			await submit(
				entry({ id: 'one', decision: 'a' }),
				entry({ id: 'one', decision: 'b' }),
				entry({ id: 'one', decision: 'a' }),
				entry({ id: 'one', decision: 'c' }),
			),
		).toEqual(['appended', 'tamper_on_replay', 'duplicate', 'tamper_on_replay']);
		expect((await stored()).map((row) => row.decision)).toEqual(['a']);
		expect(await alerts()).toHaveLength(2);
	});

	test('under the id and time of another zone it is a conflict as well', async () => {
		await submit(entry({ id: `${zone}-shared` }));
		expect(await submit(entry({ id: `${zone}-shared`, zone_id: `${zone}/other` }))).toEqual(['tamper_on_replay']);
	});

	test('an authority entry is known by its outbox_id, whatever its entry id', async () => {
		const fields = { outbox_id: `${zone}-outbox`, zone_id: zone, event: 'edge_create', edge_id: 'e', epoch: '4' };
		expect(await submit(authorityEntry(DELEGATIONS_INVALIDATE_STREAM, fields))).toEqual(['appended']);
		expect(
			await submit(authorityEntry(DELEGATIONS_INVALIDATE_STREAM, fields), authorityEntry(DELEGATIONS_INVALIDATE_STREAM, fields)),
		).toEqual(['duplicate', 'duplicate']);
		expect(await submit(authorityEntry(DELEGATIONS_INVALIDATE_STREAM, { ...fields, epoch: '5' }))).toEqual(['tamper_on_replay']);
		// another stream has identities of its own
		expect(await submit(authorityEntry(AGENTS_LIFECYCLE_STREAM, { ...fields, event: 'spawn' }))).toEqual(['appended']);
		const rows = await stored();
		expect(rows.map((row) => row.event_type)).toEqual(['delegation_edge_create', 'session_spawn']);
		const [alert] = await alerts();
		expect(alert?.detail.startsWith(`stored=${rows[0]?.content_sha256} incoming=`)).toBe(true);
		const receipts =
			await sql`select stream_no, chain_seq, occurred_at = (select occurred_at from ledger_events l where l.zone_no = r.zone_no and l.chain_seq = r.chain_seq) as same
			from outbox_receipts r where outbox_id = ${`${zone}-outbox`} order by stream_no`;
		expect(receipts).toEqual([
			{ stream_no: 3, chain_seq: '1', same: true },
			{ stream_no: 4, chain_seq: '2', same: true },
		]);
	});

	test('a whole batch once more changes nothing', async () => {
		const batch = Array.from({ length: 300 }, (_, i) => entry({ id: `${zone}-${i}` }));
		await submit(...batch);
		const before = await checkLedger(owner);
		expect(new Set(await submit(...batch, entry({ id: 'one more' })))).toEqual(new Set(['duplicate', 'appended']));
		expect(await checkLedger(owner)).toEqual({ ...before, [zone]: 301 });
	});
});

describe('refused by Postgres for good', () => {
	test('only the entry at fault is rejected, and nothing around it changes its place', async () => {
		await owner.unsafe(`
			create function refuse_poison() returns trigger language plpgsql as $$
			begin
				if new.request_id like 'poison%' then raise exception 'poison is not taken' using errcode = 'P0001'; end if;
				return new;
			end $$;
			create trigger refuse_poison before insert on ledger_events for each row execute function refuse_poison();`);
		try {
			const batch = Array.from({ length: 50 }, (_, i) => entry({ id: `${zone}-${i}`, request_id: i === 17 || i === 44 ? 'poison' : 'ok' }));
			const outcomes = await submit(...batch);
			expect(outcomes.map((outcome, i) => [i, outcome] as const).filter(([, outcome]) => outcome !== 'appended')).toEqual([
				[17, 'pg_permanent_error:P0001 poison is not taken'],
				[44, 'pg_permanent_error:P0001 poison is not taken'],
			]);
			expect((await stored()).map((row) => row.id)).toEqual(batch.map((_, i) => `${zone}-${i}`).filter((_, i) => i !== 17 && i !== 44));
			// a repeat of a refused entry is judged by itself
			expect(
				await submit(entry({ id: 'p', request_id: 'poison' }), entry({ id: 'p', request_id: 'ok' }), entry({ id: 'q', request_id: 'ok' })),
			).toEqual(['pg_permanent_error:P0001 poison is not taken', 'appended', 'appended']);
		} finally {
			await owner.unsafe('drop trigger refuse_poison on ledger_events; drop function refuse_poison();');
		}
	});
});

/** Submits until the lane takes it: a connection that was ended may only be found dead by its next user. */
async function untilTaken(one: RawEntry): Promise<void> {
	for (let taken = false; !taken; ) {
		taken = await lane.submit([one]).then(
			(fate) => fate.outcomes[0]?.kind !== 'deferred',
			(error: unknown) => {
				if (error instanceof TransientError) return false;
				throw error;
			},
		);
	}
}

describe('when Postgres fails in passing', () => {
	test('a deadlock is settled by trying again', async () => {
		await owner.unsafe(`
			create sequence deadlocks;
			create function deadlock_once() returns trigger language plpgsql as $$
			begin
				if nextval('deadlocks') = 1 then raise exception 'deadlock' using errcode = '40P01'; end if;
				return new;
			end $$;
			grant usage on sequence deadlocks to console_worker;
			create trigger deadlock_once before insert on segments for each row execute function deadlock_once();`);
		try {
			expect(await submit(entry({ id: 'patient' }))).toEqual(['appended']);
		} finally {
			await owner.unsafe('drop trigger deadlock_once on segments; drop function deadlock_once(); drop sequence deadlocks;');
		}
	});

	test('nothing is kept, everything is told to be tried again, and later it goes through in order', async () => {
		const batches = Array.from({ length: 3 }, (_, b) => Array.from({ length: 20 }, (_, i) => entry({ id: `${zone}-${b}-${i}` })));
		await owner`revoke insert on segments from console_worker`;
		const failed = await Promise.allSettled(batches.map((batch) => lane.submit(batch)));
		await owner`grant insert on segments to console_worker`;
		for (const result of failed) {
			expect(result.status).toBe('rejected');
			expect(result.status === 'rejected' && result.reason).toBeInstanceOf(TransientError);
			expect(result.status === 'rejected' && result.reason.cause).toMatchObject({ code: '42501' });
		}
		expect(await stored()).toEqual([]);
		for (const batch of batches) expect(new Set(await submit(...batch))).toEqual(new Set(['appended']));
		expect((await stored()).map((row) => row.id)).toEqual(
			batches.flatMap((_, b) => Array.from({ length: 20 }, (_, i) => `${zone}-${b}-${i}`)),
		);
	});

	test('nothing is kept when what the graph of authority has cannot be read beside the rows', async () => {
		const exchange = () => entry({ id: 'exchange', metadata_json: { agent_session_id: 's-unread' } });
		await owner`alter table authority_sessions rename to authority_sessions_away`;
		try {
			await expect(lane.submit([exchange()])).rejects.toBeInstanceOf(TransientError);
		} finally {
			await owner`alter table authority_sessions_away rename to authority_sessions`;
		}
		const [kept] = await owner`
			select (select count(*)::int from search_events s join zones z using (zone_no) where zone_id = ${zone}) as rows,
				(select chain_seq::int from chain_heads h join zones z using (zone_no) where zone_id = ${zone}) as head`;
		expect(kept).toEqual({ rows: 0, head: 0 });
		expect(await submit(exchange())).toEqual(['appended']);
		expect(await owner`select id from authority_sessions s join zones z using (zone_no) where zone_id = ${zone}`).toEqual([
			{ id: 's-unread' },
		]);
	});

	test('a connection lost in the middle of a batch loses nothing and doubles nothing', async () => {
		const batches = Array.from({ length: 10 }, (_, b) => Array.from({ length: 100 }, (_, i) => entry({ id: `${zone}-${b}-${i}` })));
		let killed = 0;
		let isOver = false;
		const killing = (async () => {
			for (let round = 0; round < 12 && !isOver; round++) {
				await sleep(30 + 20 * round);
				const ended = await owner`
					select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lane test' and datname = current_database()`;
				killed += ended.length;
			}
		})();
		try {
			for (const batch of batches) {
				for (let rest: readonly RawEntry[] = batch; rest.length > 0; ) {
					const fate = await lane.submit(rest).catch((error: unknown) => {
						if (error instanceof TransientError) return null;
						throw error;
					});
					if (fate !== null) rest = rest.filter((_, i) => fate.outcomes[i]?.kind === 'deferred');
				}
			}
		} finally {
			isOver = true;
			await killing;
			await untilTaken(entry({ id: 'after', zone_id: `${zone}-after` }));
		}
		expect(killed).toBeGreaterThan(0);
		expect((await stored()).map((row) => row.id)).toEqual(
			batches.flatMap((_, b) => Array.from({ length: 100 }, (_, i) => `${zone}-${b}-${i}`)),
		);
		await checkLedger(owner);
	});

	test('a month that was dropped behind its back is made again', async () => {
		await submit(entry({ id: 'kept', occurred_at: '2068-05-01T00:00:00Z' }));
		await owner`drop table search_events_y2068m06, search_events_y2068m05`.catch(() => owner`drop table search_events_y2068m05`);
		expect(await submit(entry({ id: 'anew', occurred_at: '2068-05-02T00:00:00Z' }))).toEqual(['appended']);
		await owner`insert into search_events (occurred_at, chain_seq, zone_no, event_type_no) select occurred_at, chain_seq, zone_no, 1 from ledger_events where id = 'kept'`;
	});
});

test('several lanes on the same zones keep one gapless chain each', async () => {
	const clients = Array.from({ length: 3 }, () => open(database.url));
	const lanes = clients.map((client) => laneOn(client));
	const all = Array.from({ length: 3 }, (_, l) =>
		Array.from({ length: 15 }, (_, b) =>
			Array.from({ length: 40 }, (_, i) => entry({ id: `${zone}-${l}-${b}-${i}`, zone_id: `${zone}/${i % 3}` })),
		),
	);
	const fates = await Promise.all(
		lanes.map(async (other, l) => {
			let committed = 0;
			const batches = all[l] ?? [];
			for (let b = 0; b < batches.length; b += 2) {
				const pair = await Promise.all(batches.slice(b, b + 2).map((batch) => other.submit(batch)));
				for (const fate of pair) committed += fate.committed;
			}
			return committed;
		}),
	);
	expect(fates).toEqual([600, 600, 600]);
	const counts = await checkLedger(owner);
	expect([0, 1, 2].map((z) => counts[`${zone}/${z}`])).toEqual([630, 585, 585]);
	// each lane's own events keep their order
	const rows = await sql<{ id: string }[]>`select id from audit_events where zone_id = ${`${zone}/0`} order by chain_seq`;
	const ofFirst = rows.map((row) => row.id).filter((id) => id.startsWith(`${zone}-0-`));
	expect(ofFirst).toEqual((all[0] ?? []).flatMap((_, b) => Array.from({ length: 14 }, (_, i) => `${zone}-0-${b}-${i * 3}`)));
	await Promise.all(lanes.map((other) => other.stop()));
	await Promise.all(clients.map((client) => client.end()));
});

test('what is stopped refuses, and says so', async () => {
	const client = open(database.url);
	const stopped = laneOn(client);
	await stopped.stop();
	await expect(stopped.submit([entry({ id: 'late' })])).rejects.toThrow(TransientError);
	await client.end();
});

test('the lane says what it has done', async () => {
	const before = lane.stats().appendedEvents;
	await submit(entry({ id: 'a' }), entry({ id: 'b' }), entry({ id: 'b' }));
	expect(lane.stats().appendedEvents).toBe(before + 2);
	expect(lane.stats().lastCommitAtMs).toBeLessThanOrEqual(Date.now());
});
