import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMicros } from '../time';
import { instantOf } from './event';

test.each([10n ** 20n, 10n ** 16n])('instants within %s µs of 1970 are written as everywhere else', (reach) => {
	fc.assert(
		fc.property(fc.bigInt({ min: -reach, max: reach }), (at) => {
			expect(instantOf(at)).toBe(formatMicros(at));
		}),
	);
	expect(instantOf(-1n)).toBe('1969-12-31T23:59:59.999999Z');
});
