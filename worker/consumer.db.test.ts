import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AUDIT_STREAM, DEAD_LETTER_STREAM, SESSIONS_REVOKE_STREAM, SOURCE_STREAMS } from '../lib/streams/names';
import type { RawEntry } from './lane-types';
import { TransientError } from './lane-types';
import { listPending } from './pending';
import { addEntry, emptyRedis, GROUP, type RunningConsumer, runConsumer } from './testing/consumers';
import { APPENDED, ScriptedLane } from './testing/scripted-lane';

let redis: Redis;
let running: RunningConsumer[] = [];

beforeAll(async () => {
	redis = await emptyRedis();
});
beforeEach(async () => {
	await redis.flushdb();
});
afterEach(async () => {
	await Promise.all(running.map((one) => one.stop()));
	running = [];
});
afterAll(async () => {
	await redis.flushdb();
	redis.disconnect();
});

async function start(...args: Parameters<typeof runConsumer>): Promise<RunningConsumer> {
	const one = await runConsumer(...args);
	running.push(one);
	return one;
}

/** Asserts again until it holds; the bound is for a machine that is very busy, not a promise of speed. */
function eventually(assertion: () => unknown): Promise<unknown> {
	return vi.waitFor(assertion, { timeout: 30_000, interval: 20 });
}

async function pendingCount(): Promise<number> {
	const counts = await Promise.all(SOURCE_STREAMS.map(async (stream) => ((await redis.xpending(stream, GROUP)) as [number])[0]));
	return counts.reduce((sum, n) => sum + n, 0);
}

async function deadLetters(): Promise<Record<string, string>[]> {
	return (await redis.xrange(DEAD_LETTER_STREAM, '-', '+')).map(([, fields]) => {
		const letter: Record<string, string> = {};
		for (let i = 0; i + 1 < fields.length; i += 2) letter[fields[i] ?? ''] = fields[i + 1] ?? '';
		return letter;
	});
}

/** Pending under a consumer that does not exist any more. */
async function leavePending(count: number, fields: Record<string, string> = { data: 'x' }): Promise<string[]> {
	const ids: string[] = [];
	await redis.xgroup('CREATE', AUDIT_STREAM, GROUP, '0', 'MKSTREAM').catch(() => undefined);
	for (let i = 0; i < count; i++) ids.push(await addEntry(redis, fields));
	await redis.xreadgroup('GROUP', GROUP, 'gone', 'COUNT', count, 'STREAMS', AUDIT_STREAM, '>');
	return ids;
}

function isPoison(entry: RawEntry): boolean {
	return entry.fields.some((field) => field.toString() === 'poison');
}

describe('groups', () => {
	test('entries written before the first worker are read, on every stream', async () => {
		const ids = await Promise.all(SOURCE_STREAMS.map((stream) => addEntry(redis, { k: 'early' }, stream)));
		const lane = new ScriptedLane();
		await start(lane);
		await eventually(() => expect(lane.ids().sort()).toEqual(ids.sort()));
		await eventually(async () => expect(await pendingCount()).toBe(0));
	});

	test('after a flush the groups are made again and nothing written since is missed', async () => {
		const lane = new ScriptedLane();
		await start(lane, { claimIdleMs: 200 });
		await addEntry(redis, { k: 'before' });
		await eventually(() => expect(lane.ids()).toHaveLength(1));
		await redis.flushdb();
		const after = await addEntry(redis, { k: 'after' });
		await eventually(() => expect(lane.ids()).toContain(after));
		await eventually(async () => expect(await redis.xinfo('GROUPS', SESSIONS_REVOKE_STREAM)).toHaveLength(1));
	});
});

test('entries that come a few at a time are read together, in their order', async () => {
	const lane = new ScriptedLane();
	await start(lane);
	const startMs = performance.now();
	const ids: string[] = [];
	for (let i = 0; i < 100; i++) {
		ids.push(await addEntry(redis, { k: String(i) }));
		await sleep(2);
	}
	await eventually(() => expect(lane.ids()).toEqual(ids));
	// a read follows the one before after 25 ms, give or take the one that timers round by
	expect(lane.submitted.length).toBeLessThanOrEqual((performance.now() - startMs) / 24 + 2);
});

