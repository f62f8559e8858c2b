import { describe, expect, test } from 'vitest';
import { type Columns, DEFAULT_COLUMNS } from '@/lib/url/columns';
import { moved, resized, rowWidthMin, toggledColumn, tracksOf } from './layout';

const keys = (columns: Columns) => columns.map((column) => column.key);

describe('columns', () => {
	test('the sentence takes what room is left', () => {
		expect(tracksOf(DEFAULT_COLUMNS)).toBe('20px 184px 92px minmax(220px,1fr) 132px');
	});

	test('a sentence of a set width leaves the room to the last column without one', () => {
		expect(tracksOf(resized(DEFAULT_COLUMNS, 'what', 400))).toBe('20px 184px 92px 400px minmax(132px,1fr)');
	});

	test('with every width set the rest stays empty', () => {
		expect(tracksOf([{ key: 'app', widthPx: 60 }])).toBe('20px 60px minmax(0,1fr)');
	});

	test('a width stays within its bounds', () => {
		expect(resized(DEFAULT_COLUMNS, 'time', 3)[0]?.widthPx).toBe(48);
		expect(resized(DEFAULT_COLUMNS, 'time', 9999)[0]?.widthPx).toBe(1200);
		expect(resized(resized(DEFAULT_COLUMNS, 'time', 300), 'time', null)).toEqual(DEFAULT_COLUMNS);
	});

	test('a column moves, and no further than the ends', () => {
		expect(keys(moved(DEFAULT_COLUMNS, 'what', 0))).toEqual(['what', 'time', 'decision', 'seq']);
		expect(keys(moved(DEFAULT_COLUMNS, 'time', 99))).toEqual(['decision', 'what', 'seq', 'time']);
		expect(moved(DEFAULT_COLUMNS, 'app', 0)).toBe(DEFAULT_COLUMNS);
	});

	test('what is new stands before the number, and the last column stays', () => {
		expect(keys(toggledColumn(DEFAULT_COLUMNS, 'app'))).toEqual(['time', 'decision', 'what', 'app', 'seq']);
		expect(keys(toggledColumn([{ key: 'app', widthPx: null }], 'app'))).toEqual(['app']);
	});

	test('a row is at least as wide as its columns', () => {
		expect(rowWidthMin(DEFAULT_COLUMNS)).toBe(20 + 24 + 184 + 92 + 220 + 132 + 4 * 12);
	});
});
