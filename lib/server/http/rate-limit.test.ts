import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '../access';
import { setWebEnv } from '../testing/web-env';
import { limitRate, RateLimited } from './rate-limit';

setWebEnv({ API_REQUESTS_PER_MINUTE: '60' });
const START = 1_000_000_000;
const actor = (id: number, kind: Actor['kind'] = 'token'): Actor => ({
	kind,
	id,
	name: '',
	memberships: [],
	sessionId: null,
	expiresAt: 0n,
	mustChangePassword: false,
});

beforeEach(() => {
	delete (globalThis as { caracalRateLimit?: unknown }).caracalRateLimit;
});

/** How many of `tries` requests at one moment are let through. */
function passed(who: Actor, tries: number, nowMs: number): number {
	let count = 0;
	for (let i = 0; i < tries; i++)
		try {
			limitRate(who, nowMs);
			count++;
		} catch (error) {
			if (!(error instanceof RateLimited)) throw error;
		}
	return count;
}

test('a minute of requests may come at once; then they come back evenly', () => {
	expect(passed(actor(1), 100, START)).toBe(60);
	expect(passed(actor(1), 10, START + 999)).toBe(0);
	expect(passed(actor(1), 10, START + 1000)).toBe(1);
	expect(passed(actor(1), 10, START + 6000)).toBe(5);
	expect(passed(actor(1), 100, START + 600_000)).toBe(60);
});

test('it says how long to wait, and that is long enough', () => {
	passed(actor(1), 60, START);
	let waitSeconds = 0;
	try {
		limitRate(actor(1), START);
	} catch (error) {
		if (error instanceof RateLimited) waitSeconds = error.retryAfterSeconds;
	}
	expect(waitSeconds).toBe(1);
	expect(passed(actor(1), 1, START + waitSeconds * 1000)).toBe(1);
});

test('askers do not use up each other’s requests, nor a token those of the account with its number', () => {
	expect(passed(actor(1), 100, START)).toBe(60);
	expect(passed(actor(2), 100, START)).toBe(60);
	expect(passed(actor(1, 'user'), 100, START)).toBe(60);
});

test('a clock that goes back gives nothing away', () => {
	expect(passed(actor(1), 100, START)).toBe(60);
	expect(passed(actor(1), 100, START - 60_000)).toBe(0);
});
