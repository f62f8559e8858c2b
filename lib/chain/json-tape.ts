import { ByteSink } from './byte-sink';
import { byteAt, intAt } from './bytes';
import {
	CELL,
	CELL_CHILD,
	CELL_END,
	CELL_KEY_END,
	CELL_KEY_START,
	CELL_NEXT,
	CELL_START,
	KEY_DECODED,
	KIND_ARRAY,
	KIND_DECODED,
	KIND_FALSE,
	KIND_MASK,
	KIND_NULL,
	KIND_NUMBER,
	KIND_NUMBER_OTHER,
	KIND_OBJECT,
	KIND_STRING,
	KIND_TRUE,
	NONE,
	type Tape,
} from './json-cells';
import { decodeEscapes } from './json-escapes';
import { sortMembers } from './json-members';
import { JsonRejected } from './json-rejected';
import { numericText } from './numeric-text';

const CELLS_START = 512;
const CELLS_KEPT_MAX = 1 << 18;
const AUX_BYTES = 4096;
const AUX_KEPT_BYTES_MAX = 1 << 20;
/** Beyond this many characters a number may exceed numeric or float64. */
const PLAIN_NUMBER_CHARS_MAX = 300;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** 1 for every byte a string may hold as it is. */
const PLAIN = Buffer.alloc(256, 1).fill(0, 0, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

function unexpected(p: number, to: number): JsonRejected {
	return new JsonRejected(p >= to ? 'unexpected end of JSON input' : `unexpected character at byte ${p}`);
}

/** Where a run of bytes ends that a string may hold as they are; four steps a turn. */
function plainEnd(src: Buffer, from: number): number {
	for (let p = from; ; p += 4) {
		if (byteAt(PLAIN, byteAt(src, p)) === 0) return p;
		if (byteAt(PLAIN, byteAt(src, p + 1)) === 0) return p + 1;
		if (byteAt(PLAIN, byteAt(src, p + 2)) === 0) return p + 2;
		if (byteAt(PLAIN, byteAt(src, p + 3)) === 0) return p + 3;
	}
}

function skipSpace(src: Buffer, from: number): number {
	let p = from;
	for (let c = byteAt(src, p); c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09; c = byteAt(src, p)) p++;
	return p;
}

function wordEnd(src: Buffer, word: string, start: number, to: number): number {
	for (let i = 0; i < word.length; i++) {
		if (byteAt(src, start + i) !== word.charCodeAt(i)) throw unexpected(start + i, to);
	}
	return start + word.length;
}

function digitsEnd(src: Buffer, from: number, to: number): number {
	let p = from;
	for (let c = byteAt(src, p); c >= 0x30 && c <= 0x39; c = byteAt(src, p)) p++;
	if (p === from) throw unexpected(p, to);
	return p;
}

/** Where the number at `start` ends (RFC 8259, section 6). */
function numberEnd(src: Buffer, start: number, to: number): number {
	let p = byteAt(src, start) === 0x2d ? start + 1 : start;
	p = byteAt(src, p) === 0x30 ? p + 1 : digitsEnd(src, p, to);
	if (byteAt(src, p) === 0x2e) p = digitsEnd(src, p + 1, to);
	if ((byteAt(src, p) | 0x20) !== 0x65) return p;
	p++;
	if (byteAt(src, p) === 0x2b || byteAt(src, p) === 0x2d) p++;
	return digitsEnd(src, p, to);
}

/** Whether Postgres prints a number as written: no exponent, no minus before a zero, and not so long that it may not fit. */
function isPlainNumber(src: Buffer, start: number, end: number): boolean {
	if (end - start > PLAIN_NUMBER_CHARS_MAX) return false;
	if (byteAt(src, start) === 0x2d && byteAt(src, start + 1) === 0x30) return false;
	for (let p = start; p < end; p++) if ((byteAt(src, p) | 0x20) === 0x65) return false;
	return true;
}

/** Reads JSON texts into cells; reused from text to text. */
export class JsonTape implements Tape {
	src = new ByteSink(0);
	readonly aux = new ByteSink(AUX_BYTES);
	cells = new Int32Array(CELLS_START * CELL);
	/** Escapes of half a surrogate pair, of U+0000, and numbers outside numeric and outside float64, met so far. */
	loneSurrogates = 0;
	nulEscapes = 0;
	beyondNumeric = 0;
	beyondFloat = 0;
	private containers = new Int32Array(64);

	/**
	 * Reads `[from, to)` of a sink: valid UTF-8, followed by SPARE_BYTES; the first of them is overwritten.
	 * @param depthMax containers inside one another; deeper is rejected
	 * @param sortRoot false leaves the members of the outermost object in document order, duplicates included
	 * @returns the position of the root cell
	 * @throws JsonRejected when the text is no JSON
	 */
	scan(source: ByteSink, from: number, to: number, depthMax: number, sortRoot: boolean): number {
		const src = source.bytes;
		this.src = source;
		this.aux.reset(AUX_KEPT_BYTES_MAX);
		this.loneSurrogates = 0;
		this.nulEscapes = 0;
		this.beyondNumeric = 0;
		this.beyondFloat = 0;
		if (this.cells.length > CELLS_KEPT_MAX) this.cells = new Int32Array(CELLS_START * CELL);
		// a byte no loop below passes
		src[to] = 0;
		const end = skipSpace(src, this.readAll(src, from, to, depthMax, sortRoot));
		if (end !== to) throw unexpected(end, to);
		return 0;
	}

	/** One loop with its state in local variables: this is the hottest code of the worker. Returns where the root value ends. */
	private readAll(src: Buffer, from: number, to: number, depthMax: number, sortRoot: boolean): number {
		let cells = this.cells;
		let cellsEnd = CELL;
		let cell = 0;
		let p = from;
		let depth = 0;
		/** KEY_DECODED when the key of the present cell is in aux. */
		let flag = 0;
		/** The container around the present cell, and whether it is an object. */
		let container = NONE;
		let isObject = false;
		cells[CELL_NEXT] = NONE;
		for (;;) {
			// a value begins at p
			if (byteAt(src, p) <= 0x20) p = skipSpace(src, p);
			const first = byteAt(src, p);
			let opened = false;
			if (first === QUOTE) {
				const start = ++p;
				p = plainEnd(src, p);
				if (byteAt(src, p) === QUOTE) {
					cells[cell] = KIND_STRING | flag;
					cells[cell + CELL_START] = start;
					cells[cell + CELL_END] = p++;
				} else {
					cells[cell] = KIND_DECODED | flag;
					cells[cell + CELL_CHILD] = start - 1;
					cells[cell + CELL_START] = this.aux.end;
					p = decodeEscapes(this, start, p, to);
					cells[cell + CELL_END] = this.aux.end;
				}
			} else if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
				if (depth === depthMax) throw new JsonRejected(`nested deeper than ${depthMax}`);
				cells[cell] = (first === OPEN_OBJECT ? KIND_OBJECT : KIND_ARRAY) | flag;
				cells[cell + CELL_START] = p++;
				if (byteAt(src, p) <= 0x20) p = skipSpace(src, p);
				if (byteAt(src, p) === (first === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) {
					cells[cell + CELL_CHILD] = NONE;
					cells[cell + CELL_END] = ++p;
				} else {
					if (depth === this.containers.length) this.growStack();
					this.containers[depth++] = cell;
					container = cell;
					isObject = first === OPEN_OBJECT;
					cells[cell + CELL_CHILD] = cellsEnd;
					opened = true;
				}
			} else {
				p = this.readScalar(cell, flag, first, p, to);
			}

			// a value has ended: its containers close, or a sibling follows
			if (!opened) {
				for (;;) {
					if (depth === 0) return p;
					if (byteAt(src, p) <= 0x20) p = skipSpace(src, p);
					const next = byteAt(src, p);
					if (next === COMMA) break;
					if (next !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) throw unexpected(p, to);
					cells[cell + CELL_NEXT] = NONE;
					cells[container + CELL_END] = ++p;
					depth--;
					if (isObject && (depth > 0 || sortRoot)) sortMembers(this, container);
					cell = container;
					if (depth > 0) {
						container = intAt(this.containers, depth - 1);
						isObject = (intAt(cells, container) & KIND_MASK) === KIND_OBJECT;
					}
				}
				p++;
				cells[cell + CELL_NEXT] = cellsEnd;
			}

			// the next cell, with its key
			cell = cellsEnd;
			cellsEnd += CELL;
			if (cellsEnd > cells.length) cells = this.growCells();
			flag = 0;
			if (isObject) {
				if (byteAt(src, p) <= 0x20) p = skipSpace(src, p);
				if (byteAt(src, p) !== QUOTE) throw unexpected(p, to);
				const start = ++p;
				p = plainEnd(src, p);
				if (byteAt(src, p) === QUOTE) {
					cells[cell + CELL_KEY_START] = start;
					cells[cell + CELL_KEY_END] = p++;
				} else {
					flag = KEY_DECODED;
					cells[cell + CELL_KEY_START] = this.aux.end;
					p = decodeEscapes(this, start, p, to);
					cells[cell + CELL_KEY_END] = this.aux.end;
				}
				if (byteAt(src, p) <= 0x20) p = skipSpace(src, p);
				if (byteAt(src, p) !== COLON) throw unexpected(p, to);
				p++;
			}
		}
	}

	/** Reads a number or one of the three words; returns where it ends. */
	private readScalar(cell: number, flag: number, first: number, start: number, to: number): number {
		const src = this.src.bytes;
		let kind = KIND_NUMBER;
		let p = start;
		if (first === 0x2d || (first >= 0x30 && first <= 0x39)) {
			p = numberEnd(src, start, to);
			if (!isPlainNumber(src, start, p)) {
				kind = KIND_NUMBER_OTHER;
				const literal = this.src.text(start, p);
				if (numericText(literal) === null) this.beyondNumeric++;
				if (!Number.isFinite(Number(literal))) this.beyondFloat++;
			}
		} else if (first === 0x6e) {
			kind = KIND_NULL;
			p = wordEnd(src, 'null', start, to);
		} else if (first === 0x74) {
			kind = KIND_TRUE;
			p = wordEnd(src, 'true', start, to);
		} else if (first === 0x66) {
			kind = KIND_FALSE;
			p = wordEnd(src, 'false', start, to);
		} else {
			throw unexpected(start, to);
		}
		const cells = this.cells;
		cells[cell] = kind | flag;
		cells[cell + CELL_START] = start;
		cells[cell + CELL_END] = p;
		return p;
	}

	private growCells(): Int32Array<ArrayBuffer> {
		const larger = new Int32Array(this.cells.length * 2);
		larger.set(this.cells);
		this.cells = larger;
		return larger;
	}

	private growStack(): void {
		const larger = new Int32Array(this.containers.length * 2);
		larger.set(this.containers);
		this.containers = larger;
	}

	/** A stack deep enough for a walk over what was scanned last. */
	walkStack(): Int32Array {
		return this.containers;
	}

	/** The JSON text a value was read from. */
	sourceText(cell: number): string {
		const kind = intAt(this.cells, cell) & KIND_MASK;
		if (kind !== KIND_DECODED) {
			const quote = kind === KIND_STRING ? 1 : 0;
			return this.src.text(intAt(this.cells, cell + CELL_START) - quote, intAt(this.cells, cell + CELL_END) + quote);
		}
		const start = intAt(this.cells, cell + CELL_CHILD);
		let end = start + 1;
		for (let c = byteAt(this.src.bytes, end); c !== QUOTE; c = byteAt(this.src.bytes, end)) end += c === BACKSLASH ? 2 : 1;
		return this.src.text(start, end + 1);
	}
}
