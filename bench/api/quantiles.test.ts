import { expect, test } from 'vitest';
import { quantile } from './quantiles';

test('by the nearest rank', () => {
	const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
	expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100]);
	expect(quantile([7], 0.99)).toBe(7);
	expect(quantile([], 0.5)).toBeNaN();
});
