import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { decodeCursor, encodeCursor } from './cursor';
import { decodePosition, encodePosition } from './position';

const cursors = fc.record({
	at: fc.bigInt({ min: INSTANT_MIN, max: INSTANT_MAX }),
	zoneNo: fc.integer({ min: 0, max: 2_147_483_647 }),
	seq: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
});

describe('cursor', () => {
	test('carries its position to the microsecond and back', () => {
		fc.assert(
			fc.property(cursors, (cursor) => {
				expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
			}),
		);
	});

	test('is safe in a URL', () => {
		fc.assert(
			fc.property(cursors, (cursor) => {
				expect(encodeCursor(cursor)).toMatch(/^[\w-]{1,80}$/);
			}),
		);
	});

	test('anything else is no cursor', () => {
		for (const text of [
			'',
			'x',
			'!!',
			'MX4x',
			btoa('1~5~1'),
			btoa('2~5~1~1'),
			btoa('1~05~1~1'),
			btoa('1~5~99999999999~1'),
			'a'.repeat(500),
		])
			expect(decodeCursor(text)).toBeNull();
		fc.assert(fc.property(fc.string(), (text) => decodeCursor(text) === null || text === encodeCursor(decodeCursor(text) as never)));
	});
});

describe('position', () => {
	test('carries the head of every zone and back', () => {
		const zones = fc.dictionary(
			fc.integer({ min: 1, max: 2_147_483_647 }).map(String),
			fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
		);
		fc.assert(
			fc.property(zones, (given) => {
				const heads = new Map(Object.entries(given).map(([zoneNo, seq]) => [Number(zoneNo), seq]));
				expect(decodePosition(encodePosition(heads) ?? '!')).toEqual(heads);
			}),
		);
	});

	test('too many zones have no text, and nonsense is none', () => {
		expect(encodePosition(new Map(Array.from({ length: 401 }, (_, i) => [i, 1])))).toBeNull();
		for (const text of ['x', '1.2_', '_1.2', '1.2,3.4', '1.2.3']) expect(decodePosition(text)).toBeNull();
	});
});
