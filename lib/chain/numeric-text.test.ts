import { expect, test } from 'vitest';
import { numericText } from './numeric-text';

test.each([
	['0', '0'],
	['-0', '0'],
	['-0.0', '0.0'],
	['0.00', '0.00'],
	['1.50', '1.50'],
	['-1.50', '-1.50'],
	['1e3', '1000'],
	['1E+3', '1000'],
	['1E-5', '0.00001'],
	['1.5e-7', '0.00000015'],
	['12.50e1', '125.0'],
	['0.001e2', '0.1'],
	['100e-2', '1.00'],
	['-1.20e+2', '-120'],
	['0e10', '0'],
	['0e-3', '0.000'],
	['1e0000000000000000000000000000000003', '1000'],
	['0e1073741823', '0'],
	['0e1073741824', null],
	['1e131072', null],
	['10e131071', null],
	['1e-16384', null],
	['1.5e-16383', null],
	['0.0e-16383', null],
	['1e999999999999999999999', null],
])('%s is printed as %s', (literal, text) => {
	expect(numericText(literal)).toBe(text);
});

test('the largest and the smallest numbers of numeric are kept digit by digit', () => {
	expect(numericText('1e131071')).toBe(`1${'0'.repeat(131_071)}`);
	expect(numericText('-9.9e131071')).toBe(`-99${'0'.repeat(131_070)}`);
	expect(numericText('1e-16383')).toBe(`0.${'0'.repeat(16_382)}1`);
	expect(numericText(`${'9'.repeat(131_072)}.${'1'.repeat(16_383)}`)).toBe(`${'9'.repeat(131_072)}.${'1'.repeat(16_383)}`);
	expect(numericText('9'.repeat(131_073))).toBeNull();
	expect(numericText(`0.${'0'.repeat(16_384)}`)).toBeNull();
});

test('a literal of megabytes is judged without trouble', () => {
	expect(numericText(`0.${'0'.repeat(4_000_000)}1e4000001`)).toBe('1');
	expect(numericText('7'.repeat(5_000_000))).toBeNull();
});
