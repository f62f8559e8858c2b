import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLUMN_KEYS, COLUMN_WIDTH_PX_MAX, COLUMN_WIDTH_PX_MIN, DEFAULT_COLUMNS, formatColumns, parseColumns } from './columns';

const column = fc.record({
	key: fc.constantFrom(...COLUMN_KEYS),
	widthPx: fc.option(fc.integer({ min: COLUMN_WIDTH_PX_MIN, max: COLUMN_WIDTH_PX_MAX })),
});

describe('columns in the address', () => {
	test('what is written is read again', () => {
		fc.assert(
			fc.property(fc.uniqueArray(column, { selector: (each) => each.key, minLength: 1 }), (columns) => {
				expect(parseColumns(formatColumns(columns))).toEqual(columns);
			}),
		);
	});

	test('the default is left out', () => {
		expect(formatColumns(DEFAULT_COLUMNS)).toBe('');
		expect(parseColumns('')).toBe(DEFAULT_COLUMNS);
	});

	test.each(['time,time', 'nothing', 'time:', 'time:47', 'time:1201', 'time:1e3', 'time,', ',', 'x'.repeat(500)])(
		'%s is refused',
		(text) => {
			expect(parseColumns(text)).toBeNull();
		},
	);
});
