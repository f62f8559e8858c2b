import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatJson, parseJson, rounded, scalarText } from './lossless';

describe('JSON without loss', () => {
	test('every number comes out as it was written', () => {
		const text = '{"a":12345678901234567890,"b":[1.0,0.10,-0,1e400,1E5,5,-1.5],"c":"1.0","d":{"12.50":12.50}}';
		expect(formatJson(parseJson(text))).toBe(text);
	});

	test('any JSON comes out as the same JSON', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(formatJson(parseJson(JSON.stringify(value)))).toBe(JSON.stringify(value));
			}),
		);
		fc.assert(
			fc.property(fc.json(), (text) => {
				expect(rounded(parseJson(text))).toEqual(JSON.parse(text));
			}),
		);
	});

	test('it refuses what JSON.parse refuses', () => {
		const almost = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ 0123-+.eEtrufalsn') });
		const outcome = (parse: (text: string) => unknown, text: string) => {
			try {
				return { value: parse(text) };
			} catch (error) {
				return error instanceof SyntaxError ? 'refused' : error;
			}
		};
		fc.assert(
			fc.property(almost, (text) => {
				expect(outcome((given) => rounded(parseJson(given)), text)).toEqual(outcome(JSON.parse, text));
			}),
			{ numRuns: 2000 },
		);
	});

	test('a kept number reads as its digits', () => {
		const [big] = parseJson('[12345678901234567890]') as string[];
		expect([scalarText(big ?? ''), scalarText(7), scalarText(null), scalarText('x')]).toEqual(['12345678901234567890', '7', 'null', 'x']);
	});

	test('a string of a million quotes and escapes', () => {
		const text = JSON.stringify('\\"'.repeat(500_000));
		expect(formatJson(parseJson(text))).toBe(text);
	});
});
