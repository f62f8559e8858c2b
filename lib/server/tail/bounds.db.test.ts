import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TailLag, TailMode, TailStats } from '../../api/tail';
import type { Context } from '../access';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { setWebEnv } from '../testing/web-env';
import { closeTailHub, tailHub } from './hub';
import { openStreams } from './limits';
import { openTail } from './open';
import { appendPlain } from './testing/append-plain';
import { tell, tokenContext } from './testing/asker';
import { TailReader } from './testing/tail-reader';
import { BUFFER_BYTES_MAX } from './viewer';

let database: ConsoleDatabase;
let ctx: Context;
let made = 0;

beforeAll(async () => {
	setWebEnv();
	database = await useConsoleDatabase();
	({ ctx } = await tokenContext(database.owner));
	await append(1);
});
afterAll(() => database?.close());

async function append(events: number): Promise<void> {
	made = await appendPlain(database.owner, 'zn_a', made, events);
	await tell(database.owner);
}

async function open(mode: TailMode = 'all', given: object = {}): Promise<TailReader> {
	const input = { zones: [], q: '', mode, rows: 'item', until: 'stopped', ...given };
	return new TailReader().use((await openTail({ ctx, input })).body);
}

test('who does not read is kept little for, is told of the lag, loses nothing, and slows nobody', async () => {
	const frozen = await open();
	const quick = await open();
	await append(600);
	await quick.until((reader) => reader.shown.length === 600);
	// of the frozen one nothing is kept beyond its bound and one frame
	const [viewer] = tailHub().viewers;
	await expect.poll(() => viewer?.buffered, { timeout: 10_000 }).toBeGreaterThan(BUFFER_BYTES_MAX / 2);
	expect(viewer?.buffered).toBeLessThan(3 * BUFFER_BYTES_MAX);
	await frozen.until((reader) => reader.shown.length === 600);
	expect(frozen.shown).toEqual(quick.shown);
	await Promise.all([frozen.cancel(), quick.cancel()]);
});

test('who fell behind the ring goes on from the ledger', async () => {
	const frozen = await open();
	await frozen.until((reader) => reader.lastId !== null);
	await append(400);
	const quick = await open('all', { after: frozen.lastId });
	await quick.until((reader) => reader.shown.length === 400);
	tailHub().ring.clear();
	await append(1);
	await quick.until((reader) => reader.shown.length === 401);
	await frozen.until((reader) => reader.shown.length === 401);
	expect(frozen.shown).toEqual(quick.shown);
	expect(frozen.of<TailLag>('lag').length).toBeGreaterThan(0);
	await Promise.all([frozen.cancel(), quick.cancel()]);
});

test('who wants the latest only is told how many were left out', async () => {
	const first = await open();
	await first.until((reader) => reader.lastId !== null);
	await first.cancel();
	await append(300);
	const latest = await open('latest', { after: first.lastId });
	await latest.until((reader) => reader.of<TailStats>('stats').some((stats) => stats.skipped > 0));
	const [stats] = latest.of<TailStats>('stats').slice(-1);
	expect([latest.shown.length, stats?.skipped, stats?.received]).toEqual([0, 300, 0]);
	await append(1);
	await latest.until((reader) => reader.shown.length === 1);
	await latest.cancel();
});

test('a stream whose reader is gone is forgotten, however it went', async () => {
	const readers = await Promise.all(Array.from({ length: 30 }, () => open()));
	for (const [i, reader] of readers.entries()) {
		if (i % 3 === 0) await reader.readOnce();
		await reader.cancel();
	}
	const gone = new AbortController();
	const input = { zones: [], q: '', mode: 'all', rows: 'item', until: 'stopped' };
	await openTail({ ctx, input, signal: gone.signal });
	expect(openStreams()).toBe(1);
	gone.abort();
	expect((await openTail({ ctx, input, signal: gone.signal })).body).toBeNull();
	expect([openStreams(), tailHub().viewers.size]).toEqual([0, 0]);
});

test('the database is asked the same however many watch', async () => {
	const counts: number[] = [];
	for (const viewers of [1, 40]) {
		const readers = await Promise.all(Array.from({ length: viewers }, () => open()));
		const before = tailHub().reads;
		await append(50);
		await Promise.all(readers.map((reader) => reader.until((each) => each.shown.length === 50)));
		counts.push(tailHub().reads - before);
		await Promise.all(readers.map((reader) => reader.cancel()));
	}
	// 50 events are a read or two, and the look that finds nothing more
	for (const reads of counts) expect(reads).toBeLessThan(8);
});

test('closing the hub tells everybody to come back', async () => {
	const reader = await open();
	await closeTailHub();
	await reader.toEnd();
	expect(reader.of('notice')).toMatchObject([{ kind: 'restart' }]);
});
