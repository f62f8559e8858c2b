import { describe, expect, test } from 'vitest';
import { liftWords, shareWords } from './words';

describe('differences in words', () => {
	test.each([
		[0, 10, '0%'],
		[1, 0, '0%'],
		[1, 3, '33%'],
		[1, 200, '0.5%'],
		[1, 50, '2%'],
		[1, 100_000, '<0.1%'],
		[7, 7, '100%'],
	])('%d of %d is %s', (part, whole, words) => expect(shareWords(part, whole)).toBe(words));

	test.each([
		[5, 0, null, 'only here'],
		[0, 5, 0, 'not here'],
		[5, 1, 31.4, '31×'],
		[5, 1, 1.26, '1.3×'],
		[5, 100, 0.08, '1/13'],
		[5, 100, 0.5, '1/2.0'],
	])('%d selected, %d others, lift %d: %s', (selected, rest, lift, words) => expect(liftWords({ selected, rest, lift })).toBe(words));
});
