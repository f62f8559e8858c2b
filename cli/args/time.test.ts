import { expect, test } from 'vitest';
import { parseWhen } from './time';

const NOW = 1_778_486_400_123_456n;

test.each([
	['2026-05-11T08:00:00Z', '2026-05-11T08:00:00.000000Z'],
	['2026-05-11T08:00:00.123456789Z', '2026-05-11T08:00:00.123456Z'],
	['2026-05-11T10:00:00+02:00', '2026-05-11T08:00:00.000000Z'],
	['2026-05-11', '2026-05-11T00:00:00.000000Z'],
	['now', '2026-05-11T08:00:00.123456Z'],
	['30s', '2026-05-11T07:59:30.123456Z'],
	['15m', '2026-05-11T07:45:00.123456Z'],
	['2h', '2026-05-11T06:00:00.123456Z'],
	['7d', '2026-05-04T08:00:00.123456Z'],
	['1w', '2026-05-04T08:00:00.123456Z'],
])('%s is %s', (text, instant) => {
	expect(parseWhen('since', text, NOW)).toBe(instant);
});

test.each(['', 'yesterday', '15', '15M', '-15m', '2026-02-30', '2026-05-11T25:00:00Z', '9999999w', '1778486400'])(
	'%s is no time',
	(text) => {
		expect(() => parseWhen('since', text, NOW)).toThrow(/^--since .* is not a time like/);
	},
);

test('a time without a time zone is not guessed at', () => {
	expect(() => parseWhen('until', '2026-05-11T08:00:00', NOW)).toThrow('put a Z behind it');
});
