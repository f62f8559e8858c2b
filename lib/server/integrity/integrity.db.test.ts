import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import { nodePrimitives } from '../../chain/node-primitives';
import { Frontier } from '../../merkle/frontier';
import { TreeHasher } from '../../merkle/hash';
import { TileWriter } from '../../merkle/tile-writer';
import { verifyConsistency } from '../../merkle/verify';
import { fromHex } from '../../primitives/text';
import { readStatus } from '../status';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { listCheckpoints, proveConsistency } from './checkpoints';
import { getFinding } from './finding';
import { listFindings, resolveFinding } from './findings';
import { readIntegrity } from './overview';
import { cancelSweep, listSweeps, startSweep } from './sweeps';

const MICROS = 1_764_000_000_000_000n;
const ctx = contextOf('admin');
const hasher = new TreeHasher(nodePrimitives);
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
	const { owner } = database;
	await seedEvents(
		owner,
		Array.from({ length: 10 }, (_, i) => ({ zone: 'zn_a', at: MICROS + BigInt(i) })),
	);
	await seedEvents(owner, [{ zone: 'zn_b', at: MICROS }]);
	const rows = await owner<{ content_sha256: Buffer }[]>`select content_sha256 from ledger_events where zone_no = 1 order by chain_seq`;
	const tiles = TileWriter.at(hasher, 0, []);
	const frontier = new Frontier(hasher);
	for (const [i, row] of rows.entries()) {
		tiles.append(hasher.leaf(row.content_sha256));
		frontier.appendContent(row.content_sha256);
		if (i === 3 || i === 6)
			await owner`insert into checkpoints values (1, ${i + 1}, now(), ${Buffer.from(frontier.root())}, ${`note ${i + 1}`})`;
	}
	for (const { level, index, hashes } of tiles.take())
		await owner`insert into merkle_tiles values (1, ${level}, ${index}, ${Buffer.from(hashes)})`;
	await owner`insert into merkle_heads values (1, 10, 7, now())`;
	await owner`insert into anchors values ('data', 'directory', '/anchors', true)`;
	await owner`insert into anchor_heads (anchor, zone_no, size, delivered_at) values ('data', 1, 4, now())`;
	await owner`insert into sweep_heads values (1, 8, now(), now(), null, null)`;
	await owner`insert into audit_ingest_alerts (event_id, zone_id, kind, detail, chain_seq, last_seq, expected, found)
		values ('zn_a-6', 'zn_a', 'content_mismatch', 'columns seq=6', 6, 6, 'aa', 'bb'), ('zn_b-1', 'zn_b', 'content_mismatch_on_replay', 'x', null, null, null, null)`;
	await owner`insert into alert_sightings values (1, null, null, now(), 3)`;
});
afterAll(() => database?.close());

/** What was recorded since the last call, without who did it. */
async function told() {
	return (await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => {
		const { actor_id, actor_kind, actor_name, ...details } = metadata_json;
		return [event_type, zone_id, details];
	});
}

test('a zone is told as stretches that are verified, not yet, anchored, broken', async () => {
	const { zones, anchors } = await readIntegrity({ ctx });
	expect(anchors).toMatchObject([{ anchor: 'data', kind: 'directory', place: '/anchors', readable: true }]);
	expect(zones.map(({ zone }) => zone)).toEqual(['zn_a', 'zn_b']);
	expect(zones[0]).toMatchObject({
		seq: 10,
		verifiedSeq: 8,
		checkpoint: { size: 7 },
		openFindings: 1,
		anchors: [{ anchor: 'data', size: 4 }],
	});
	expect(zones[0]?.strip.map((s) => `${s.fromSeq}..${s.toSeq} ${s.state} ${s.anchors.join()}`)).toEqual([
		'1..4 verified data',
		'5..5 verified ',
		'6..6 broken ',
		'7..8 verified ',
		'9..10 unverified ',
	]);
	expect(zones[0]?.oldestUnverifiedAt).toBe('2025-11-24T16:00:00.040008Z');
	expect(zones[0]?.oldestUnanchoredAt).toBe('2025-11-24T16:00:00.040004Z');
	expect(zones[1]).toMatchObject({ checkpoint: null, openFindings: 1, oldestUnanchoredAt: '2025-11-24T16:00:00.040000Z', sweep: null });
});

