import { expect, test } from 'vitest';
import { FAILURES_MAX, FailureLimit } from './rate-limit';

test('blocks after the allowed failures, for that key only, until the window is over', () => {
	const limit = new FailureLimit();
	for (let i = 0; i < FAILURES_MAX; i++) {
		expect(limit.isBlocked('a', i)).toBe(false);
		limit.failed('a', i);
	}
	expect(limit.isBlocked('a', 100)).toBe(true);
	expect(limit.isBlocked('b', 100)).toBe(false);
	expect(limit.isBlocked('a', 16 * 60_000)).toBe(false);
	limit.failed('a', 16 * 60_000);
	expect(limit.isBlocked('a', 16 * 60_000)).toBe(false);
});

test('a success clears the key', () => {
	const limit = new FailureLimit();
	for (let i = 0; i < FAILURES_MAX; i++) limit.failed('a', i);
	limit.succeeded('a');
	expect(limit.isBlocked('a', 20)).toBe(false);
});