describe('what becomes of an entry', () => {
	test('appended and duplicate are acknowledged, rejected is dead-lettered and acknowledged, deferred stays pending', async () => {
		const ids = await Promise.all(['appended', 'duplicate', 'rejected', 'deferred'].map((kind) => addEntry(redis, { kind })));
		const lane = new ScriptedLane((entry) => {
			switch (entry.fields[1]?.toString()) {
				case 'duplicate':
					return { kind: 'duplicate' };
				case 'rejected':
					return { kind: 'rejected', reason: 'hmac_verify_failed' };
				case 'deferred':
					return { kind: 'deferred', error: new TransientError('40001') };
				default:
					return APPENDED;
			}
		});
		await start(lane);
		await eventually(async () => expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1));
		await eventually(async () => {
			const pending = await listPending(redis, AUDIT_STREAM, GROUP, { start: '-', end: '+', countMax: 10 });
			expect(pending.map(({ entryId }) => entryId)).toEqual([ids[3]]);
		});
	});

	test("a dead letter keeps every field, and the entry id beside the producer's own id", async () => {
		const entryId = await addEntry(redis, { id: 'ev-1', data: 'not json', sig: 'ab' });
		const before = Date.now();
		await start(new ScriptedLane(() => ({ kind: 'rejected', reason: 'json_parse_error:at 0' })));
		await eventually(async () => expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1));
		const [letter] = await deadLetters();
		expect(letter).toEqual({
			reason: 'json_parse_error:at 0',
			received_at: expect.stringMatching(/^\d{13}$/),
			src_stream: AUDIT_STREAM,
			src_entry_id: entryId,
			src_id: 'ev-1',
			src_data: 'not json',
			src_sig: 'ab',
		});
		expect(Number(letter?.received_at)).toBeGreaterThanOrEqual(before);
		expect(await pendingCount()).toBe(0);
	});

	test('bytes that are no UTF-8 reach the lane and the dead letter unchanged', async () => {
		const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
		await redis.xadd(AUDIT_STREAM, '*', 'data', bytes);
		const lane = new ScriptedLane(() => ({ kind: 'rejected', reason: 'json_parse_error:utf8' }));
		await start(lane);
		await eventually(async () => expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1));
		expect(lane.submitted[0]?.[0]?.fields[1]).toEqual(bytes);
		const [[, fields] = ['', []]] = await redis.xrangeBuffer(DEAD_LETTER_STREAM, '-', '+');
		expect(fields.at(-1)).toEqual(bytes);
	});

	test('a dead letter that cannot be written leaves its entry pending, and is written later', async () => {
		await redis.set(DEAD_LETTER_STREAM, 'in the way');
		await addEntry(redis, { data: 'x' });
		const lane = new ScriptedLane(() => ({ kind: 'rejected', reason: 'hmac_verify_failed' }));
		await start(lane);
		await eventually(() => expect(lane.submitted.length).toBeGreaterThan(1));
		expect(await pendingCount()).toBe(1);
		await redis.del(DEAD_LETTER_STREAM);
		await eventually(async () => expect(await deadLetters()).toHaveLength(1));
		expect(await pendingCount()).toBe(0);
	});

	test('an entry deleted while it was pending is dead-lettered by its id', async () => {
		const [id = ''] = await leavePending(1);
		await redis.xdel(AUDIT_STREAM, id);
		await start(new ScriptedLane(), { claimIdleMs: 50 });
		await eventually(async () => expect(await deadLetters()).toMatchObject([{ reason: 'entry_deleted_while_pending', src_entry_id: id }]));
		expect(await pendingCount()).toBe(0);
	});
});

describe('trouble that passes', () => {
	test('while the database is away nothing more is read and no delivery is counted; then all is taken', async () => {
		let away = true;
		const lane = new ScriptedLane(() => (away ? { kind: 'deferred', error: new TransientError('57P01') } : APPENDED));
		const probeDatabase = vi.fn(async () => {
			if (away) throw new Error('ECONNREFUSED');
		});
		const { consumer } = await start(lane, { batchMax: 1, probeDatabase, claimIdleMs: 100, deliveriesMax: 2 });
		for (let i = 0; i < 50; i++) await addEntry(redis, { i: String(i) });
		await eventually(() => expect(probeDatabase.mock.calls.length).toBeGreaterThan(2));
		expect(consumer.mode).toBe('recovering');
		expect(consumer.failure).toContain('ECONNREFUSED');
		const pending = await listPending(redis, AUDIT_STREAM, GROUP, { start: '-', end: '+', countMax: 100 });
		expect(pending.length).toBeLessThan(5);
		expect(pending.map(({ deliveries }) => deliveries)).toEqual(pending.map(() => 1));
		away = false;
		await eventually(async () => expect(new Set(lane.ids()).size).toBe(50));
		await eventually(async () => expect(await pendingCount()).toBe(0));
		expect(await deadLetters()).toEqual([]);
		expect(consumer.failure).toBeNull();
	});

	test('an entry that fails each time is dead-lettered after its deliveries and takes no other with it', async () => {
		const lane = new ScriptedLane((_entry, batch) =>
			batch.some(isPoison) ? { kind: 'deferred', error: new TransientError('retry', { cause: new Error('serialisation') }) } : APPENDED,
		);
		for (let i = 0; i < 40; i++) await addEntry(redis, { k: i === 20 ? 'poison' : 'fine' });
		await start(lane, { claimIdleMs: 100, deliveriesMax: 5 });
		await eventually(async () => expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1));
		expect(await deadLetters()).toMatchObject([{ reason: 'transient_exceeded_max_deliveries:serialisation', src_k: 'poison' }]);
		await eventually(async () => expect(await pendingCount()).toBe(0));
		expect(await redis.xlen(DEAD_LETTER_STREAM)).toBe(1);
	});

	test('while one entry fails, those that come after it are taken', async () => {
		const lane = new ScriptedLane((entry) => (isPoison(entry) ? { kind: 'deferred', error: new TransientError('x') } : APPENDED));
		await addEntry(redis, { k: 'poison' });
		await start(lane, { claimIdleMs: 60_000 });
		await eventually(() => expect(lane.submitted.length).toBeGreaterThan(0));
		for (let i = 0; i < 20; i++) await addEntry(redis, { k: 'fine' });
		await eventually(async () => expect(await pendingCount()).toBe(1));
		await eventually(() => expect(new Set(lane.ids()).size).toBe(21));
	});

	test('an error nobody foresaw leaves the entries pending and the consumer alive', async () => {
		let broken = true;
		const lane = new ScriptedLane(() => {
			if (broken) throw new TypeError('not foreseen');
			return APPENDED;
		});
		await addEntry(redis, { k: 'v' });
		await start(lane);
		await eventually(() => expect(lane.submitted.length).toBeGreaterThan(1));
		expect(await pendingCount()).toBe(1);
		broken = false;
		await eventually(async () => expect(await pendingCount()).toBe(0));
	});
});

