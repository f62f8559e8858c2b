import type { ByteSink } from './byte-sink';

/** Longest span that is remembered. */
const SPAN_BYTES_MAX = 64;
const SPAN_WORDS = SPAN_BYTES_MAX / 4;
const SLOT_BITS = 12;
const SLOTS = 1 << SLOT_BITS;
/** Of the last word of a span, the bytes that belong to it, by how many there are. */
const TAIL = Int32Array.of(-1, 0xff, 0xffff, 0xff_ffff);

/**
 * Values by spans of bytes seen lately. One slot per hash, the newer span wins: bounded, and a hit costs a fifth of making a
 * string of the bytes. What is found is compared byte by byte, so a collision costs time and nothing else.
 */
export class BytesCache<T> {
	private readonly words = new Int32Array(SLOTS * SPAN_WORDS);
	private readonly lengths = new Uint8Array(SLOTS);
	private readonly values: T[] = [];

	/** @param make the value of a span that is not remembered */
	constructor(private readonly make: (from: ByteSink, start: number, end: number) => T) {}

	/** The value of `[start, end)`; the sink has SPARE_BYTES behind it. */
	get(from: ByteSink, start: number, end: number): T {
		const length = end - start;
		if (length > SPAN_BYTES_MAX || length === 0) return this.make(from, start, end);
		const { view } = from;
		const whole = length & ~3;
		const tail = TAIL[length & 3] as number;
		let hash = length;
		for (let i = 0; i < whole; i += 4) hash = Math.imul(hash ^ view.getInt32(start + i, true), 0x9e37_79b1) ^ (hash >>> 15);
		const last = whole === length ? 0 : view.getInt32(start + whole, true) & tail;
		hash = Math.imul(hash ^ last, 0x9e37_79b1);
		const slot = hash >>> (32 - SLOT_BITS);
		const first = slot * SPAN_WORDS;
		const { words } = this;
		let isKnown = this.lengths[slot] === length && (whole === length || words[first + (whole >> 2)] === last);
		for (let i = 0; isKnown && i < whole; i += 4) isKnown = words[first + (i >> 2)] === view.getInt32(start + i, true);
		if (isKnown) return this.values[slot] as T;

		const value = this.make(from, start, end);
		this.lengths[slot] = length;
		for (let i = 0; i < whole; i += 4) words[first + (i >> 2)] = view.getInt32(start + i, true);
		if (whole !== length) words[first + (whole >> 2)] = last;
		this.values[slot] = value;
		return value;
	}
}

/** A cache of texts. They are strings of their own, not parts of a larger one they would keep alive. */
export function textCache(): BytesCache<string> {
	return new BytesCache((from, start, end) => from.text(start, end));
}
