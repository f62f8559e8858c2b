import { expect, test } from 'vitest';
import { Table } from './table';

const COLUMNS = [
	{ head: 'WHO', widthMin: 4, widthMax: 10 },
	{ head: 'DECISION', widthMin: 8, widthMax: 10, decision: true as const },
	{ head: 'WHAT', widthMin: 4, widthMax: 100 },
];

test('columns fit the first rows, and grow when a longer cell comes', () => {
	const table = new Table(COLUMNS, { columns: null, colour: false });
	expect(table.head([['someone', 'deny', 'x']])).toBe('WHO      DECISION  WHAT\n');
	expect(table.row(['a', 'deny', 'x'])).toBe('a        deny      x\n');
	expect(table.row(['a very long name', 'allow', ''])).toBe('a very…ame  allow\n');
	expect(table.row(['a', 'allow', 'y'])).toBe('a           allow     y\n');
});

test('a terminal cuts the last column only, and leaves it out where there is no room', () => {
	const table = new Table(COLUMNS, { columns: 40, colour: false });
	const row = table.row(['a', 'allow', 'x'.repeat(60)]);
	expect(row).toBe(`a     allow     ${'x'.repeat(23)}…\n`);
	expect(new Table(COLUMNS, { columns: 20, colour: false }).row(['a', 'allow', 'x'.repeat(60)])).toBe('a     allow\n');
});

test('colour is by what the decision means, never from a cell', () => {
	const table = new Table(COLUMNS, { columns: null, colour: true });
	expect(table.row(['\u001b[31m', 'deny', 'x'])).toBe('⟨ESC⟩[31m  \u001b[31mdeny\u001b[0m      x\n');
});
