import { expect, test } from 'vitest';
import { typedInstant } from './typed-instant';

test.each([
	['2026-11-21 02:00', 'UTC', '2026-11-21T02:00:00.000Z'],
	['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z'],
	['2026-11-21 02:00:30', 'Europe/Berlin', '2026-11-21T01:00:30.000Z'],
	['2026-07-01 12:00', 'America/New_York', '2026-07-01T16:00:00.000Z'],
	// the night the clocks change: 01:30 is still winter time, 03:30 already summer time
	['2026-03-29 01:30', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
	['2026-03-29 03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
	['2026-11-21T02:00:00+05:30', 'Europe/Berlin', '2026-11-20T20:30:00.000Z'],
])('%s in %s is %s', (text, timeZone, iso) => {
	expect(typedInstant(text, timeZone)).toBe(BigInt(Date.parse(iso)) * 1000n);
});

test.each(['', 'yesterday', '2026-13-01', '2026-11-21 25:00', '02:00'])('%j is no instant', (text) => {
	expect(typedInstant(text, 'UTC')).toBeNull();
});
