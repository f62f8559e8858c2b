import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMicros, parseRfc3339Micros } from './time';

describe('parseRfc3339Micros', () => {
	test.each([
		['2026-11-21T12:00:00.123456789Z', 1795262400123456n],
		['2026-11-21T12:00:00.123456789+02:00', 1795255200123456n],
		['2026-11-21T12:00:00.5Z', 1795262400500000n],
		['1970-01-01T00:00:00Z', 0n],
		['1969-12-31T23:59:59.9999999Z', -1n],
		['9999-12-31T23:59:59.999999Z', 253402300799999999n],
		['0000-01-01T00:00:00Z', -62167219200000000n],
		['2024-02-29T00:00:00Z', 1709164800000000n],
	])('%s', (text, micros) => {
		expect(parseRfc3339Micros(text)).toBe(micros);
	});

	test.each([
		'',
		'now',
		'2026-11-21',
		'2026-11-21 12:00:00Z',
		'2026-02-30T00:00:00Z',
		'2026-13-01T00:00:00Z',
		'2026-11-21T24:00:00Z',
		'2026-11-21T12:00:60Z',
		'2026-11-21T12:00:00',
		'+02026-11-21T12:00:00Z',
	])('refuses %j', (text) => {
		expect(parseRfc3339Micros(text)).toBeNull();
	});

	test('agrees with Date to the millisecond', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
				(date) => {
					expect(parseRfc3339Micros(date.toISOString())).toBe(BigInt(date.getTime()) * 1000n);
				},
			),
		);
	});
});

test('formatMicros and parseRfc3339Micros undo one another', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: -62167219200000000n, max: 253402300799999999n }), (micros) => {
			expect(parseRfc3339Micros(formatMicros(micros))).toBe(micros);
		}),
	);
});
