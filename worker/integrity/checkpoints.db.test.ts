import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { zoneTiles } from '../../db/integrity/tiles';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { nodePrimitives } from '../../lib/chain/node-primitives';
import { parseCheckpoint } from '../../lib/checkpoint/checkpoint';
import { parseNote } from '../../lib/checkpoint/note';
import { openNote } from '../../lib/checkpoint/open';
import { publicSet } from '../../lib/checkpoint/signer-set';
import { Frontier } from '../../lib/merkle/frontier';
import { TreeHasher } from '../../lib/merkle/hash';
import { consistencyProof } from '../../lib/merkle/proof';
import { verifyConsistency } from '../../lib/merkle/verify';
import { SILENT } from '../testing/consumers';
import { appendEvents, keyFile, signersOf } from '../testing/integrity';
import { directoryAnchor } from './anchors/directory';
import { Anchors } from './anchors/loop';
import { Checkpoints } from './checkpoints';
import { signerSource } from './signer-file';

const SIGNERS = signersOf(keyFile());
const NEVER_MS = 1e12;
const hasher = new TreeHasher(nodePrimitives);

let database: TestDatabase;
let owner: postgres.Sql;
let sql: SqlClient;
let folder: string;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 2, onnotice: () => {} });
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 2, applicationName: 'checkpoints test' });
	folder = mkdtempSync(join(tmpdir(), 'caracal-anchor-'));
	await appendEvents(sql, ['zone-a', 'zone/b'], 2345);
});
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await owner.end();
	await database.drop();
	rmSync(folder, { recursive: true, force: true });
});

function loop(ageMs = 0): Checkpoints {
	return new Checkpoints({ sql, signers: () => SIGNERS, now: () => 1_795_262_400_000, log: SILENT, ageMs });
}

/** Gives its connections back. */
async function ended(loop: { stop(): void; run(): Promise<void> }): Promise<void> {
	loop.stop();
	await loop.run();
}

/** Turns until nothing is due; how many events were taken. */
async function settle(checkpoints: Checkpoints): Promise<number> {
	let events = 0;
	for (let taken = await checkpoints.turn(); taken > 0; taken = await checkpoints.turn()) events += taken;
	await ended(checkpoints);
	return events;
}

const stored = () => owner<{ zone_no: number; size: string; note: string }[]>`select zone_no, size, note from checkpoints order by 1, 2`;

test('two workers give each zone one line of signed checkpoints, a thousand events apart at most, over the content hashes', async () => {
	const [one, two] = [loop(), loop()];
	const taken = await Promise.all([settle(one), settle(two)]);
	expect(taken[0] + taken[1]).toBe(2 * 2345);
	const rows = await stored();
	expect(rows.map((row) => `${row.zone_no}:${row.size}`)).toEqual(['1:1000', '1:2000', '1:2345', '2:1000', '2:2000', '2:2345']);
	for (const row of rows) {
		const note = parseNote(row.note);
		const { origin, size, root } = parseCheckpoint(note.text);
		expect(origin).toBe(row.zone_no === 1 ? 'log.test/zones/zone-a' : 'log.test/zones/zone%2Fb');
		const frontier = new Frontier(hasher);
		for (const event of await owner<{ content_sha256: Buffer }[]>`
			select content_sha256 from ledger_events where zone_no = ${row.zone_no} and chain_seq <= ${size} order by chain_seq`)
			frontier.appendContent(event.content_sha256);
		expect([size, Buffer.from(root)]).toEqual([Number(row.size), Buffer.from(frontier.root())]);
		const opened = await openNote(
			nodePrimitives,
			note,
			publicSet(SIGNERS).map(({ key }) => key),
		);
		expect([opened.held.length, opened.failed.length]).toEqual([1, 0]);
	}
	const [first, last] = [rows[0], rows[2]].map((row) => parseCheckpoint(parseNote(row?.note ?? '').text));
	if (first === undefined || last === undefined) throw new Error('checkpoints are missing');
	const proof = await consistencyProof(
		hasher,
		zoneTiles(() => sql, 1),
		first.size,
		last.size,
	);
	expect(verifyConsistency(hasher, first.size, last.size, proof, first.root, last.root)).toBe(true);
});

