import type { JsonValue } from '../../lib/json';

/**
 * JSON without loss: a number that JavaScript cannot hold as it is written (`12345678901234567890`, `1.0`) is kept as a text
 * behind a NUL. No text of an event can look like that, since Postgres stores no NUL in JSON.
 */
const KEPT = '\u0000';
const KEPT_TOKEN = /"\\u0000(-?[0-9][0-9.eE+-]*)"/g;
const NUMBER = /-?\d[\d.eE+-]*/y;

function endOfString(text: string, start: number): number {
	for (let at = start + 1; at < text.length; at++) {
		const character = text[at];
		if (character === '\\') at++;
		else if (character === '"') return at + 1;
	}
	return text.length;
}

/** @throws SyntaxError when the text is no JSON */
export function parseJson(text: string): JsonValue {
	let marked = '';
	let copied = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code === 0x22) at = endOfString(text, at);
		else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
			NUMBER.lastIndex = at;
			const number = NUMBER.exec(text)?.[0] ?? '-';
			if (String(Number(number)) !== number && JSON.stringify(tryNumber(number)) !== undefined) {
				marked += `${text.slice(copied, at)}"\\u0000${number}"`;
				copied = at + number.length;
			}
			at += number.length;
		} else at++;
	}
	return JSON.parse(marked + text.slice(copied)) as JsonValue;
}

/** The number a JSON text holds, undefined for a text that is no JSON number: that one is left for JSON.parse to refuse. */
function tryNumber(text: string): number | undefined {
	return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** What parseJson read as JSON text again, on one line or indented. */
export function formatJson(value: unknown, indent?: number): string {
	return JSON.stringify(value, null, indent).replace(KEPT_TOKEN, '$1');
}

/** A text or number as its characters: a kept number without its mark. */
export function scalarText(value: string | number | boolean | null): string {
	return typeof value === 'string' && value.startsWith(KEPT) ? value.slice(KEPT.length) : String(value);
}

/** The value with kept numbers rounded to JavaScript's: for reading, never for output. */
export function rounded(value: JsonValue): JsonValue {
	if (typeof value === 'string') return value.startsWith(KEPT) ? Number(value.slice(KEPT.length)) : value;
	if (value === null || typeof value !== 'object') return value;
	if (Array.isArray(value)) return value.map(rounded);
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}
