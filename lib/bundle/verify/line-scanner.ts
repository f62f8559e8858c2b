import { BundleRejected } from '../form';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const ZERO = 0x30;
const NOT_HEX = 0xff;

/** What stands behind a backslash for a byte that has a short escape. */
const SHORT_ESCAPES = new Map([
	[QUOTE, QUOTE],
	[BACKSLASH, BACKSLASH],
	[0x62, 0x08],
	[0x66, 0x0c],
	[0x6e, 0x0a],
	[0x72, 0x0d],
	[0x74, 0x09],
]);
const SHORT = new Uint8Array(256);
for (const [letter, byte] of SHORT_ESCAPES) SHORT[letter] = byte;
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0));
const HEX = new Uint8Array(256).fill(NOT_HEX);
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit;

/** Whether one of four bytes may be other than plain: below 0x20, a quote, a backslash, or beyond ASCII; never misses one. */
function hasOther(word: number): boolean {
	const quote = word ^ 0x22222222;
	const backslash = word ^ 0x5c5c5c5c;
	const found = ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash) | ((word - 0x20202020) & ~word) | word;
	return (found & 0x80808080) !== 0;
}

/** Longest run whose view is kept: making a view costs as much as hashing a short event. */
const VIEW_BYTES_MAX = 16 * 1024;

/** Bytes gathered one behind the other; reused. */
export class ByteRun {
	bytes = new Uint8Array(64 * 1024);
	words = new DataView(this.bytes.buffer);
	end = 0;
	private views: Uint8Array[] = [];

	reserve(count: number): void {
		if (this.end + count <= this.bytes.length) return;
		const larger = new Uint8Array(Math.max(this.end + count, this.bytes.length * 2));
		larger.set(this.bytes.subarray(0, this.end));
		this.bytes = larger;
		this.words = new DataView(larger.buffer);
		this.views = [];
	}

	/** What was gathered; a view, valid until more is. */
	view(): Uint8Array {
		const { end } = this;
		if (end > VIEW_BYTES_MAX) return this.bytes.subarray(0, end);
		const known = this.views[end];
		if (known !== undefined) return known;
		const view = this.bytes.subarray(0, end);
		this.views[end] = view;
		return view;
	}
}

/**
 * Reads a line of JSON that has exactly one form: no spaces, keys in their order, text escaped as JSON.stringify does. Faster
 * than JSON.parse, and no second reading of the same bytes is possible. The casts only drop the `undefined` of
 * noUncheckedIndexedAccess; bytes beyond the end are no part of any form, so a short line is refused too.
 */
export class LineScanner {
	private bytes = new Uint8Array(0);
	private words = new DataView(this.bytes.buffer);
	private at = 0;
	private end = 0;

