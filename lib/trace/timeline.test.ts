import { describe, expect, test } from 'vitest';
import { textOf } from '../events/words';
import { clockOf } from './clocks';
import { DRAWN_START, drawn } from './testing/draw';
import { ALLOWED, GATEWAY_BEHIND, STEP_UP, STS_AHEAD } from './testing/stories';
import { buildTrace, type RequestTrace } from './trace';

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');

function request(text: string): RequestTrace {
	const now = DRAWN_START + 600_000_000n;
	const [made] = buildTrace({ requestId: 'req-1', events: drawn(text), now, completeTo: now }).requests;
	if (made === undefined) throw new Error('no request');
	return made;
}

const bars = ({ timeline }: RequestTrace) =>
	timeline.steps.map((step) => `${step.lane} ${step.basis} ${step.fromMicros / 1000}..${step.toMicros / 1000} ${plain(step.title)}`);

describe('steps', () => {
	test('of a call: the wait, the decision, the Gateway, the upstream', () => {
		expect(bars(request(ALLOWED))).toEqual([
			'caller inferred 0..40 call to crm',
			'sts recorded 0..0 allow crm:read on crm',
			'gateway recorded 0..40 GET on crm, 200, 31 ms',
			'upstream recorded 9..40 crm.internal, 200, 31 ms',
		]);
	});

	test('of a call that was not sent there is no upstream', () => {
		const text = ALLOWED.replace('executed', 'build_failed');
		expect(request(text).timeline.steps.map((step) => step.lane)).not.toContain('upstream');
		expect(request(text).ghosts.map((ghost) => ghost.lane)).toEqual(['upstream']);
	});

	test('of an approval, with what others did about it around', () => {
		const { timeline } = request(STEP_UP);
		expect(timeline.steps.map((step) => step.lane)).toEqual(['caller', 'sts', 'approval']);
		expect(timeline.around.map((step) => `${step.lane} ${step.fromMicros / 1e6} ${plain(step.title)}`)).toEqual([
			'approval 42 approved by console:acct_9',
			'sts 45 allow pay:approve on pay',
			'approval 45.003 approval used',
		]);
	});

	test('the span is that of the request itself', () => {
		expect(request(ALLOWED).timeline.spanMicros).toBe(40_000);
		expect(request(STEP_UP).timeline.spanMicros).toBe(3000);
		expect(request('0 run_launch allow complete workload_id=w').timeline.spanMicros).toBe(1);
	});
});

describe('three clocks', () => {
	test('of an event in order there is nothing to say', () => {
		const [event] = request(ALLOWED).events;
		expect(event).toMatchObject({
			occurredAt: '2026-11-21T12:00:00.000000Z',
			streamedAt: '2026-11-21T12:00:00.004000Z',
			ingestedAt: '2026-11-21T12:00:00.038000Z',
			clocks: { streamMs: 4, ingestMs: 34, isAhead: false, isLate: false, isSlowToLedger: false, note: [] },
		});
	});

	test.each([
		['ahead', 'skew=4min', "Dated 4 min after Redis had it: the producer's clock is ahead."],
		['late or behind', 'stream=90s', "On the stream 2 min after it is dated: it came late, or the producer's clock is behind."],
		['slow to the ledger', 'ingest=2min', 'Waited 2 min for the ledger.'],
		['both', 'skew=4min ingest=2min', "Dated 4 min after Redis had it: the producer's clock is ahead. Waited 2 min for the ledger."],
		['a second is nothing', 'skew=900ms', ''],
		['without a stream time nothing can be told', 'stream= skew=4min', ''],
	])('%s', (_, fields, note) => {
		const [event] = drawn(`0 token_exchange allow complete ${fields}`);
		expect(event && plain(clockOf(event).note)).toBe(note);
	});

	test('a clock that is ahead is drawn where Redis had it, and the contradiction is told', () => {
		const made = request(STS_AHEAD);
		expect(made.timeline.steps.find((step) => step.lane === 'sts')).toMatchObject({ placedBy: 'stream' });
		expect(made.timeline.spanMicros).toBeLessThan(1_000_000);
		expect(made.timeline.skews.map(plain)).toEqual([
			'The call is dated 4 min before the decision it needed: the clocks of STS and Gateway differ by at least that.',
		]);
	});

	test('a clock that is behind is drawn as it says, and paired all the same', () => {
		const made = request(GATEWAY_BEHIND);
		expect(made.ghosts).toEqual([]);
		expect(made.timeline.skews).toHaveLength(1);
		expect(made.events.map((event) => event.clocks.isLate)).toEqual([true, false]);
	});
});
