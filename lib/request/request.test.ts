import { describe, expect, test } from 'vitest';
import type { RequestAnswer } from '../api/trace';
import { drawn } from '../trace/testing/draw';
import { ALLOWED, CASCADE, POLICY_CHANGE, REUSED_ID, STEP_UP, STS_AHEAD } from '../trace/testing/stories';
import { buildTrace, type RequestTrace, type TraceLimits } from '../trace/trace';
import { BAR_PX_MIN, barsOf, layOut, outside } from './lanes';
import { ledgerLines } from './ledger-lane';
import { rowsOf } from './rows';
import { FIRST_MAX, firstLimits, screenOf } from './screen';
import { defaultSpan, moved, spansOf, stretchOf, zoomed } from './span';
import { ticksOf } from './ticks';

const NOW = drawn('0 x')[0]?.occurredAt ?? 0n;

function answerOf(text: string, limits?: TraceLimits): RequestAnswer {
	const at = NOW + 10n ** 12n;
	const trace = buildTrace({ requestId: 'req-1', events: drawn(text), now: at, completeTo: at, limits });
	return { requestId: 'req-1', now: '', completeTo: null, zones: [], trace, eventsLeftOut: 0, lookupsCut: [], elsewhere: null };
}

function requestOf(text: string): RequestTrace {
	const { request } = screenOf(answerOf(text), null);
	if (request === null) throw new Error('the drawing has no request');
	return request;
}

/** As many pairs of exchange and call as asked for, a millisecond apart. */
function long(pairs: number): string {
	return Array.from(
		{ length: pairs },
		(_, i) => `${i * 2}ms token_exchange allow complete app=app_a resource=resource://crm scopes=x version=psv_1
${i * 2 + 1}ms gateway_resource_request allow executed app=app_a resource=resource://crm method=GET got=200 up=200 took=1`,
	).join('\n');
}

describe('the first screen', () => {
	test('a short request is whole', () => {
		const screen = screenOf(answerOf(ALLOWED), null);
		expect([screen.isCut, screen.choices.length, screen.chosen, screen.counts.events]).toEqual([false, 1, 0, 2]);
	});

	test('of several requests the last is shown, or the one with an event named', () => {
		const answer = answerOf(REUSED_ID);
		const last = screenOf(answer, null);
		expect([last.choices.length, last.chosen]).toEqual([3, 2]);
		const first = last.choices[0]?.place ?? null;
		expect(screenOf(answer, first).chosen).toBe(0);
		expect(screenOf(answer, { zone: 'zn_other', seq: 1 }).chosen).toBe(2);
		expect(JSON.stringify(last.answer.trace)).not.toContain('timeline');
	});

	test('a long one is cut and says how much there is', () => {
		const cut = screenOf(answerOf(long(1000), firstLimits(null)), null);
		expect([cut.isCut, cut.counts.events, cut.request?.events.length]).toEqual([true, 2000, FIRST_MAX.events]);
		expect(JSON.stringify(cut).length).toBeLessThan(400_000);
		const whole = screenOf(answerOf(long(1000)), null, true);
		expect([whole.isCut, whole.request?.events.length]).toEqual([false, 2000]);
		expect(cut.counts).toEqual(whole.counts);
		// what is there is the same, and what is told in words is told of the whole
		const told = (request: RequestTrace | null) => [request?.sentence, request?.next, request?.to, request?.timeline.spanMicros];
		expect(told(cut.request)).toEqual(told(whole.request));
		expect(cut.request?.timeline.steps).toEqual(whole.request?.timeline.steps.slice(0, FIRST_MAX.steps));
	});

	test('an event far down is found by its place, though the list is only begun', () => {
		const last = screenOf(answerOf(long(1000)), null, true).request?.events.at(-1)?.place ?? null;
		const text = `${long(1000)}\n3h token_exchange allow complete app=app_a resource=resource://crm scopes=x`;
		const screen = screenOf(answerOf(text, firstLimits(last)), last);
		expect([screen.choices.length, screen.chosen, screen.request?.events.length]).toEqual([2, 0, FIRST_MAX.events + 1]);
	});
});

describe('rows', () => {
	test('a missing step stands where it should, and an approval under another ID is part of the story', () => {
		const rows = rowsOf(requestOf(STEP_UP), new Set());
		const types = rows.map((row) => (row.kind === 'event' ? row.event.type : row.kind));
		expect(types.slice(0, 4)).toEqual(['token_exchange', 'step_up_issued', 'step_up_decided', 'step_up_consumed']);
	});

	test('what only surrounds a request is folded, and unfolds', () => {
		const request = requestOf(CASCADE);
		const folded = rowsOf(request, new Set());
		expect(folded[0]).toMatchObject({ kind: 'fold', side: 'before', isOpen: false });
		const unfolded = rowsOf(request, new Set(['before'] as const));
		expect(unfolded.length).toBe(folded.length + (folded[0]?.kind === 'fold' ? folded[0].count : 0));
	});
});