test('between checkpoints there are a thousand events or some time, and the tree goes on where it stood', async () => {
	await appendEvents(sql, ['zone-a'], 700, 250, 3000);
	expect(await settle(loop(NEVER_MS))).toBe(0);
	await appendEvents(sql, ['zone-a'], 300, 250, 4000);
	expect(await settle(loop(NEVER_MS))).toBe(1000);
	expect((await stored()).filter((row) => row.zone_no === 1).map((row) => row.size)).toEqual(['1000', '2000', '2345', '3000', '3345']);
	await owner`update merkle_heads set checkpoint_at = now() - interval '51 seconds'`;
	await appendEvents(sql, ['zone-a'], 1, 250, 5000);
	expect(await settle(new Checkpoints({ sql, signers: () => SIGNERS, now: Date.now, log: SILENT }))).toBe(1);
});

test('every checkpoint reaches the directory once, and what lies there is never written over', async () => {
	const anchors = new Anchors({
		sql,
		anchors: [directoryAnchor('data', folder), directoryAnchor('second', join(folder, 'second'))],
		log: SILENT,
	});
	expect(await anchors.turn()).toBe(2 * (await stored()).length);
	expect(await anchors.turn()).toBe(0);
	await ended(anchors);
	const [row] = await stored();
	const anchor = directoryAnchor('data', folder);
	expect(await anchor.reads?.sizes('zone-a', 1500, 2)).toEqual([2000, 2345]);
	expect(await anchor.reads?.read('zone-a', 1000)).toBe(row?.note);
	expect(await anchor.reads?.read('zone-a', 1001)).toBeNull();
	expect(await anchor.reads?.zones()).toEqual(['second', 'zone%2Fb', 'zone-a']);
	await anchor.deliver('zone-a', 1000, row?.note ?? '');
	await expect(anchor.deliver('zone-a', 1000, 'another')).rejects.toThrow('another checkpoint over 1000 events');
	expect(await anchor.reads?.read('zone-a', 1000)).toBe(row?.note);
	const heads = await owner<
		{ line: string }[]
	>`select anchor || ' ' || zone_no || ' ' || size || ' ' || failures as line from anchor_heads order by 1`;
	expect(heads.map(({ line }) => line)).toEqual(['data 1 3346 0', 'data 2 2345 0', 'second 1 3346 0', 'second 2 2345 0']);
});

test('an anchor that refuses keeps its place, says why, and holds up no other', async () => {
	await appendEvents(sql, ['zone-a'], 1, 250, 6000);
	await settle(loop());
	const refusing = { ...directoryAnchor('second', folder), deliver: () => Promise.reject(new Error('no room')) };
	const anchors = new Anchors({ sql, anchors: [refusing, directoryAnchor('data', folder)], log: SILENT });
	await expect(anchors.turn()).rejects.toThrow('no room');
	await expect(anchors.turn()).rejects.toThrow('no room');
	await ended(anchors);
	const heads = await owner<{ anchor: string; size: string; failures: number; last_error: string | null }[]>`
		select anchor, size, failures, last_error from anchor_heads where zone_no = 1 order by 1`;
	expect(heads).toMatchObject([
		{ anchor: 'data', size: '3347', failures: 0, last_error: null },
		{ anchor: 'second', size: '3346', failures: 2, last_error: 'no room' },
	]);
});

test('a rotated key signs without a restart, together with the former one', async () => {
	const path = join(folder, 'keys');
	writeFileSync(path, keyFile());
	const source = signerSource(readFileSync(path, 'utf8'), path, SILENT);
	expect(source()).toHaveLength(1);
	writeFileSync(path, keyFile() + keyFile('log.test', 8));
	expect(source()).toHaveLength(2);
	writeFileSync(path, 'nonsense');
	expect(source()).toHaveLength(2);
	expect(() => signerSource('nonsense', null, SILENT)).toThrow('CHECKPOINT_KEYS cannot be read: Line 1');
});
