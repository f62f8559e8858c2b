import { describe, expect, test } from 'vitest';
import type { TailStats } from '../api/tail';
import { Counters } from './counters';
import { ClockOffset, Latencies } from './latencies';
import { PULSE_STEP_MS, PULSE_STEPS, Pulse } from './pulse';

const stats = (filtered: number, held = 0, skipped = 0): TailStats => ({
	at: '2026-11-21T02:00:00.000000Z',
	received: filtered,
	shown: 0,
	filtered,
	held,
	skipped,
	perSecond: 1,
	source: 'live',
});

describe('the counters', () => {
	test('sum over connections, and what was received is the sum of its parts', () => {
		const counters = new Counters();
		counters.opened(false);
		counters.rows(3);
		counters.stats(stats(10));
		counters.stats(stats(20, 4, 1));
		expect(counters.counts).toEqual({ received: 28, matched: 3, filtered: 20, ahead: 4, skipped: 1, isTold: true, isAtLeast: false });
		counters.opened(true);
		counters.rows(2);
		expect(counters.counts).toMatchObject({ received: 26, matched: 5, filtered: 20, ahead: 0, isAtLeast: true });
		counters.stats(stats(5));
		expect(counters.counts).toMatchObject({ matched: 5, filtered: 25 });
	});

	test('what a joined stream had counted before is not counted', () => {
		const counters = new Counters();
		counters.joined(stats(100));
		counters.stats(stats(130));
		expect(counters.counts.filtered).toBe(30);
		counters.joined(null);
		counters.stats(stats(70));
		expect(counters.counts.filtered).toBe(30);
		counters.stats(stats(71));
		expect(counters.counts.filtered).toBe(31);
	});
});

test('latencies: half lie below p50, of the newest', () => {
	const latencies = new Latencies();
	expect(latencies.figures).toEqual({ p50: null, p95: null, max: null });
	for (let i = 0; i < 5_000; i++) latencies.add(9_999);
	for (let i = 1; i <= 2_000; i++) latencies.add(i);
	expect(latencies.figures).toEqual({ p50: 1_001, p95: 1_901, max: 2_000 });
});

test("the clocks' difference is the least that was seen", () => {
	const clock = new ClockOffset();
	expect(clock.ms).toBe(0);
	clock.stamp(1_000, 1_350);
	clock.stamp(2_000, 2_310);
	clock.stamp(Number.NaN, 0);
	clock.stamp(3_000, 3_400);
	expect(clock.ms).toBe(310);
});

test('the pulse counts by decision and by reason, and forgets what is older than it draws', () => {
	const pulse = new Pulse();
	const start = 1_000_000 * PULSE_STEP_MS;
	pulse.add({ decision: 'deny', reason: 'old' }, start);
	const now = start + PULSE_STEPS * PULSE_STEP_MS;
	pulse.add({ decision: 'deny', reason: 'scope' }, now - PULSE_STEP_MS);
	for (const reason of ['rule', 'scope']) pulse.add({ decision: 'deny', reason }, now);
	pulse.add({ decision: 'allow', reason: 'fine' }, now);
	const series = pulse.series(now);
	expect(series).toHaveLength(PULSE_STEPS);
	expect(series.at(-1)).toEqual({ allow: 1, deny: 2, held: 0, none: 0, unknown: 0 });
	expect(series.reduce((sum, each) => sum + each.deny, 0)).toBe(3);
	expect(pulse.reasons(now, 5)).toEqual([
		['scope', 2],
		['rule', 1],
	]);
});
