const HEX_DIGITS = '0123456789abcdef';
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 0xff;

function valuesOf(digits: string): Uint8Array {
	const values = new Uint8Array(128).fill(NO_DIGIT);
	for (let i = 0; i < digits.length; i++) values[digits.charCodeAt(i)] = i;
	return values;
}
const HEX_VALUES = valuesOf(HEX_DIGITS);
const BASE64_VALUES = valuesOf(BASE64_DIGITS);

/** Lowercase hex. */
export function toHex(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += HEX_DIGITS.charAt(byte >> 4) + HEX_DIGITS.charAt(byte & 0x0f);
	return text;
}

/** The bytes of lowercase hex, or null when it is anything else. */
export function fromHex(text: string): Uint8Array | null {
	if (text.length % 2 !== 0) return null;
	const bytes = new Uint8Array(text.length / 2);
	for (let i = 0; i < bytes.length; i++) {
		const high = HEX_VALUES[text.charCodeAt(2 * i)] ?? NO_DIGIT;
		const low = HEX_VALUES[text.charCodeAt(2 * i + 1)] ?? NO_DIGIT;
		if (high === NO_DIGIT || low === NO_DIGIT) return null;
		bytes[i] = (high << 4) | low;
	}
	return bytes;
}

/** Base64 of RFC 4648, section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0];
		text += BASE64_DIGITS.charAt(a >> 2) + BASE64_DIGITS.charAt(((a & 3) << 4) | (b >> 4));
		text += i + 1 < bytes.length ? BASE64_DIGITS.charAt(((b & 15) << 2) | (c >> 6)) : '=';
		text += i + 2 < bytes.length ? BASE64_DIGITS.charAt(c & 63) : '=';
	}
	return text;
}

/**
 * The bytes of base64 in its one canonical form: padded, nothing but digits, unused bits zero. Null for anything else, so that
 * no two texts mean the same bytes.
 */
export function fromBase64(text: string): Uint8Array | null {
	if (text.length % 4 !== 0) return null;
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	const digits = text.length - padding;
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	let bits = 0;
	let held = 0;
	let at = 0;
	for (let i = 0; i < digits; i++) {
		const value = BASE64_VALUES[text.charCodeAt(i)] ?? NO_DIGIT;
		if (value === NO_DIGIT) return null;
		bits = ((bits & 0xff) << 6) | value;
		held += 6;
		if (held < 8) continue;
		held -= 8;
		bytes[at++] = bits >> held;
	}
	return (bits & ((1 << held) - 1)) === 0 ? bytes : null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 of a text. */
export function utf8Bytes(text: string): Uint8Array {
	return encoder.encode(text);
}

/** The text of UTF-8, or null when the bytes are none. */
export function utf8Text(bytes: Uint8Array): string | null {
	try {
		return decoder.decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}

/** Whether two arrays hold the same bytes; not in constant time, for public values only. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Order of two texts by their UTF-8 bytes, which is that of their code points: below 0, 0 or above 0. */
export function compareText(a: string, b: string): number {
	const [left, right] = [utf8Bytes(a), utf8Bytes(b)];
	for (let i = 0; i < left.length && i < right.length; i++) {
		const difference = (left[i] ?? 0) - (right[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
