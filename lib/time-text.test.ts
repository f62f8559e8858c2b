import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRfc3339Micros } from './time';
import { ageText, bothZones, inputText, instantOfInput, skewText, wallOf, wholeText } from './time-text';

const at = (text: string) => parseRfc3339Micros(text) ?? 0n;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('times as text', () => {
	test('an instant in two zones, to the microsecond', () => {
		expect(wholeText(at('2026-11-21T02:23:57.918204Z'), 'UTC')).toBe('2026-11-21 02:23:57.918204 UTC');
		expect(bothZones(at('2026-11-21T23:30:00.000001Z'), 'Europe/Berlin')).toBe(
			'2026-11-21 23:30:00.000001 UTC · 2026-11-22 00:30:00.000001 Europe/Berlin',
		);
		expect(wallOf(-1n, 'UTC')).toEqual({ day: '1969-12-31', clock: '23:59:59', micros: '999999' });
		expect(wallOf(-1n, 'Africa/Monrovia').micros).toBe('999999');
	});

	test('ages in one unit, ahead of now too', () => {
		const now = at('2026-11-21T12:00:00Z');
		const ages = [0n, 12n, 61n, 7300n, 200_000n, -30n, -200n].map((s) => plain(ageText(now - s * 1_000_000n, now)));
		expect(ages).toEqual(['0 s', '12 s', '1 min', '2 h', '2 d', '0 s', 'in 3 min']);
	});

	test('skews carry their sign', () => {
		expect([3_900n, 41_600n, -1_200_000n, 0n].map((micros) => plain(skewText(micros)))).toEqual(['+3.9 ms', '+42 ms', '−1.2 s', '+0 ms']);
	});
});

describe('what a person types as local time', () => {
	test('comes back as the instant it was drawn from', () => {
		const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
		const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
		fc.assert(
			fc.property(zones, seconds, (zone, second) => {
				const instant = BigInt(second) * 1_000_000n;
				const text = inputText(instant, zone);
				expect(inputText(instantOfInput(text, zone) ?? -1n, zone)).toBe(text);
			}),
		);
	});

	test('clock changes: a repeated hour is its first, a skipped one moves on', () => {
		expect(instantOfInput('2026-10-25T02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30:00Z'));
		expect(instantOfInput('2026-03-29T02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:30:00Z'));
		expect(instantOfInput('2026-11-21T03:00:05', 'Europe/Berlin')).toBe(at('2026-11-21T02:00:05Z'));
		expect(instantOfInput('soon', 'UTC')).toBeNull();
	});
});
