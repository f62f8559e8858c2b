import { expect, test } from 'vitest';
import { backoffMs } from './backoff';

test('doubles up to ten seconds, spread over the upper half, and waits out what was asked', () => {
	expect([1, 2, 3, 4, 5, 6, 1000].map((failures) => backoffMs(failures, 1, undefined))).toEqual([
		500, 1000, 2000, 4000, 8000, 10_000, 10_000,
	]);
	expect(backoffMs(3, 0, undefined)).toBe(1000);
	expect(backoffMs(1, 1, 30_000)).toBe(30_000);
	expect(backoffMs(6, 1, 1000)).toBe(10_000);
});
