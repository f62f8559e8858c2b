import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { COMPARED_MAX, formatPanel, type Panel, parsePanel } from './panel';

const place = fc.record({
	zone: fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((zone) => zone.length <= 100),
	seq: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 }),
});
const window = fc
	.tuple(fc.bigInt({ min: INSTANT_MIN, max: INSTANT_MAX - 1n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
	.filter(([from, length]) => from + length <= INSTANT_MAX)
	.map(([from, length]) => ({ kind: 'window' as const, from, to: from + length }));
const query = fc
	.string({ minLength: 1, maxLength: 60 })
	.filter((q) => q.trim() !== '')
	.map((q) => ({ kind: 'query' as const, q }));

const panels: fc.Arbitrary<Panel> = fc.oneof(
	place.map((of) => ({ kind: 'context' as const, of })),
	fc.array(place, { minLength: 1, maxLength: COMPARED_MAX }).map((of) => ({ kind: 'compare' as const, of })),
	fc.oneof(window, query).map((selection) => ({ kind: 'differences' as const, selection })),
);

describe('the panel in the address', () => {
	test('what is written is read again', () => {
		fc.assert(
			fc.property(panels, (panel) => {
				expect(parsePanel(formatPanel(panel))).toEqual(panel);
			}),
		);
	});

	test('none is nothing', () => expect(parsePanel(formatPanel(null))).toBeNull());

	test.each([
		'context',
		'context:',
		'context:a',
		'compare:',
		'compare:a/1,b',
		'differences:',
		'differences:?',
		'differences:a..b',
		'other:a/1',
	])('%s is refused', (text) => expect(parsePanel(text)).toBeNull());

	test('a window that ends before it begins is refused', () => {
		expect(parsePanel('differences:2026-01-02T00:00:00Z..2026-01-01T00:00:00Z')).toBeNull();
	});
});
