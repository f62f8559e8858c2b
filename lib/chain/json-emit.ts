import type { ByteSink } from './byte-sink';
import { at } from './bytes';
import { JsonRejected } from './json-rejected';
import {
	CELL_CHILD,
	CELL_END,
	CELL_KEY_END,
	CELL_KEY_START,
	CELL_NEXT,
	CELL_START,
	type JsonTape,
	KEY_DECODED,
	KIND_ARRAY,
	KIND_DECODED,
	KIND_MASK,
	KIND_NUMBER,
	KIND_NUMBER_OTHER,
	KIND_OBJECT,
	KIND_STRING,
	NONE,
} from './json-tape';
import { numericText } from './numeric-text';

/** Longest text form made, in bytes: a few bytes of exponents can stand for gigabytes of digits. */
export const JSONB_TEXT_BYTES_MAX = 64 * 1024 * 1024;

const [QUOTE, BACKSLASH, COMMA, COLON, SPACE] = [0x22, 0x5c, 0x2c, 0x3a, 0x20];

/** The letter after the backslash for control characters that have one, else 0. */
const SHORT_ESCAPES = new Uint8Array(0x20);
for (const [byte, letter] of [
	[0x08, 'b'],
	[0x0c, 'f'],
	[0x0a, 'n'],
	[0x0d, 'r'],
	[0x09, 't'],
] as const) {
	SHORT_ESCAPES[byte] = letter.charCodeAt(0);
}

/** Writes decoded bytes as a JSON string with the escapes Postgres prints. */
function putEscaped(out: ByteSink, list: Uint8Array, start: number, end: number): void {
	const bytes = out.bytes;
	let o = out.end;
	bytes[o++] = QUOTE;
	for (let i = start; i < end; i++) {
		const c = at(list, i);
		if (c === QUOTE || c === BACKSLASH) {
			bytes[o++] = BACKSLASH;
			bytes[o++] = c;
		} else if (c >= 0x20) {
			bytes[o++] = c;
		} else if (at(SHORT_ESCAPES, c) !== 0) {
			bytes[o++] = BACKSLASH;
			bytes[o++] = at(SHORT_ESCAPES, c);
		} else {
			o += bytes.write(`\\u00${c < 0x10 ? '0' : ''}${c.toString(16)}`, o, 'latin1');
		}
	}
	bytes[o++] = QUOTE;
	out.end = o;
}

function putKey(tape: JsonTape, out: ByteSink, cell: number): void {
	const cells = tape.cells;
	const [start, end] = [at(cells, cell + CELL_KEY_START), at(cells, cell + CELL_KEY_END)];
	if ((at(cells, cell) & KEY_DECODED) !== 0) putEscaped(out, tape.aux, start, end);
	else out.putBytes(tape.src, start - 1, end + 1);
	out.putByte(COLON);
	out.putByte(SPACE);
}

function putNumber(tape: JsonTape, out: ByteSink, start: number, end: number, asFloat: boolean, restBytesMax: number): void {
	const literal = tape.text(tape.src, start, end);
	const text = numericText(asFloat ? String(Number(literal)) : literal);
	if (text === null) throw new JsonRejected('number out of range');
	out.reserve(text.length + restBytesMax);
	out.putAscii(text);
}

/**
 * Appends the jsonb text form of a cell and all below it. Walks without recursion.
 * @param sourceBytes length of the JSON text the cell was read from; bounds the room needed
 * @param asFloat numbers go through float64, as in a document that Go has marshalled again
 * @throws JsonRejected when a number is out of range or the text grows beyond JSONB_TEXT_BYTES_MAX
 */
export function emitJsonb(tape: JsonTape, root: number, out: ByteSink, sourceBytes: number, asFloat: boolean): void {
	const cells = tape.cells;
	const stack = tape.walkStack();
	const restBytesMax = 2 * sourceBytes + 64;
	const endMax = out.end + JSONB_TEXT_BYTES_MAX;
	let depth = 0;
	let cell = root;
	out.reserve(restBytesMax);
	for (;;) {
		const kind = at(cells, cell) & KIND_MASK;
		const [start, end] = [at(cells, cell + CELL_START), at(cells, cell + CELL_END)];
		if (kind === KIND_STRING) {
			out.putBytes(tape.src, start - 1, end + 1);
		} else if (kind === KIND_OBJECT || kind === KIND_ARRAY) {
			out.putByte(kind === KIND_OBJECT ? 0x7b : 0x5b);
			const child = at(cells, cell + CELL_CHILD);
			if (child !== NONE) {
				stack[depth++] = cell;
				cell = child;
				if (kind === KIND_OBJECT) putKey(tape, out, cell);
				continue;
			}
			out.putByte(kind === KIND_OBJECT ? 0x7d : 0x5d);
		} else if (kind === KIND_DECODED) {
			putEscaped(out, tape.aux, start, end);
		} else if (kind === KIND_NUMBER_OTHER || (kind === KIND_NUMBER && asFloat)) {
			putNumber(tape, out, start, end, asFloat, restBytesMax);
			if (out.end > endMax) throw new JsonRejected('text form too long');
		} else {
			out.putBytes(tape.src, start, end);
		}
		// the value has ended: its sibling follows, or its containers close
		for (;;) {
			if (depth === 0) return;
			const container = at(stack, depth - 1);
			const isObject = (at(cells, container) & KIND_MASK) === KIND_OBJECT;
			cell = at(cells, cell + CELL_NEXT);
			if (cell !== NONE) {
				out.putByte(COMMA);
				out.putByte(SPACE);
				if (isObject) putKey(tape, out, cell);
				break;
			}
			out.putByte(isObject ? 0x7d : 0x5d);
			cell = container;
			depth--;
		}
	}
}
