import { at } from './bytes';
import { CELL_CHILD, CELL_KEY_END, CELL_KEY_START, CELL_NEXT, type JsonTape, KEY_DECODED, NONE } from './json-tape';

/** Members sorted by insertion; more go through the engine's sort. */
const INSERTION_MAX = 32;

/** A number that orders keys by byte length and then by their first two bytes; equal ranks need compareKeys. */
function rankOf(tape: JsonTape, cell: number): number {
	const start = at(tape.cells, cell + CELL_KEY_START);
	const length = at(tape.cells, cell + CELL_KEY_END) - start;
	if (length === 0) return 0;
	const list = (at(tape.cells, cell) & KEY_DECODED) === 0 ? tape.src : tape.aux;
	return length * 65_536 + at(list, start) * 256 + (length > 1 ? at(list, start + 1) : 0);
}

/** Orders two keys as jsonb does: by byte length, then bytewise. */
function compareKeys(tape: JsonTape, a: number, b: number): number {
	const cells = tape.cells;
	const [startA, startB] = [at(cells, a + CELL_KEY_START), at(cells, b + CELL_KEY_START)];
	const length = at(cells, a + CELL_KEY_END) - startA;
	const difference = length - (at(cells, b + CELL_KEY_END) - startB);
	if (difference !== 0) return difference;
	const listA = (at(cells, a) & KEY_DECODED) === 0 ? tape.src : tape.aux;
	const listB = (at(cells, b) & KEY_DECODED) === 0 ? tape.src : tape.aux;
	for (let i = 0; i < length; i++) {
		const step = at(listA, startA + i) - at(listB, startB + i);
		if (step !== 0) return step;
	}
	return 0;
}

const fewCells = new Int32Array(INSERTION_MAX);
const fewRanks = new Float64Array(INSERTION_MAX);

/** Sorts up to INSERTION_MAX members into fewCells, stable; returns their number, or -1 when there are more. */
function insertionSort(tape: JsonTape, container: number): number {
	const cells = tape.cells;
	let count = 0;
	for (let cell = at(cells, container + CELL_CHILD); cell !== NONE; cell = at(cells, cell + CELL_NEXT)) {
		if (count === INSERTION_MAX) return -1;
		const rank = rankOf(tape, cell);
		let i = count++;
		for (; i > 0; i--) {
			const before = at(fewRanks, i - 1);
			if (before < rank || (before === rank && compareKeys(tape, at(fewCells, i - 1), cell) <= 0)) break;
			fewRanks[i] = before;
			fewCells[i] = at(fewCells, i - 1);
		}
		fewRanks[i] = rank;
		fewCells[i] = cell;
	}
	return count;
}

/** Puts the members of an object into jsonb's order; of equal keys only the last stays, in the text's order. */
export function sortMembers(tape: JsonTape, container: number): void {
	let sorted: { readonly [index: number]: number } = fewCells;
	let count = insertionSort(tape, container);
	if (count < 0) {
		const many: number[] = [];
		for (let cell = at(tape.cells, container + CELL_CHILD); cell !== NONE; cell = at(tape.cells, cell + CELL_NEXT)) many.push(cell);
		sorted = many.sort((a, b) => compareKeys(tape, a, b));
		count = many.length;
	}
	const cells = tape.cells;
	let kept = NONE;
	for (let i = 0; i < count; i++) {
		const cell = at(sorted, i);
		if (i + 1 < count && compareKeys(tape, cell, at(sorted, i + 1)) === 0) continue;
		cells[kept === NONE ? container + CELL_CHILD : kept + CELL_NEXT] = cell;
		kept = cell;
	}
	if (kept !== NONE) cells[kept + CELL_NEXT] = NONE;
}
