import { expect, test } from 'vitest';
import { growthOf } from './growth';

test('the last quarter is held against the first', () => {
	expect(growthOf({ name: 'web', bytes: [90, 110, 500, 1, 1, 500, 100, 140] })).toEqual({ name: 'web', first: 100, last: 120, ratio: 1.2 });
	expect(growthOf({ name: 'web', bytes: [100, 1, 1, 100, 7] }).ratio).toBe(0.07);
	expect(() => growthOf({ name: 'web', bytes: [1, 2, 3] })).toThrow(RangeError);
});
