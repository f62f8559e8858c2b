import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff';
import { isAlive, notReadyReasons, type WorkerState } from './health';
import { ReadSize } from './read-size';

const NOW = 1_000_000;
const calm: WorkerState = {
	nowMs: NOW,
	lastTurnAtMs: NOW - 100,
	failure: null,
	postgresReachable: true,
	redisReachable: true,
	backlog: { undelivered: 0, pending: 0, oldestPendingMs: 0, deadLetters: 0 },
};
const off = { deadLettersMax: 0, lagMax: 0, oldestPendingSecondsMax: 0 };

describe('notReadyReasons', () => {
	test.each<[string, Partial<WorkerState>, typeof off, string[]]>([
		['a calm worker is ready', {}, off, []],
		['a failure', { failure: 'ECONNREFUSED' }, off, ['consumer_unhealthy']],
		['a silent loop', { lastTurnAtMs: NOW - 61_000 }, off, ['consumer_unhealthy']],
		['stores away', { postgresReachable: false, redisReachable: false, backlog: null }, off, ['postgres_unreachable', 'redis_unreachable']],
		['thresholds that are off', { backlog: { undelivered: 9e9, pending: 9e9, oldestPendingMs: 9e9, deadLetters: 9e9 } }, off, []],
		[
			'thresholds that are crossed',
			{ backlog: { undelivered: 60, pending: 50, oldestPendingMs: 5_001, deadLetters: 2 } },
			{ deadLettersMax: 1, lagMax: 100, oldestPendingSecondsMax: 5 },
			['audit_dlq_threshold', 'audit_lag_threshold', 'audit_pel_oldest_threshold'],
		],
		[
			'thresholds that are just met',
			{ backlog: { undelivered: 50, pending: 50, oldestPendingMs: 5_000, deadLetters: 1 } },
			{ deadLettersMax: 1, lagMax: 100, oldestPendingSecondsMax: 5 },
			[],
		],
	])('%s', (_name, change, thresholds, expected) => {
		expect(notReadyReasons({ ...calm, ...change }, thresholds)).toEqual(expected);
	});

	test('a recovering worker is alive: a restart would not help it', () => {
		expect(isAlive({ ...calm, failure: 'ECONNREFUSED' })).toBe(true);
	});
});

test('back-off doubles, is bounded and spreads', () => {
	expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000]);
	expect(backoffMs(1000, 1)).toBe(6_250);
	expect(backoffMs(1, 1)).toBeGreaterThan(backoffMs(1, 0));
});

test('a page of huge entries shrinks the next read at once, small ones let it grow', () => {
	const size = new ReadSize(1000);
	expect(size.count).toBe(100);
	for (let i = 0; i < 40; i++) size.learn(100, 100 * 1100);
	expect(size.count).toBe(1000);
	size.learn(10, 10 * 5_000_000);
	expect(size.count).toBe(1);
});