	/** Begins at `start` with a line that ends before `end`. */
	begin(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): void {
		if (bytes !== this.bytes) this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	private fail(): never {
		throw new BundleRejected('The line is not in its form.');
	}

	/** Whether the line goes on with these bytes; if so they are passed. */
	passes(expected: Uint8Array): boolean {
		const { bytes, at } = this;
		if (at + expected.length > this.end) return false;
		for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
		this.at = at + expected.length;
		return true;
	}

	expect(expected: Uint8Array): void {
		if (!this.passes(expected)) this.fail();
	}

	/** The line is over. @returns where its line feed is */
	endOfLine(): number {
		if (this.at >= this.end || this.bytes[this.at] !== LINE_FEED) this.fail();
		return this.at;
	}

	/** A whole number without sign or leading zeros. */
	count(): number {
		let value = 0;
		const start = this.at;
		for (; this.at < this.end; this.at++) {
			const digit = (this.bytes[this.at] as number) - ZERO;
			if (digit < 0 || digit > 9) break;
			value = value * 10 + digit;
		}
		const digits = this.at - start;
		if (digits === 0 || digits > 16 || !Number.isSafeInteger(value) || (digits > 1 && this.bytes[start] === ZERO)) this.fail();
		return value;
	}

	/** Text of exactly 2 × `count` lowercase hex digits, as bytes into `out`. */
	hex(out: Uint8Array, count: number): void {
		const { bytes } = this;
		let at = this.at;
		if (at + 2 * count + 2 > this.end || bytes[at++] !== QUOTE) this.fail();
		for (let i = 0; i < count; i++, at += 2) {
			const high = HEX[bytes[at] as number] as number;
			const low = HEX[bytes[at + 1] as number] as number;
			if (high === NOT_HEX || low === NOT_HEX) this.fail();
			out[i] = (high << 4) | low;
		}
		if (bytes[at++] !== QUOTE) this.fail();
		this.at = at;
	}

	/**
	 * Text, appended to `run` as UTF-8.
	 * @returns whether it has the byte 0x1f, which separates the parts of a content hash's input
	 */
	text(run: ByteRun): boolean {
		const { bytes, words, end } = this;
		let at = this.at;
		if (at >= end || bytes[at++] !== QUOTE) this.fail();
		run.reserve(end - at);
		const { bytes: out, words: outWords } = run;
		const wordsEnd = end - 4;
		let o = run.end;
		let hasSeparator = false;
		for (;;) {
			for (; at <= wordsEnd; at += 4, o += 4) {
				const word = words.getInt32(at, true);
				if (hasOther(word)) break;
				outWords.setInt32(o, word, true);
			}
			while (at < end && PLAIN[bytes[at] as number] === 1) out[o++] = bytes[at++] as number;
			if (at >= end) this.fail();
			const byte = bytes[at++] as number;
			if (byte === QUOTE) {
				break;
			} else if (byte === BACKSLASH && at < end) {
				const letter = bytes[at++] as number;
				const short = SHORT[letter] as number;
				const escaped = short !== 0 ? short : this.control(letter, at);
				if (short === 0) at += 4;
				if (escaped === 0x1f) hasSeparator = true;
				out[o++] = escaped;
			} else {
				const length = this.sequence(at - 1);
				out[o++] = byte;
				for (let i = 1; i < length; i++) out[o++] = bytes[at++] as number;
			}
		}
		run.end = o;
		this.at = at;
		return hasSeparator;
	}

	/** Passes text that nobody wants; it must be as well-formed as any. */
	skipText(): void {
		const { bytes, words, end } = this;
		const wordsEnd = end - 4;
		let at = this.at;
		if (at >= end || bytes[at++] !== QUOTE) this.fail();
		for (;;) {
			while (at <= wordsEnd && !hasOther(words.getInt32(at, true))) at += 4;
			while (at < end && PLAIN[bytes[at] as number] === 1) at++;
			if (at >= end) this.fail();
			const byte = bytes[at++] as number;
			if (byte === QUOTE) break;
			if (byte === BACKSLASH && at < end) {
				const letter = bytes[at++] as number;
				if ((SHORT[letter] as number) !== 0) continue;
				this.control(letter, at);
				at += 4;
			} else {
				at += this.sequence(at - 1) - 1;
			}
		}
		this.at = at;
	}

	/** The control character of `\u00xx` whose `u` was just read; only those that have no short escape are written so. */
	private control(letter: number, at: number): number {
		const { bytes } = this;
		const high = (bytes[at + 2] as number) - ZERO;
		const low = HEX[bytes[at + 3] as number] as number;
		const isForm = letter === LOWER_U && at + 4 < this.end && bytes[at] === ZERO && bytes[at + 1] === ZERO && (high === 0 || high === 1);
		if (!isForm || low === NOT_HEX) this.fail();
		const byte = (high << 4) | low;
		if (byte === 0x08 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d) this.fail();
		return byte;
	}

	/** Length of the UTF-8 sequence at `at`, two to four bytes (Unicode 3.9, table 3-7). */
	private sequence(at: number): number {
		const { bytes } = this;
		const first = bytes[at] as number;
		const length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
		if (length === 0 || at + length > this.end) this.fail();
		const second = bytes[at + 1] as number;
		const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
		const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
		if (second < lowest || second > highest) this.fail();
		for (let i = 2; i < length; i++) if (((bytes[at + i] as number) & 0xc0) !== 0x80) this.fail();
		return length;
	}
}