test('a finding says what it means, and is resolved once, with a note, in its own zone only', async () => {
	const open = await listFindings({ ctx, query: { state: 'open', limit: 1 } });
	expect(open.findings).toMatchObject([{ zone: 'zn_b', kind: 'content_mismatch_on_replay' }]);
	const rest = await listFindings({ ctx, query: { state: 'open', before: open.next ?? '', limit: 5 } });
	expect(rest).toMatchObject({
		next: null,
		findings: [{ kind: 'content_mismatch', seq: 6, expected: 'aa', found: 'bb', sightings: 3, note: null }],
	});
	const finding = rest.findings[0]?.finding ?? '';
	await expect(resolveFinding({ ctx, zoneId: 'zn_b', finding, note: 'no' })).rejects.toMatchObject({ code: 'not_found' });
	expect(await resolveFinding({ ctx, zoneId: 'zn_a', finding, note: 'restored' })).toMatchObject({
		note: 'restored',
		resolvedBy: 'user:mira',
	});
	expect(await resolveFinding({ ctx, zoneId: 'zn_a', finding, note: 'again' })).toMatchObject({ note: 'restored' });
	expect(await told()).toEqual([
		['console.finding_resolved', 'zn_a', { finding_no: finding, finding_kind: 'content_mismatch', finding_seq: 6, note: 'restored' }],
	]);
	expect((await listFindings({ ctx, query: { zone: 'zn_a', state: 'open', limit: 5 } })).findings).toEqual([]);
	expect((await listFindings({ ctx, query: { zone: 'zn_a', state: 'resolved', limit: 5 } })).findings).toHaveLength(1);
});

test('a finding that is seen again is open again, says who resolved it, and is resolved again', async () => {
	await database.owner`update alert_sightings set seen_at = clock_timestamp(), sightings = 4`;
	const { findings } = await listFindings({ ctx, query: { zone: 'zn_a', state: 'open', limit: 5 } });
	expect(findings).toMatchObject([{ open: true, note: 'restored', resolvedBy: 'user:mira', sightings: 4 }]);
	expect((await readIntegrity({ ctx })).zones[0]?.openFindings).toBe(1);
	const finding = findings[0]?.finding ?? '';
	expect(await resolveFinding({ ctx, zoneId: 'zn_a', finding, note: 'for good' })).toMatchObject({ open: false, note: 'for good' });
	expect((await listFindings({ ctx, query: { zone: 'zn_a', state: 'resolved', limit: 5 } })).findings).toHaveLength(1);
	await takeRecorded(database.owner);
});

test('a finding stands among the events around it, beside what was sealed and signed; opening it leaves a trace', async () => {
	const { findings } = await listFindings({ ctx, query: { zone: 'zn_a', state: 'all', limit: 5 } });
	const finding = findings[0]?.finding ?? '';
	const context = await getFinding({ ctx, zoneId: 'zn_a', finding });
	// seeded events have no true content hashes
	expect(context.places.map(({ seq, isSubject, content, link, tree }) => [seq, isSubject, content, link, tree].join(' '))).toEqual(
		[4, 5, 6, 7, 8].map((seq) => `${seq} ${seq === 6} fails holds holds`),
	);
	expect(context).toMatchObject({ finding: { finding }, sealed: { seq: 6, state: 'absent' }, checkpoint: { size: 7 } });
	expect(await told()).toEqual([['console.event_opened', 'zn_a', { seq: 6, event_id: 'zn_a-6', part: 'event' }]]);
	await expect(getFinding({ ctx, zoneId: 'zn_b', finding })).rejects.toMatchObject({ code: 'not_found' });
});

