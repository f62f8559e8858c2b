import { type ByteSink, copyWords } from './byte-sink';
import { byteAt, intAt } from './bytes';
import {
	CELL_CHILD,
	CELL_END,
	CELL_KEY_END,
	CELL_KEY_START,
	CELL_NEXT,
	CELL_START,
	KEY_DECODED,
	KIND_ARRAY,
	KIND_DECODED,
	KIND_MASK,
	KIND_NUMBER,
	KIND_NUMBER_OTHER,
	KIND_OBJECT,
	KIND_STRING,
	NONE,
} from './json-cells';
import { JsonRejected } from './json-rejected';
import type { JsonTape } from './json-tape';
import { numericText } from './numeric-text';

/** Longest text form made, in bytes: a few bytes of exponents can stand for gigabytes of digits. */
export const JSONB_TEXT_BYTES_MAX = 64 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** The letter after the backslash for control characters that have one, else 0. */
const SHORT_ESCAPES = Buffer.alloc(0x20);
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
function putEscaped(out: ByteSink, list: Buffer, start: number, end: number): void {
	const bytes = out.bytes;
	let o = out.end;
	bytes[o++] = QUOTE;
	for (let i = start; i < end; i++) {
		const c = byteAt(list, i);
		if (c === QUOTE || c === BACKSLASH) {
			bytes[o++] = BACKSLASH;
			bytes[o++] = c;
		} else if (c >= 0x20) {
			bytes[o++] = c;
		} else if (byteAt(SHORT_ESCAPES, c) !== 0) {
			bytes[o++] = BACKSLASH;
			bytes[o++] = byteAt(SHORT_ESCAPES, c);
		} else {
			o += bytes.write(`\\u00${c < 0x10 ? '0' : ''}${c.toString(16)}`, o, 'latin1');
		}
	}
	bytes[o++] = QUOTE;
	out.end = o;
}

function putNumber(tape: JsonTape, out: ByteSink, start: number, end: number, asFloat: boolean, restBytesMax: number): void {
	const literal = tape.src.text(start, end);
	const text = numericText(asFloat ? String(Number(literal)) : literal);
	if (text === null) throw new JsonRejected('number out of range');
	out.reserve(text.length + restBytesMax);
	out.putAscii(text);
}

/** Spans longer than this are copied by the engine, shorter ones faster by a loop. */
const LOOP_BYTES_MAX = 256;

/**
 * Appends the jsonb text form of a cell and all below it. Walks without recursion, its state in local variables.
 * @param sourceBytes length of the JSON text the cell was read from; bounds the room needed
 * @param asFloat numbers go through float64, as in a document that Go has marshalled again
 * @throws JsonRejected when a number is out of range or the text grows beyond JSONB_TEXT_BYTES_MAX
 */
export function emitJsonb(tape: JsonTape, root: number, out: ByteSink, sourceBytes: number, asFloat: boolean): void {
	const cells = tape.cells;
	const src = tape.src.bytes;
	const srcView = tape.src.view;
	const stack = tape.walkStack();
	const restBytesMax = 2 * sourceBytes + 64;
	out.reserve(restBytesMax);
	const endMax = out.end + JSONB_TEXT_BYTES_MAX;
	let bytes = out.bytes;
	let view = out.view;
	let o = out.end;
	let depth = 0;
	let cell = root;
	let container = NONE;
	let isObject = false;
	for (;;) {
		const kindAndFlag = intAt(cells, cell);
		if (isObject) {
			const keyStart = intAt(cells, cell + CELL_KEY_START);
			const keyEnd = intAt(cells, cell + CELL_KEY_END);
			if ((kindAndFlag & KEY_DECODED) === 0) {
				copyWords(view, o, srcView, keyStart - 1, keyEnd - keyStart + 2);
				o += keyEnd - keyStart + 2;
			} else {
				out.end = o;
				putEscaped(out, tape.aux.bytes, keyStart, keyEnd);
				o = out.end;
			}
			bytes[o++] = COLON;
			bytes[o++] = SPACE;
		}
		const kind = kindAndFlag & KIND_MASK;
		let from = intAt(cells, cell + CELL_START);
		let to = intAt(cells, cell + CELL_END);
		if (kind === KIND_OBJECT || kind === KIND_ARRAY) {
			const child = intAt(cells, cell + CELL_CHILD);
			bytes[o++] = kind === KIND_OBJECT ? OPEN_OBJECT : OPEN_ARRAY;
			if (child !== NONE) {
				stack[depth++] = cell;
				container = cell;
				isObject = kind === KIND_OBJECT;
				cell = child;
				continue;
			}
			bytes[o++] = kind === KIND_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY;
		} else if (kind === KIND_DECODED || kind === KIND_NUMBER_OTHER || (kind === KIND_NUMBER && asFloat)) {
			out.end = o;
			if (kind === KIND_DECODED) putEscaped(out, tape.aux.bytes, from, to);
			else putNumber(tape, out, from, to, asFloat, restBytesMax);
			if (out.end > endMax) throw new JsonRejected('text form too long');
			bytes = out.bytes;
			view = out.view;
			o = out.end;
		} else {
			if (kind === KIND_STRING) {
				from--;
				to++;
			}
			if (to - from > LOOP_BYTES_MAX) src.copy(bytes, o, from, to);
			else copyWords(view, o, srcView, from, to - from);
			o += to - from;
		}
		// the value has ended: its containers close, or a sibling follows
		for (;;) {
			if (depth === 0) {
				out.end = o;
				return;
			}
			cell = intAt(cells, cell + CELL_NEXT);
			if (cell !== NONE) break;
			bytes[o++] = isObject ? CLOSE_OBJECT : CLOSE_ARRAY;
			cell = container;
			depth--;
			if (depth > 0) {
				container = intAt(stack, depth - 1);
				isObject = (intAt(cells, container) & KIND_MASK) === KIND_OBJECT;
			}
		}
		bytes[o++] = COMMA;
		bytes[o++] = SPACE;
	}
}
