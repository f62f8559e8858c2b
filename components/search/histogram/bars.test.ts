import { describe, expect, test } from 'vitest';
import type { Histogram } from '@/lib/api/search';
import { barsOf, countWords, gridValue, instantOfMs, spanWords, stackedDecisions, stepWords, sumOf, ticksOf } from './bars';

const AT = '2026-11-21T12:00:00.000000Z';
const answer = (given: Partial<Histogram>): Histogram => ({
	from: AT,
	to: '2026-11-21T12:05:00.000000Z',
	stepMs: 60_000,
	bars: [],
	total: 0,
	exact: true,
	covered: null,
	source: 'projection',
	...given,
});

describe('bars', () => {
	test('empty ones stand where they belong, first and last are cut by the window', () => {
		const bars = barsOf(
			answer({
				from: '2026-11-21T12:00:30.000000Z',
				to: '2026-11-21T12:03:30.000000Z',
				bars: [{ at: '2026-11-21T12:02:00.000000Z', decisions: { allow: 2, deny: 1 } }],
			}),
		);
		expect(bars.map((bar) => [(bar.toMs - bar.fromMs) / 1000, bar.total])).toEqual([
			[30, 0],
			[60, 0],
			[60, 3],
			[30, 0],
		]);
	});

	test('a window without an end or a step has none, a wrong one does not hang', () => {
		expect(barsOf(answer({ from: null }))).toEqual([]);
		expect(barsOf(answer({ stepMs: 0 }))).toEqual([]);
		expect(barsOf(answer({ stepMs: 1, to: '2027-11-21T12:00:00.000000Z' }))).toHaveLength(2_000);
	});

	test('several as one', () => {
		const bars = barsOf(
			answer({
				bars: [
					{ at: AT, decisions: { allow: 2 } },
					{ at: '2026-11-21T12:02:00.000000Z', decisions: { allow: 1, deny: 1 } },
				],
			}),
		);
		expect(sumOf(bars, 0, 2)).toEqual({
			fromMs: Date.parse(AT),
			toMs: Date.parse(AT) + 180_000,
			total: 4,
			decisions: { allow: 3, deny: 1 },
		});
		expect(sumOf([], 0, 0)).toBeUndefined();
	});

	test('what is denied is stacked on top', () => {
		const bars = barsOf(answer({ bars: [{ at: AT, decisions: { deny: 1, pending: 1, allow: 1, none: 1, approved: 1 } }] }));
		expect(stackedDecisions(bars)).toEqual(['allow', 'approved', 'none', 'pending', 'deny']);
		expect(bars[0] && countWords(bars[0], ['allow', 'deny'])).toBe('5 events, 1 allow, 1 deny');
	});
});

test.each([
	[0, 0],
	[1, 1],
	[4, 2],
	[9, 5],
	[10, 10],
	[4_999, 2_000],
])('below %d the grid line stands at %d', (max, at) => expect(gridValue(max)).toBe(at));

test.each([
	[60_000, 'min'],
	[300_000, '5\u00a0min'],
	[86_400_000, 'd'],
	[1_500, '1,500\u00a0ms'],
])('%d ms is per %s', (ms, words) => expect(stepWords(ms)).toBe(words));

describe('ticks', () => {
	const from = Date.parse(AT);
	test('are round in the zone, and few', () => {
		expect(ticksOf(from, from + 3_600_000, 'UTC', 6).map((tick) => tick.text)).toEqual([
			'12:00',
			'12:10',
			'12:20',
			'12:30',
			'12:40',
			'12:50',
		]);
		expect(ticksOf(from, from + 86_400_000, 'Asia/Kolkata', 4).map((tick) => tick.text)).toEqual(['18:00', '11-22', '06:00', '12:00']);
		expect(ticksOf(from, from + 30 * 86_400_000, 'UTC', 5).every((tick) => /^\d\d-\d\d$/.test(tick.text))).toBe(true);
	});
	test('none for nothing', () => expect(ticksOf(from, from, 'UTC', 6)).toEqual([]));
});

test('instants have microseconds, spans the second date only when it is another', () => {
	const from = Date.parse(AT);
	expect(instantOfMs(from)).toBe(AT);
	expect(instantOfMs(from + 1)).toBe('2026-11-21T12:00:00.001000Z');
	expect(spanWords(from, from + 60_000, 'UTC')).toBe('2026-11-21 12:00:00 to 12:01:00');
	expect(spanWords(from, from + 86_400_000, 'UTC')).toBe('2026-11-21 12:00:00 to 2026-11-22 12:00:00');
	expect(spanWords(from, from + 5, 'UTC')).toBe('2026-11-21 12:00:00.000 to 12:00:00.005');
});
