import { sha256 } from '../chain/sha256';

/**
 * Fields of the search projection that are dictionary-coded. The numbers are persisted in `search_terms.field` and
 * `rollup_hour.field`: never renumber.
 */
export const TERM_FIELD_NO = {
	eventType: 1,
	decision: 2,
	reason: 3,
	application: 4,
	resource: 5,
	policyVersion: 6,
	host: 7,
	label: 8,
} as const;
export type TermField = keyof typeof TERM_FIELD_NO;

/** Longest dictionary value kept whole, in UTF-8 bytes. */
export const TERM_BYTES_MAX = 256;
/** Any text of at most this many UTF-16 units fits TERM_BYTES_MAX. */
const SHORT_CHARS_MAX = 64;

/**
 * The dictionary form of a value: itself, or, when longer than TERM_BYTES_MAX, its first 48 characters, an ellipsis and
 * 16 hex digits of its SHA-256, so that equality still tells long values apart. U+0000 is removed.
 */
export function termOf(value: string): string {
	if (value.length <= SHORT_CHARS_MAX && !value.includes('\u0000')) return value;
	const clean = value.replaceAll('\u0000', '');
	if (Buffer.byteLength(clean) <= TERM_BYTES_MAX) return clean;
	const head = Array.from(clean.slice(0, 400)).slice(0, 48).join('');
	return `${head}…${sha256(clean, 'hex').slice(0, 16)}`;
}

/** The 64-bit key of an identifier: the first 8 bytes of its SHA-256 as a signed big-endian integer (Postgres bigint). */
export function keyOf(identifier: string): bigint {
	return Buffer.from(sha256(identifier, 'binary'), 'binary').readBigInt64BE(0);
}
