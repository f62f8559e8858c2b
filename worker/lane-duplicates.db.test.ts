import { describe, expect, test } from 'vitest';
import { AGENTS_LIFECYCLE_STREAM, DELEGATIONS_INVALIDATE_STREAM } from '../lib/streams/names';
import { checkLedger } from './testing/check-ledger';
import { auditEntry, authorityEntry } from './testing/lane-entries';
import { alerts, entry, owner, setUpLane, sql, stored, submit, zone } from './testing/set-up-lane';

setUpLane();

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
