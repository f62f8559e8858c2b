import { expect, test } from 'vitest';
import { KeptRows } from './kept-rows';

interface Raw extends Record<string, unknown> {
	seq: string;
	text: string | null;
}
function counted(charactersMax?: number) {
	const made: Raw[] = [];
	const rows = new KeptRows((raw: Raw) => ({ told: `${made.push({ ...raw })}: ${raw.text}` }), charactersMax);
	return { made, rows };
}

test('the same row is made once, and shared', () => {
	const { made, rows } = counted();
	const one = rows.of('1/1', { seq: '1', text: 'a' });
	expect(rows.of('1/1', { seq: '1', text: 'a' })).toBe(one);
	expect(rows.of('2/1', { seq: '1', text: 'a' })).not.toBe(one);
	expect(made).toHaveLength(2);
});

test('a row that reads differently is made anew, whatever differs', () => {
	const { rows } = counted();
	expect(rows.of('1/1', { seq: '1', text: 'a' }).told).toBe('1: a');
	expect(rows.of('1/1', { seq: '1', text: 'b' }).told).toBe('2: b');
	expect(rows.of('1/1', { seq: '1', text: null }).told).toBe('3: null');
	expect(rows.of('1/1', { seq: '1', text: 'a', more: 1 } as Raw).told).toBe('4: a');
	expect(rows.of('1/1', { seq: '1', text: 'a' }).told).toBe('5: a');
	expect(rows.size).toBe(1);
});

test('the text kept is bounded: what was asked for least lately goes first, and a huge row is never kept', () => {
	const { made, rows } = counted(1000);
	for (let i = 0; i < 100; i++) {
		rows.of(`1/${i}`, { seq: String(i), text: 'x'.repeat(98) });
		rows.of('1/0', { seq: '0', text: 'x'.repeat(98) });
	}
	expect(made.filter((raw) => raw.seq === '0')).toHaveLength(1);
	expect(rows.size).toBeLessThanOrEqual(10);
	rows.of('1/huge', { seq: 'huge', text: 'x'.repeat(1_000_000) });
	expect(rows.size).toBeGreaterThan(5);
	rows.of('1/huge', { seq: 'huge', text: 'x'.repeat(1_000_000) });
	expect(made.filter((raw) => raw.seq === 'huge')).toHaveLength(2);
});
