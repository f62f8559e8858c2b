import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE } from './clock';
import { silence, voicesOf, watchedOf } from './silence';
import { expected, isSilence, usualOf } from './usual';

/** Twenty minutes past an hour. */
const NOW = 490_000n * MICROS_PER_HOUR + 20n * MICROS_PER_MINUTE;
const ago = (minutes: number) => NOW - BigInt(Math.round(minutes * 60)) * 1_000_000n;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('what is usual', () => {
	test.each([
		[[], 0],
		[[12], 12],
		[[12, 30, 5], 5],
		// a quiet Sunday yesterday does not hide what a weekday has
		[[0, 0, 2400, 2400, 2400, 2400, 2400], 2400],
		// on a Sunday, a Sunday counts
		[[2400, 2400, 2400, 2400, 2400, 0, 0], 0],
		// a busy night a week ago makes no usual night
		[[0, 0, 0, 0, 0, 0, 2400], 0],
		[[5, 1, 4, 2, 3, 7, 6], 4],
	])('of %j is %d an hour', (perDay, usual) => expect(usualOf(perDay)).toBe(usual));
});

describe('silence', () => {
	test('is what would have had ten events in at least five minutes', () => {
		const busy = { now: 2400, before: 2400 };
		expect([isSilence(busy, ago(4.9), NOW), isSilence(busy, ago(5), NOW)]).toEqual([false, true]);
		const slow = { now: 60, before: 60 };
		expect([isSilence(slow, ago(9.9), NOW), isSilence(slow, ago(10), NOW)]).toEqual([false, true]);
	});

	test('is none at night, when it is usually quiet, nor in the first minutes after', () => {
		expect(isSilence({ now: 0, before: 0 }, ago(600), NOW)).toBe(false);
		const morning = 490_000n * MICROS_PER_HOUR;
		const wakes = { now: 2400, before: 0 };
		expect(isSilence(wakes, morning - 8n * MICROS_PER_HOUR, morning + 4n * MICROS_PER_MINUTE)).toBe(false);
		expect(isSilence(wakes, morning - 8n * MICROS_PER_HOUR, morning + 5n * MICROS_PER_MINUTE)).toBe(true);
		const falls = { now: 0, before: 2400 };
		expect(isSilence(falls, morning - MICROS_PER_MINUTE, morning + 30n * MICROS_PER_MINUTE)).toBe(false);
	});

	test('never ends by waiting within the hour, nor by more being usual', () => {
		const perHour = fc.integer({ min: 0, max: 10_000 });
		fc.assert(
			fc.property(perHour, perHour, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 }), (now, before, minutes, more) => {
				if (!isSilence({ now, before }, ago(minutes), NOW)) return;
				expect(isSilence({ now, before }, ago(minutes + more), NOW)).toBe(true);
				expect(isSilence({ now: now + more, before: before + more }, ago(minutes), NOW)).toBe(true);
				expect(expected({ now, before }, ago(minutes), NOW).events).toBeLessThanOrEqual(now + before);
			}),
		);
	});
});

describe('who is silent', () => {
	const row = (zoneNo: number, termNo: number, type: string, perHour: number) => ({ zoneNo, termNo, type, perDay: [perHour, perHour] });
	const rows = [
		row(1, 1, 'gateway_resource_request', 2400),
		row(1, 2, 'token_exchange', 1200),
		row(1, 3, 'run_launch', 600),
		row(1, 4, 'step_up_issued', 5),
		row(1, 5, 'console.search', 900),
		row(1, 6, 'from.the.future', 600),
		row(2, 7, 'token_exchange', 600),
	];
	const watched = watchedOf(rows, rows);
	const heard = (minutes: Readonly<Record<number, number>>) =>
		new Map(Object.entries(minutes).map(([no, minute]) => [Number(no), ago(minute)]));
	const said = (types: Readonly<Record<number, number>>, zones: Readonly<Record<number, number>>, looked?: number) => {
		const voices = voicesOf({
			watched,
			lastOfType: heard(types),
			lastOfZone: new Map(
				[...heard(zones)].map(([no, at]) => [no, { at: looked === undefined ? at : ago(looked), spokenAt: at < ago(60) ? null : at }]),
			),
			since: ago(60),
			zoneSince: ago(60),
			now: NOW,
			zoneOf: (no) => `zone-${no}`,
		});
		return voices.filter((voice) => voice.isSilent).map((voice) => `${voice.zone}: ${plain(voice.said)}`);
	};
	const ALL = { 1: 0.1, 2: 0.1, 3: 0.1, 6: 0.1, 7: 0.1 };

	test('nobody, when all speak; neither what rarely speaks nor the console itself is watched', () => {
		expect(watched.map(({ termNo }) => termNo)).toEqual([1, 2, 3, 6, 7]);
		expect(said(ALL, { 1: 0.1, 2: 0.1 })).toEqual([]);
	});

	test('a producer, in the words of its rate', () => {
		expect(said({ ...ALL, 1: 6 }, { 1: 0.1, 2: 0.1 })).toEqual(['zone-1: no Gateway events for 6 min; usually 40/min']);
	});

	test('a type, where its producer still speaks otherwise, and one this version does not know', () => {
		expect(said({ ...ALL, 3: 7, 6: 8 }, { 1: 0.1, 2: 0.1 })).toEqual([
			'zone-1: no run_launch events for 7 min; usually 10/min',
			'zone-1: no from.the.future events for 8 min; usually 10/min',
		]);
	});

	test('a zone, and then nobody in it by himself; longer than was looked for says so', () => {
		expect(said({ 7: 0.1 }, { 1: 90, 2: 0.1 })).toEqual(['zone-1: no events for 1 h 30 min; usually 80/min']);
		// the console tells in a zone that somebody looked into it
		expect(said({ 7: 0.1 }, { 1: 90, 2: 0.1 }, 0.1)).toEqual(['zone-1: no events for over 1 h; usually 80/min']);
		const { 1: _, ...rest } = ALL;
		expect(said(rest, { 1: 0.1, 2: 0.1 })).toEqual(['zone-1: no Gateway events for over 1 h; usually 40/min']);
	});

	test('the tile tells the first, and its rule', () => {
		const tile = silence([], true);
		expect(tile).toMatchObject({ state: 'calm', said: 'nobody usually speaks at this hour' });
		expect(plain(tile.rule)).toContain('nothing came for 5 min in which at least 10 events are usual');
	});
});
