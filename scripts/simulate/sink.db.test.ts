import { Redis } from 'ioredis';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../../db/testing/env';
import { AUDIT_STREAM, CARACAL_STREAMS } from '../../lib/streams/names';
import { auditSignatureValid, streamSignatureValid } from '../../lib/streams/signature';
import { Crew } from './crew';
import type { Entry } from './entry';
import { merged } from './merge';
import { demoMix } from './mix';
import { run } from './run';
import { SCENARIOS } from './scenarios';
import type { Scenario } from './scenarios/scenario';
import { Sink } from './sink';
import { Tally } from './summary';
import { TEST_KEYS, TEST_START_MS } from './testing/keys';
import { testStage } from './testing/stage';

const redis = new Redis(testServices().redisUrl);
const FREE = { kind: 'free', perSecond: 0 } as const;

beforeEach(() => redis.flushdb());
afterAll(() => redis.quit());

async function write(entries: Iterable<Entry>, asHistory = true, signal = new AbortController().signal) {
	const sink = new Sink(redis);
	await sink.open();
	const tally = new Tally();
	await run({ entries, sink, tally, pace: FREE, asHistory, signal });
	return { sink, tally };
}

function mix(entriesMax: number, startMs: number): Entry[] {
	return [...demoMix('sink', { startMs, keys: TEST_KEYS, entriesMax })];
}

async function stored(stream: string): Promise<{ id: string; raw: Buffer[] }[]> {
	const read = (await redis.xrangeBuffer(stream, '-', '+')) as [Buffer, Buffer[]][];
	return read.map(([id, raw]) => ({ id: String(id), raw }));
}

function field(raw: readonly Buffer[], name: string): Buffer | undefined {
	for (let i = 0; i + 1 < raw.length; i += 2) if (String(raw[i]) === name) return raw[i + 1];
	return undefined;
}

describe('writing to real streams', () => {
	it('stores every entry byte for byte, in order, rightly signed, at its own time', async () => {
		const startMs = Date.now() - 3_600_000;
		const entries = mix(3000, startMs);
		const { sink, tally } = await write(entries);
		expect([tally.entries, sink.restamped]).toEqual([3000, 0]);
		for (const stream of CARACAL_STREAMS) {
			const mine = entries.filter((entry) => entry.stream === stream);
			const found = await stored(stream);
			expect(found.map(({ raw }) => raw.map(String))).toEqual(mine.map(({ fields }) => fields));
			expect(found.map(({ id }) => Number(id.split('-')[0]))).toEqual(mine.map(({ streamAtMs }) => Math.floor(streamAtMs)));
			for (const { raw } of found) {
				const sig = String(field(raw, '_sig') ?? '');
				if (stream === AUDIT_STREAM)
					expect(auditSignatureValid(TEST_KEYS.audit, field(raw, 'data') ?? Buffer.alloc(0), String(field(raw, 'sig')))).toBe(true);
				if (stream !== AUDIT_STREAM || sig !== '') expect(streamSignatureValid(TEST_KEYS.streams, stream, raw, sig)).toBe(true);
			}
		}
	});

	it('gives the present to what is older than the stream, and to what lies in the future, and loses nothing', async () => {
		const nowMs = Date.now();
		await redis.xadd(AUDIT_STREAM, `${nowMs - 1000}-7`, 'a', 'b');
		const entries = [...mix(300, nowMs - 3_600_000), ...mix(300, nowMs + 3_600_000)];
		const { sink } = await write(entries);
		const found = await stored(AUDIT_STREAM);
		expect(found).toHaveLength(1 + entries.filter(({ stream }) => stream === AUDIT_STREAM).length);
		expect(sink.restamped).toBe(mix(300, nowMs - 3_600_000).filter(({ stream }) => stream === AUDIT_STREAM).length);
		for (const { id } of found.slice(1)) expect(Number(id.split('-')[0])).toBeGreaterThanOrEqual(nowMs - 1000);
	});

	it('carries on when someone else writes later entries in between', async () => {
		const startMs = Date.now() - 60_000;
		const entries = mix(1200, startMs);
		function* disturbed() {
			for (const [i, entry] of entries.entries()) {
				if (i === 600) redis.xadd(AUDIT_STREAM, '*', 'not', 'ours').catch(() => expect.unreachable());
				yield entry;
			}
		}
		await write(disturbed());
		const total = await Promise.all(CARACAL_STREAMS.map((stream) => redis.xlen(stream)));
		expect(total.reduce((sum, length) => sum + length, 0)).toBe(1201);
	});

	it('stops at the signal with its last batch written', async () => {
		const stop = new AbortController();
		function* endless() {
			for (const [i, entry] of [...mix(5000, TEST_START_MS)].entries()) {
				if (i === 1234) stop.abort();
				yield entry;
			}
		}
		const { tally } = await write(endless(), false, stop.signal);
		const total = await Promise.all(CARACAL_STREAMS.map((stream) => redis.xlen(stream)));
		expect(tally.entries).toBe(1234);
		expect(total.reduce((sum, length) => sum + length, 0)).toBe(1234);
	});
});

describe('the consumers of a revocation cascade', () => {
	it('all read everything; one has acknowledged nothing', async () => {
		const scenario: Scenario = SCENARIOS['revocation-cascade'];
		const crew = await Crew.start(
			redis,
			(scenario.crew ?? []).map((member) => ({ ...member, ackAfterMs: member.ackAfterMs === null ? null : 1 })),
		);
		const { entries } = scenario.play(testStage({ startMs: Date.now() - 3_600_000 }));
		await write(merged([entries]));
		await crew.finish();
		const groups = (await redis.xinfo('GROUPS', 'caracal.sessions.revoke')) as unknown[][];
		const length = await redis.xlen('caracal.sessions.revoke');
		const pending = Object.fromEntries(groups.map((group) => [group[group.indexOf('name') + 1], group[group.indexOf('pending') + 1]]));
		expect(length).toBeGreaterThan(5);
		expect(pending).toEqual({
			'sts-revocation': 0,
			'gateway-revocation:gw-eu-1': 0,
			'gateway-revocation:gw-us-1': 0,
			'gateway-revocation:gw-eu-2': length,
			'resource-revocation': 0,
		});
	});
});
