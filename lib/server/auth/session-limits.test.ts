import { expect, test } from 'vitest';
import { isAlive } from './session-limits';

const MINUTE = 60_000_000n;
const NOW = 1_000_000n * MINUTE;
const session = { expiresAt: NOW + 1n, seenAt: NOW, revokedAt: null };

test.each([
	['used just now', session, true],
	['at its end', { ...session, expiresAt: NOW }, false],
	['revoked', { ...session, revokedAt: NOW }, false],
	['revoked in what a faster clock calls the future', { ...session, revokedAt: NOW + MINUTE }, false],
	['used a microsecond within the idle limit', { ...session, seenAt: NOW - 120n * MINUTE + 1n }, true],
	['not used for the idle limit', { ...session, seenAt: NOW - 120n * MINUTE }, false],
])('a session %s', (_, given, alive) => {
	expect(isAlive(given, NOW, 120)).toBe(alive);
});
