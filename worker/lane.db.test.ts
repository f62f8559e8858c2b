import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { COMMIT_CHANNEL } from '../db/ledger/append';
import { readSegment } from '../db/ledger/segment';
import vectors from '../lib/chain/chain.vectors.json';
import { termOf } from '../lib/events/terms';
import { AGENTS_LIFECYCLE_STREAM } from '../lib/streams/names';
import { type RawEntry, TransientError } from './lane-types';
import { checkLedger } from './testing/check-ledger';
import { AUDIT_KEY, auditEntry, authorityEntry, eventJson, nextEntryId, words } from './testing/lane-entries';
import { database, entry, lane, laneOn, open, owner, setUpLane, sql, stored, submit, zone } from './testing/set-up-lane';

setUpLane();

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
