import { at } from './bytes';
import { decodeEscapes } from './json-escapes';
import { sortMembers } from './json-members';
import { JsonRejected } from './json-rejected';
import { numericText } from './numeric-text';

/**
 * A JSON text as a flat list of cells, read in one pass without recursion. Each value is one cell:
 * kind, key start, key end, value start, value end, next sibling, first child.
 * Starts and ends are byte positions in `src`, or in `aux` (decoded bytes) for keys and strings that had an escape.
 */
export const CELL = 7;
export const CELL_KIND = 0;
export const CELL_KEY_START = 1;
export const CELL_KEY_END = 2;
export const CELL_START = 3;
export const CELL_END = 4;
export const CELL_NEXT = 5;
export const CELL_CHILD = 6;
/** No sibling, no child. */
export const NONE = -1;

export const KIND_OBJECT = 1;
export const KIND_ARRAY = 2;
/** Bytes in `src`, without the quotes; nothing in them needs an escape. */
export const KIND_STRING = 3;
/** Bytes in `aux`, decoded; may need escapes again. U+0000 is already removed. */
export const KIND_DECODED = 4;
/** A number Postgres prints as written. */
export const KIND_NUMBER = 5;
/** A number to be rewritten: with an exponent, a leading minus before a zero, or very long. */
export const KIND_NUMBER_OTHER = 6;
export const KIND_NULL = 7;
export const KIND_TRUE = 8;
export const KIND_FALSE = 9;
export const KIND_MASK = 15;
/** Added to the kind when the key is in `aux`. */
export const KEY_DECODED = 16;

const CELLS_START = 512;
const CELLS_KEPT_MAX = 1 << 18;
/** Beyond this many characters a number may exceed numeric or float64. */
const PLAIN_NUMBER_CHARS_MAX = 300;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

export class JsonTape {
	src: Uint8Array = new Uint8Array(0);
	aux = Buffer.alloc(4096);
	auxEnd = 0;
	cells = new Int32Array(CELLS_START * CELL);
	/** Escapes of half a surrogate pair, of U+0000, and numbers outside numeric and outside float64, met so far. */
	loneSurrogates = 0;
	nulEscapes = 0;
	beyondNumeric = 0;
	beyondFloat = 0;
	private cellsEnd = 0;
	private containers = new Int32Array(64);
	private tails = new Int32Array(64);
	private pos = 0;

	/**
	 * Reads `src[from, to)`, which must be valid UTF-8 and be followed by one byte that may be overwritten.
	 * @param depthMax containers inside one another; deeper is rejected
	 * @param sortRoot false leaves the members of the outermost object in document order, duplicates included
	 * @returns the position of the root cell
	 * @throws JsonRejected when the text is no JSON
	 */
	scan(src: Uint8Array, from: number, to: number, depthMax: number, sortRoot: boolean): number {
		this.src = src;
		this.auxEnd = 0;
		this.cellsEnd = 0;
		this.loneSurrogates = 0;
		this.nulEscapes = 0;
		this.beyondNumeric = 0;
		this.beyondFloat = 0;
		if (this.cells.length > CELLS_KEPT_MAX) this.cells = new Int32Array(CELLS_START * CELL);
		if (this.aux.length > CELLS_KEPT_MAX) this.aux = Buffer.alloc(4096);
		// a byte no loop below passes
		src[to] = 0;
		this.pos = from;
		const root = this.addCell();
		this.readAll(root, to, depthMax, sortRoot);
		this.skipSpace();
		if (this.pos !== to) throw this.unexpected(to);
		return root;
	}

	private addCell(): number {
		const cell = this.cellsEnd;
		this.cellsEnd = cell + CELL;
		if (this.cellsEnd > this.cells.length) {
			const larger = new Int32Array(this.cells.length * 2);
			larger.set(this.cells);
			this.cells = larger;
		}
		const cells = this.cells;
		cells[cell] = 0;
		cells[cell + CELL_KEY_START] = 0;
		cells[cell + CELL_KEY_END] = 0;
		cells[cell + CELL_NEXT] = NONE;
		cells[cell + CELL_CHILD] = NONE;
		return cell;
	}

