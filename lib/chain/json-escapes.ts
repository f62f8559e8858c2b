import { byteAt } from './bytes';
import type { Tape } from './json-cells';
import { JsonRejected } from './json-rejected';

const [QUOTE, BACKSLASH, LOWER_U] = [0x22, 0x5c, 0x75];

/** What a one-letter escape stands for, by the letter's code; 0 where there is no such escape. */
const SHORT = Buffer.alloc(256);
for (const [letter, byte] of [
	['"', 0x22],
	['\\', 0x5c],
	['/', 0x2f],
	['b', 0x08],
	['f', 0x0c],
	['n', 0x0a],
	['r', 0x0d],
	['t', 0x09],
] as const) {
	SHORT[letter.charCodeAt(0)] = byte;
}

/** The value of four hex digits at `p`, or -1. */
function hex4(src: Buffer, p: number): number {
	let value = 0;
	for (let i = p; i < p + 4; i++) {
		const c = byteAt(src, i);
		const lower = c | 0x20;
		if (c >= 0x30 && c <= 0x39) value = value * 16 + c - 0x30;
		else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
		else return -1;
	}
	return value;
}

/** Appends one code point to `out` at `o` as UTF-8; returns the new end. */
function putCodePoint(out: Buffer, o: number, code: number): number {
	if (code < 0x80) {
		out[o++] = code;
	} else if (code < 0x800) {
		out[o++] = 0xc0 | (code >> 6);
		out[o++] = 0x80 | (code & 0x3f);
	} else if (code < 0x10000) {
		out[o++] = 0xe0 | (code >> 12);
		out[o++] = 0x80 | ((code >> 6) & 0x3f);
		out[o++] = 0x80 | (code & 0x3f);
	} else {
		out[o++] = 0xf0 | (code >> 18);
		out[o++] = 0x80 | ((code >> 12) & 0x3f);
		out[o++] = 0x80 | ((code >> 6) & 0x3f);
		out[o++] = 0x80 | (code & 0x3f);
	}
	return o;
}

/**
 * Decodes a string with escapes into `tape.aux`, from `start` (after the quote); `plainEnd` is the first byte that is not plain.
 * U+0000 is left out and half a surrogate pair becomes U+FFFD, as Go decodes it; both are counted on the tape.
 * @returns the position after the closing quote
 */
export function decodeEscapes(tape: Tape, start: number, plainEnd: number, to: number): number {
	const src = tape.src.bytes;
	// decoding never makes a string longer, and to - start is what is left of the text
	tape.aux.reserve(to - start);
	const aux = tape.aux.bytes;
	let o = tape.aux.end;
	for (let i = start; i < plainEnd; i++) aux[o++] = byteAt(src, i);
	let p = plainEnd;
	for (;;) {
		const c = byteAt(src, p);
		if (c === QUOTE) break;
		if (c !== BACKSLASH) {
			if (c < 0x20) throw new JsonRejected(p >= to ? 'unexpected end of JSON input' : 'control character in a string');
			aux[o++] = c;
			p++;
			continue;
		}
		const letter = byteAt(src, p + 1);
		const short = byteAt(SHORT, letter);
		if (short !== 0) {
			aux[o++] = short;
			p += 2;
			continue;
		}
		let code = letter === LOWER_U ? hex4(src, p + 2) : -1;
		if (code < 0) throw new JsonRejected(p + 2 >= to ? 'unexpected end of JSON input' : 'invalid escape in a string');
		p += 6;
		if (code === 0) {
			tape.nulEscapes++;
			continue;
		}
		if (code >= 0xd800 && code <= 0xdfff) {
			const low = code < 0xdc00 && byteAt(src, p) === BACKSLASH && byteAt(src, p + 1) === LOWER_U ? hex4(src, p + 2) : -1;
			if (low >= 0xdc00 && low <= 0xdfff) {
				code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
				p += 6;
			} else {
				code = 0xfffd;
				tape.loneSurrogates++;
			}
		}
		o = putCodePoint(aux, o, code);
	}
	tape.aux.end = o;
	return p + 1;
}
