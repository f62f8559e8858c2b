import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HELD_MAX, ROWS_MAX, TailRows } from './rows';
import { tailItem } from './testing';

const seqs = (rows: TailRows) => rows.shown.map((row) => row.seq);
const many = (from: number, count: number) => Array.from({ length: count }, (_, i) => tailItem(from + i));

type Step = 'pause' | 'resume' | 'refilter' | number;

describe('the rows of a tail', () => {
	test('whatever is paused, resumed and filtered, every row is shown once and in order', () => {
		const steps = fc.array(fc.oneof(fc.constantFrom<Step>('pause', 'resume', 'refilter'), fc.integer({ min: 0, max: 4 })), {
			maxLength: 60,
		});
		fc.assert(
			fc.property(steps, (all) => {
				const rows = new TailRows();
				// the ledger has every row; a stream gives what lies behind its position, in frames
				let stream = 0;
				const take = (count: number) => {
					const frame = many(stream + 1, count);
					stream += count;
					rows.push(frame, String(stream));
				};
				take(0);
				for (const step of all) {
					if (step === 'pause') rows.pause();
					else if (step === 'resume') rows.resume();
					else if (step === 'refilter') stream = Number(rows.refilter());
					else take(step);
				}
				rows.resume();
				expect(seqs(rows)).toEqual(Array.from({ length: stream }, (_, i) => i + 1));
				expect([rows.shownId, rows.heldId]).toEqual([String(stream), String(stream)]);
			}),
		);
	});

	test('what is held is counted and not shown, and the position of the last row shown stays', () => {
		const rows = new TailRows();
		rows.push(many(1, 2), 'a');
		rows.pause();
		rows.push(many(3, 3), 'b');
		rows.push([], 'c');
		expect([rows.held, rows.shownId, rows.heldId, seqs(rows)]).toEqual([3, 'a', 'c', [1, 2]]);
		rows.resume();
		expect([rows.held, rows.shownId, seqs(rows)]).toEqual([0, 'c', [1, 2, 3, 4, 5]]);
	});

	test('no more than are kept are kept, and how many went is said', () => {
		const rows = new TailRows();
		for (let from = 1; from <= ROWS_MAX + 3_000; from += 1_000) rows.push(many(from, 1_000), String(from));
		expect(rows.shown.length).toBeLessThanOrEqual(ROWS_MAX + 500);
		expect(rows.letGo + rows.shown.length).toBe(ROWS_MAX + 3_000);
		expect(rows.shown.at(-1)?.seq).toBe(ROWS_MAX + 3_000);
	});

	test('a pause holds so many and then says that it is full', () => {
		const rows = new TailRows();
		rows.pause();
		rows.push(many(1, HELD_MAX - 1), 'a');
		expect(rows.isFull).toBe(false);
		rows.push(many(HELD_MAX, 1), 'b');
		expect([rows.isFull, rows.heldId]).toEqual([true, 'b']);
	});
});