	private readAll(root: number, to: number, depthMax: number, sortRoot: boolean): void {
		const src = this.src;
		let depth = 0;
		let cell = root;
		for (;;) {
			// a value begins at pos
			this.skipSpace();
			const first = at(src, this.pos);
			if (first === QUOTE) {
				this.readString(cell, to);
			} else if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
				if (depth === depthMax) throw new JsonRejected(`nested deeper than ${depthMax}`);
				if (depth === this.containers.length) this.growStack();
				const cells = this.cells;
				const isObject = first === OPEN_OBJECT;
				cells[cell] = at(cells, cell) | (isObject ? KIND_OBJECT : KIND_ARRAY);
				cells[cell + CELL_START] = this.pos;
				this.pos++;
				this.skipSpace();
				if (at(src, this.pos) !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
					this.containers[depth++] = cell;
					const child = this.addCell();
					this.cells[cell + CELL_CHILD] = child;
					this.tails[depth - 1] = child;
					if (isObject) this.readKey(child, to);
					cell = child;
					continue;
				}
				this.pos++;
				cells[cell + CELL_END] = this.pos;
			} else {
				this.readScalar(cell, first, to);
			}
			// a value has ended: a sibling follows, or its containers close
			for (;;) {
				if (depth === 0) return;
				if (at(src, this.pos) <= 0x20) this.skipSpace();
				const container = at(this.containers, depth - 1);
				const isObject = (at(this.cells, container) & KIND_MASK) === KIND_OBJECT;
				const next = at(src, this.pos);
				if (next === COMMA) {
					this.pos++;
					const sibling = this.addCell();
					this.cells[at(this.tails, depth - 1) + CELL_NEXT] = sibling;
					this.tails[depth - 1] = sibling;
					if (isObject) this.readKey(sibling, to);
					cell = sibling;
					break;
				}
				if (next !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) throw this.unexpected(to);
				this.pos++;
				depth--;
				this.cells[container + CELL_END] = this.pos;
				if (isObject && (depth > 0 || sortRoot)) sortMembers(this, container);
			}
		}
	}

	private readKey(cell: number, to: number): void {
		const src = this.src;
		if (at(src, this.pos) <= 0x20) this.skipSpace();
		if (at(src, this.pos) !== QUOTE) throw this.unexpected(to);
		const start = this.pos + 1;
		let end = start;
		for (let c = at(src, end); c !== QUOTE && c !== BACKSLASH && c >= 0x20; c = at(src, end)) end++;
		const cells = this.cells;
		if (at(src, end) === QUOTE) {
			cells[cell + CELL_KEY_START] = start;
			cells[cell + CELL_KEY_END] = end;
			this.pos = end + 1;
		} else {
			cells[cell] = KEY_DECODED;
			cells[cell + CELL_KEY_START] = this.auxEnd;
			this.pos = decodeEscapes(this, start, end, to);
			cells[cell + CELL_KEY_END] = this.auxEnd;
		}
		if (at(src, this.pos) <= 0x20) this.skipSpace();
		if (at(src, this.pos) !== COLON) throw this.unexpected(to);
		this.pos++;
	}

	private readString(cell: number, to: number): void {
		const src = this.src;
		const start = this.pos + 1;
		let end = start;
		for (let c = at(src, end); c !== QUOTE && c !== BACKSLASH && c >= 0x20; c = at(src, end)) end++;
		const cells = this.cells;
		if (at(src, end) === QUOTE) {
			cells[cell] = at(cells, cell) | KIND_STRING;
			cells[cell + CELL_START] = start;
			cells[cell + CELL_END] = end;
			this.pos = end + 1;
			return;
		}
		cells[cell] = at(cells, cell) | KIND_DECODED;
		cells[cell + CELL_START] = this.auxEnd;
		this.pos = decodeEscapes(this, start, end, to);
		cells[cell + CELL_END] = this.auxEnd;
	}

	private readScalar(cell: number, first: number, to: number): void {
		const start = this.pos;
		let kind = 0;
		if (first === 0x2d || (first >= 0x30 && first <= 0x39)) kind = this.readNumber(first, to);
		else if (first === 0x6e) kind = this.readWord('null', KIND_NULL, to);
		else if (first === 0x74) kind = this.readWord('true', KIND_TRUE, to);
		else if (first === 0x66) kind = this.readWord('false', KIND_FALSE, to);
		else throw this.unexpected(to);
		const cells = this.cells;
		cells[cell] = at(cells, cell) | kind;
		cells[cell + CELL_START] = start;
		cells[cell + CELL_END] = this.pos;
	}

	private readWord(word: string, kind: number, to: number): number {
		for (let i = 0; i < word.length; i++, this.pos++) {
			if (at(this.src, this.pos) !== word.charCodeAt(i)) throw this.unexpected(to);
		}
		return kind;
	}

	private readNumber(first: number, to: number): number {
		const src = this.src;
		const start = this.pos;
		let p = first === 0x2d ? start + 1 : start;
		let plain = true;
		if (at(src, p) === 0x30) {
			p++;
			plain = first !== 0x2d;
		} else {
			p = this.digits(p, to);
		}
		if (at(src, p) === 0x2e) p = this.digits(p + 1, to);
		if ((at(src, p) | 0x20) === 0x65) {
			plain = false;
			p++;
			if (at(src, p) === 0x2b || at(src, p) === 0x2d) p++;
			p = this.digits(p, to);
		}
		this.pos = p;
		if (plain && p - start <= PLAIN_NUMBER_CHARS_MAX) return KIND_NUMBER;
		const literal = this.text(src, start, p);
		if (numericText(literal) === null) this.beyondNumeric++;
		if (!Number.isFinite(Number(literal))) this.beyondFloat++;
		return KIND_NUMBER_OTHER;
	}

	private digits(from: number, to: number): number {
		const src = this.src;
		let p = from;
		for (let c = at(src, p); c >= 0x30 && c <= 0x39; c = at(src, p)) p++;
		this.pos = p;
		if (p === from) throw this.unexpected(to);
		return p;
	}

	private skipSpace(): void {
		const src = this.src;
		let p = this.pos;
		for (let c = at(src, p); c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09; c = at(src, p)) p++;
		this.pos = p;
	}

	private growStack(): void {
		const [containers, tails] = [new Int32Array(this.containers.length * 2), new Int32Array(this.containers.length * 2)];
		containers.set(this.containers);
		tails.set(this.tails);
		this.containers = containers;
		this.tails = tails;
	}

	/** A stack deep enough for a walk over what was scanned last. */
	walkStack(): Int32Array {
		return this.containers;
	}

	/** The bytes of `list[start, end)` as a string. */
	text(list: Uint8Array, start: number, end: number): string {
		return Buffer.from(list.buffer, list.byteOffset + start, end - start).toString('utf8');
	}

	private unexpected(to: number): JsonRejected {
		return new JsonRejected(this.pos >= to ? 'unexpected end of JSON input' : `unexpected character at byte ${this.pos}`);
	}
}
