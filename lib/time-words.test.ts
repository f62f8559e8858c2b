import { describe, expect, test } from 'vitest';
import { ageWords, clockParts, differenceWords, wholeInstant } from './time-words';

const AT = '2026-11-21T02:23:57.918204Z';

describe('clockParts', () => {
	test('keeps microseconds in every zone', () => {
		expect(clockParts(AT, 'UTC')).toEqual({ date: '2026-11-21', clock: '02:23:57.918204' });
		expect(clockParts(AT, 'America/New_York')).toEqual({ date: '2026-11-20', clock: '21:23:57.918204' });
		expect(clockParts('2026-11-21T23:30:00.000001Z', 'Europe/Berlin')).toEqual({ date: '2026-11-22', clock: '00:30:00.000001' });
	});

	test('a year no calendar of ours draws stands as it is', () => {
		expect(clockParts('+012026-11-21T02:23:57.918204Z', 'UTC').date).toBe('+012026-11-21');
	});
});

test('a title gives both zones once', () => {
	expect(wholeInstant(AT, 'UTC')).toBe('2026-11-21 02:23:57.918204 UTC');
	expect(wholeInstant(AT, 'Europe/Berlin')).toBe('2026-11-21 02:23:57.918204 UTC\n2026-11-21 03:23:57.918204 Europe/Berlin');
});

test.each([
	[0, '0\u00a0s'],
	[12_400, '12\u00a0s'],
	[61_000, '1\u00a0min'],
	[5 * 3_600_000, '5\u00a0h'],
	[40 * 86_400_000, '40\u00a0d'],
	[-180_000, 'in\u00a03\u00a0min'],
])('%i ms ago reads %s', (ms, words) => {
	expect(ageWords(AT, Date.parse(AT) + ms)).toBe(words);
});

test.each([
	['2026-11-21T02:23:57.918204Z', '+0\u00a0µs'],
	['2026-11-21T02:23:57.918904Z', '+700\u00a0µs'],
	['2026-11-21T02:23:57.922104Z', '+3.9\u00a0ms'],
	['2026-11-21T02:23:57.322104Z', '\u2212596\u00a0ms'],
	['2026-11-21T02:24:07.918204Z', '+10.0\u00a0s'],
	['2026-11-21T02:13:57.918204Z', '\u221210\u00a0min'],
	['2026-11-20T00:23:57.918204Z', '\u221226.0\u00a0h'],
	['2027-11-21T02:23:57.918204Z', '+365\u00a0d'],
])('from %s', (to, words) => {
	expect(differenceWords(AT, to)).toBe(words);
});