describe('the stretch that is drawn', () => {
	test('holds the request and its way into the ledger', () => {
		const stretch = stretchOf(requestOf(ALLOWED), null);
		expect(stretch.fromMicros).toBeLessThanOrEqual(0);
		expect(stretch.toMicros).toBeGreaterThan(78_000);
		expect(stretch.toMicros).toBeLessThan(200_000);
	});

	test('with an approval it reaches from hold to use', () => {
		const request = requestOf(STEP_UP);
		expect([defaultSpan(request), spansOf(request)[0]]).toEqual(['approval', 'own']);
		expect(stretchOf(request, null).toMicros).toBeGreaterThan(45_000_000);
		expect(stretchOf(request, 'own').toMicros).toBeLessThan(1_000_000);
	});

	test('all of it reaches back to what surrounds it', () => {
		expect(stretchOf(requestOf(POLICY_CHANGE), 'all').fromMicros).toBeLessThanOrEqual(-35_000_000);
	});

	test('zooming keeps the point and never goes below the least', () => {
		const stretch = { fromMicros: 0, toMicros: 1000 };
		expect(zoomed(stretch, 250, 0.5)).toEqual({ fromMicros: 125, toMicros: 625 });
		expect(zoomed(stretch, 0, 1e-9)).toEqual({ fromMicros: 0, toMicros: 50 });
		expect(moved(stretch, -0.25)).toEqual({ fromMicros: -250, toMicros: 750 });
	});
});

describe('bars', () => {
	test('each step has one, with its words', () => {
		const request = requestOf(ALLOWED);
		const bars = layOut(barsOf(request), stretchOf(request, null), 800);
		expect(bars.map((bar) => bar.lane).sort()).toEqual(['caller', 'gateway', 'sts', 'upstream']);
		for (const bar of bars) expect(bar.widthPx).toBeGreaterThanOrEqual(BAR_PX_MIN);
	});

	test('two that overlap get lines of their own', () => {
		const request = requestOf(`
0     token_exchange allow complete app=app_a resource=resource://crm scopes=x
0     token_exchange deny complete app=app_a resource=resource://pay scopes=x
`);
		const sts = layOut(barsOf(request), stretchOf(request, null), 800).filter((bar) => bar.lane === 'sts');
		expect(sts.map((bar) => bar.row)).toEqual([0, 1]);
	});

	test('ten thousand events draw no more than fits, and every one is counted', () => {
		const request = screenOf(answerOf(long(5000)), null, true).request;
		if (request === null) throw new Error('no request');
		const drafts = barsOf(request);
		const stretch = stretchOf(request, null);
		const bars = layOut(drafts, stretch, 900);
		expect(bars.length).toBeLessThan(1800);
		expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(drafts.length);
		const lines = ledgerLines(request.events, stretch, 900);
		expect(lines.length).toBeLessThan(100);
		expect(lines.reduce((sum, line) => sum + line.count, 0)).toBe(10_000);
	});

	test('what lies outside is counted', () => {
		const request = requestOf(POLICY_CHANGE);
		const { before } = outside(barsOf(request), stretchOf(request, 'own'));
		expect(before).toBeGreaterThan(0);
	});
});

test('a clock that is ahead is drawn to the left of its date', () => {
	const request = requestOf(STS_AHEAD);
	const lines = ledgerLines(request.events, { fromMicros: 0, toMicros: 300_000_000 }, 1000);
	const odd = lines.find((line) => line.isOdd);
	expect(odd?.occurredPx).toBeGreaterThan(odd?.ingestedPx ?? Number.POSITIVE_INFINITY);
});

test.each([
	[0, 150_000, 5, ['0', '50\u00a0ms', '100\u00a0ms', '150\u00a0ms']],
	[-2_000_000, 2_000_000, 4, ['−2\u00a0s', '−1\u00a0s', '0', '1\u00a0s', '2\u00a0s']],
	[0, 7_200_000_000, 4, ['0', '30\u00a0min', '1\u00a0h', '1\u00a0h\u00a030\u00a0min', '2\u00a0h']],
])('ticks from %i to %i', (from, to, most, labels) => {
	expect(ticksOf(from, to, most).map((tick) => tick.label)).toEqual(labels);
});

test('ticks of any stretch are few', () => {
	for (const length of [1, 50, 1e3, 1e9, 1e15]) expect(ticksOf(0, length, 8).length).toBeLessThanOrEqual(9);
});