describe('entries others left', () => {
	test('what a restarted worker left pending under its name is taken at once', async () => {
		const ids = await leavePending(3);
		const lane = new ScriptedLane();
		await start(lane, { name: 'gone', claimIdleMs: 3_600_000 });
		await eventually(() => expect(lane.ids()).toEqual(ids));
		await eventually(async () => expect(await pendingCount()).toBe(0));
	});

	test('all of a dead worker are taken over, past pages that hold nothing for us', async () => {
		const ids = await leavePending(250);
		// the whole first page, at 100 a page, is gone from the stream and another lies between
		for (const id of [...ids.slice(0, 100), ...ids.slice(120, 140)]) await redis.xack(AUDIT_STREAM, GROUP, id);
		await redis.xclaim(AUDIT_STREAM, GROUP, 'busy', 0, ...ids.slice(100, 110), 'JUSTID');
		const lane = new ScriptedLane();
		await start(lane, { claimIdleMs: 150 });
		const expected = [...ids.slice(100, 120), ...ids.slice(140)];
		await eventually(() => expect(lane.ids().sort()).toEqual(expected.sort()));
		await eventually(async () => expect(await pendingCount()).toBe(0));
	});

	test('entries in flight for longer than the claim time stay with their worker', async () => {
		let release = () => {};
		const held = new Promise<void>((resolve) => {
			release = resolve;
		});
		const slow = new ScriptedLane(async () => {
			await held;
			return APPENDED;
		});
		const eager = new ScriptedLane();
		await addEntry(redis, { k: 'v' });
		await start(slow, { name: 'audit-console:slow', claimIdleMs: 1_000 });
		await eventually(() => expect(slow.submitted).toHaveLength(1));
		await start(eager, { name: 'audit-console:eager', claimIdleMs: 1_000 });
		await sleep(3_000);
		release();
		await eventually(async () => expect(await pendingCount()).toBe(0));
		expect(eager.submitted).toEqual([]);
		expect(slow.submitted).toHaveLength(1);
	});

	test('several workers share a stream and each entry is taken', async () => {
		const lanes = [new ScriptedLane(), new ScriptedLane(), new ScriptedLane()];
		await Promise.all(lanes.map((lane, i) => start(lane, { name: `audit-console:${i}`, batchMax: 7 })));
		const ids: string[] = [];
		for (let i = 0; i < 500; i++) ids.push(await addEntry(redis, { i: String(i) }));
		await eventually(() => expect(lanes.flatMap((lane) => lane.ids()).sort()).toEqual(ids.sort()));
		await eventually(async () => expect(await pendingCount()).toBe(0));
	});
});

test('at most two batches are on their way, submitted in stream order', async () => {
	let open = 0;
	let openMax = 0;
	const lane = new ScriptedLane(async () => {
		open++;
		openMax = Math.max(openMax, open);
		await sleep(5);
		open--;
		return APPENDED;
	});
	const ids: string[] = [];
	for (let i = 0; i < 30; i++) ids.push(await addEntry(redis, { i: String(i) }));
	await start(lane, { batchMax: 1 });
	await eventually(() => expect(lane.ids()).toEqual(ids));
	expect(openMax).toBe(2);
});

test('stopping interrupts the blocking read, finishes what is in flight and leaves nothing pending', async () => {
	const lane = new ScriptedLane(async () => {
		await sleep(200);
		return APPENDED;
	});
	const one = await start(lane);
	await addEntry(redis, { k: 'v' });
	await eventually(() => expect(lane.submitted).toHaveLength(1));
	await one.stop();
	running = [];
	expect(await pendingCount()).toBe(0);
});
