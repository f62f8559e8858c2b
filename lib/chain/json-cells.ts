import type { ByteSink } from './byte-sink';

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
/** Of a KIND_DECODED cell: where its opening quote is in `src`. */
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

/** What has been read of a text. */
export interface Tape {
	readonly src: ByteSink;
	readonly aux: ByteSink;
	readonly cells: Int32Array;
	/** Escapes of half a surrogate pair and of U+0000 met so far. */
	loneSurrogates: number;
	nulEscapes: number;
}
