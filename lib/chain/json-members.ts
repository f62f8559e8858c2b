import { byteAt, intAt } from './bytes';
import { CELL_CHILD, CELL_KEY_END, CELL_KEY_START, CELL_NEXT, KEY_DECODED, NONE, type Tape } from './json-cells';

/** Members sorted by insertion; more go through the engine's sort. */
const INSERTION_MAX = 32;

/** A number that orders keys by byte length and then by their first two bytes; equal ranks need compareKeys. */
function rankOf(tape: Tape, cell: number): number {
	const start = intAt(tape.cells, cell + CELL_KEY_START);
	const length = intAt(tape.cells, cell + CELL_KEY_END) - start;
	if (length === 0) return 0;
	const list = (intAt(tape.cells, cell) & KEY_DECODED) === 0 ? tape.src.bytes : tape.aux.bytes;
	return length * 65_536 + byteAt(list, start) * 256 + (length > 1 ? byteAt(list, start + 1) : 0);
}

/** Orders two keys as jsonb does: by byte length, then bytewise. */
function compareKeys(tape: Tape, a: number, b: number): number {
	const cells = tape.cells;
	const startA = intAt(cells, a + CELL_KEY_START);
	const startB = intAt(cells, b + CELL_KEY_START);
	const length = intAt(cells, a + CELL_KEY_END) - startA;
	const difference = length - (intAt(cells, b + CELL_KEY_END) - startB);
	if (difference !== 0) return difference;
	const listA = (intAt(cells, a) & KEY_DECODED) === 0 ? tape.src.bytes : tape.aux.bytes;
	const listB = (intAt(cells, b) & KEY_DECODED) === 0 ? tape.src.bytes : tape.aux.bytes;
	for (let i = 0; i < length; i++) {
		const step = byteAt(listA, startA + i) - byteAt(listB, startB + i);
		if (step !== 0) return step;
	}
	return 0;
}

const fewCells = new Int32Array(INSERTION_MAX);
const fewRanks = new Float64Array(INSERTION_MAX);

/** Sorts up to INSERTION_MAX members into fewCells, stable; returns their number, or -1 when there are more. */
function insertionSort(tape: Tape, container: number): number {
	const cells = tape.cells;
	let count = 0;
	for (let cell = intAt(cells, container + CELL_CHILD); cell !== NONE; cell = intAt(cells, cell + CELL_NEXT)) {
		if (count === INSERTION_MAX) return -1;
		const rank = rankOf(tape, cell);
		let i = count++;
		for (; i > 0; i--) {
			const before = fewRanks[i - 1] as number;
			if (before < rank || (before === rank && compareKeys(tape, intAt(fewCells, i - 1), cell) <= 0)) break;
			fewRanks[i] = before;
			fewCells[i] = intAt(fewCells, i - 1);
		}
		fewRanks[i] = rank;
		fewCells[i] = cell;
	}
	return count;
}

/** Puts the members of an object into jsonb's order; of equal keys only the last stays, in the text's order. */
export function sortMembers(tape: Tape, container: number): void {
	let sorted = fewCells;
	let count = insertionSort(tape, container);
	if (count < 0) {
		const many: number[] = [];
		for (let cell = intAt(tape.cells, container + CELL_CHILD); cell !== NONE; cell = intAt(tape.cells, cell + CELL_NEXT)) many.push(cell);
		sorted = Int32Array.from(many.sort((a, b) => compareKeys(tape, a, b)));
		count = many.length;
	}
	const cells = tape.cells;
	let kept = NONE;
	for (let i = 0; i < count; i++) {
		const cell = intAt(sorted, i);
		if (i + 1 < count && compareKeys(tape, cell, intAt(sorted, i + 1)) === 0) continue;
		cells[kept === NONE ? container + CELL_CHILD : kept + CELL_NEXT] = cell;
		kept = cell;
	}
	if (kept !== NONE) cells[kept + CELL_NEXT] = NONE;
}