test('a zone that is gone is told by its finding, to those whose zone it was', async () => {
	await database.owner`insert into audit_ingest_alerts (event_id, zone_id, kind, detail, chain_seq, last_seq)
		values ('', 'zn_gone', 'zone_missing', 'x', 1, 90)`;
	const listed = await listFindings({ ctx, query: { state: 'open', limit: 1 } });
	expect(listed.findings).toMatchObject([{ zone: 'zn_gone', kind: 'zone_missing', lastSeq: 90 }]);
	const [{ finding = '' } = {}] = listed.findings;
	expect((await readIntegrity({ ctx })).gone).toEqual(['zn_gone']);
	expect(await getFinding({ ctx, zoneId: 'zn_gone', finding })).toMatchObject({ places: [], sealed: null });
	const others = contextOf('operator', ['zn_a']);
	expect((await listFindings({ ctx: others, query: { state: 'all', limit: 9 } })).findings.map(({ zone }) => zone)).not.toContain(
		'zn_gone',
	);
	await expect(resolveFinding({ ctx: others, zoneId: 'zn_gone', finding, note: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
	expect(await resolveFinding({ ctx, zoneId: 'zn_gone', finding, note: 'on purpose' })).toMatchObject({ open: false });
	expect(await told()).toMatchObject([['console.finding_resolved', 'console', { note: 'on purpose' }]]);
});

test('a sweep is asked for, listed and cancelled; too many are refused, and so is a range that ends before it begins', async () => {
	const input = { fromSeq: 2, toSeq: 5, deep: true };
	const asked = await startSweep({ ctx, zoneId: 'zn_a', input });
	expect(asked).toMatchObject({ kind: 'demand', state: 'waiting', deep: true, fromSeq: 2, toSeq: 5, askedBy: 'user:mira', nextSeq: null });
	expect(await cancelSweep({ ctx, zoneId: 'zn_a', sweep: asked.sweep })).toMatchObject({
		sweep: asked.sweep,
		cancelAskedAt: expect.any(String),
	});
	expect(await told()).toEqual([
		['console.verification_started', 'zn_a', { sweep_no: asked.sweep, from_seq: 2, to_seq: 5, deep: true }],
		['console.verification_cancelled', 'zn_a', { sweep_no: asked.sweep, asked_by: 'user:mira' }],
	]);
	for (const other of [contextOf('operator', ['zn_b']), contextOf('investigator', ['zn_a'])])
		await expect(cancelSweep({ ctx: other, zoneId: 'zn_a', sweep: asked.sweep })).rejects.toMatchObject({ code: 'forbidden' });
	await expect(cancelSweep({ ctx, zoneId: 'zn_b', sweep: asked.sweep })).rejects.toMatchObject({ code: 'not_found' });
	await expect(startSweep({ ctx, zoneId: 'zn_a', input: { ...input, toSeq: 1 } })).rejects.toMatchObject({ code: 'invalid_input' });
	for (let open = 1; open < 5; open++) await startSweep({ ctx, zoneId: 'zn_a', input });
	await expect(startSweep({ ctx, zoneId: 'zn_a', input })).rejects.toMatchObject({ code: 'conflict' });
	const page = await listSweeps({ ctx, zoneId: 'zn_a', page: { limit: 4 } });
	expect(page.sweeps).toHaveLength(4);
	expect((await listSweeps({ ctx, zoneId: 'zn_a', page: { limit: 4, before: page.next ?? '' } })).sweeps).toMatchObject([
		{ sweep: asked.sweep },
	]);
});

test('one checkpoint is proven to continue another', async () => {
	expect((await listCheckpoints({ ctx, zoneId: 'zn_a', page: { limit: 1 } })).next).toBe('7');
	const { first, second, proof } = await proveConsistency({ ctx, zoneId: 'zn_a', sizes: { first: 4, second: 7 } });
	const bytes = (hex: string) => fromHex(hex) ?? new Uint8Array(0);
	expect(verifyConsistency(hasher, 4, 7, proof.map(bytes), bytes(first.root), bytes(second.root))).toBe(true);
	await expect(proveConsistency({ ctx, zoneId: 'zn_a', sizes: { first: 7, second: 4 } })).rejects.toMatchObject({ code: 'invalid_input' });
	await expect(proveConsistency({ ctx, zoneId: 'zn_a', sizes: { first: 4, second: 5 } })).rejects.toMatchObject({ code: 'not_found' });
});

test('every view is told whether what it shows is whole, and from when to when something may be missing, of its zones alone', async () => {
	await database.owner`insert into audit_ingest_alerts (event_id, zone_id, kind, detail, chain_seq, last_seq) values ('', 'zn_b', 'sequence_gap', 'y', 2, 3)`;
	await database.owner`insert into evidence_gaps (kind, source, from_at, to_at, entries)
		values ('trimmed', 'caracal.audit.events', '2026-01-01T02:10:00Z', '2026-01-01T02:14:00Z', 4)`;
	const { zones, gone, gaps } = await readStatus({ ctx });
	expect(zones.map(({ zone, integrity }) => `${zone} ${integrity?.state}: ${integrity?.said}, ${integrity?.anchors}`)).toEqual([
		'zn_a unknown: not verified beyond #8 for over 2 h, 1',
		'zn_b broken: broken at #2, 0',
	]);
	expect(gone).toEqual([]);
	expect(gaps).toMatchObject([
		{
			reason: 'missing_events',
			zone: 'zn_b',
			from: '2025-11-24T16:00:00.000000Z',
			said: 'events #2 to #3 are missing from the ledger of zn_b',
		},
		{
			...{ reason: 'trimmed', zone: null, from: '2026-01-01T02:10:00.000000Z', to: '2026-01-01T02:14:00.000000Z' },
			said: '4\u00a0entries were deleted from caracal.audit.events before they were read',
		},
	]);
	const others = await readStatus({ ctx: contextOf('viewer', ['zn_a']) });
	expect([others.zones.map(({ zone }) => zone), others.gaps?.map(({ reason }) => reason)]).toEqual([['zn_a'], ['trimmed']]);
});
