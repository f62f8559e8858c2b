import type { JsonValue } from '../json';
import { endOfString, endOfValue, skipSpace, unquoted } from './json-scan';

/** What stands in place of a masked value. */
export const REDACTED = '[redacted]';
const REDACTED_JSON = JSON.stringify(REDACTED);

/**
 * Keys whose values are secrets, whatever stands before them (`db_password`) and however their words are joined (`apiKey`,
 * `api-key`). Plural tokens are those of a list of them, not those a model counts. Caracal masks `session_id` too; that is the id of an authority record, no secret, and stays.
 */
const SENSITIVE_KEY =
	/(?:passwd|pwd|passwords?|passphrase|passcode|secrets?|token|(?:^|(?:access|refresh|id|auth|bearer)[^a-z0-9]?)tokens|(?:api|secret|access|private|signing|encryption)[^a-z0-9]?key|authorization|cookies?|assertion)(?:[^a-z0-9]?(?:value|header))?$/i;

/** Whether the value under this key is masked. */
export function isSensitiveKey(key: string): boolean {
	return SENSITIVE_KEY.test(key) || key.toLowerCase() === 'session';
}

/** Whether a text can hold anything to mask at all. Most records cannot, and are left alone. */
const SUSPICIOUS =
	/passwd|pwd|password|passphrase|passcode|secret|token|key|authorization|cookie|assertion|"session"|eyJ|cat_|bearer|basic|dpop|\\u/i;

/** The same for one string by itself. */
const TELLING = /cat_|eyJ|bearer|basic|dpop/i;

/** A scheme of the Authorization header with something that is no word behind it. */
const SCHEME = /\b(bearer|basic|dpop) +(?:[\w.~+/=-]{16,}|(?=[a-z.~+/=_-]*\d)[\w.~+/=-]{8,})/gi;
const CONSOLE_TOKEN = /cat_[0-9A-Za-z]{8}_[0-9A-Za-z_-]{43}/g;
/** Runs a JWT lies in: its parts are base64url, joined by dots. Each run is looked at once, so hostile texts cost no more. */
const JWT_RUN = /[\w.-]{20,}/g;
const JWT_PART_MIN = 10;

/** Masks from the `eyJ` that a JWT's header begins with, when that part and the next are long enough to be one. */
function maskJwt(run: string): string {
	let start = 0;
	const parts = run.split('.');
	for (const [i, part] of parts.entries()) {
		const header = part.indexOf('eyJ');
		if (header >= 0 && part.length - header >= JWT_PART_MIN && (parts[i + 1]?.length ?? 0) >= JWT_PART_MIN)
			return `${run.slice(0, start + header)}${REDACTED}`;
		start += part.length + 1;
	}
	return run;
}

/** A text with everything in it that looks like a bearer token, a JWT or a token of this console masked. */
export function redactText(text: string): string {
	if (!TELLING.test(text)) return text;
	let masked = text;
	if (masked.includes('cat_')) masked = masked.replace(CONSOLE_TOKEN, REDACTED);
	if (masked.includes('eyJ')) masked = masked.replace(JWT_RUN, maskJwt);
	return masked.replace(SCHEME, (_, scheme: string) => `${scheme} ${REDACTED}`);
}

/** What says nothing of a secret: that there is none. */
function isHarmless(json: string): boolean {
	return json === 'null' || json === '""' || json === 'true' || json === 'false' || json === REDACTED_JSON;
}

/**
 * Masks JSON text: the values of sensitive keys whole, and secrets inside any other string. Everything else stays as it is to
 * the character, so no number is rounded.
 * @param text JSON as Postgres writes it
 */
export function redactJson(text: string): string {
	if (!SUSPICIOUS.test(text)) return text;
	let masked = '';
	let copied = 0;
	const replace = (start: number, end: number, by: string) => {
		masked += text.slice(copied, start) + by;
		copied = end;
	};
	for (let at = 0; at < text.length; ) {
		if (text[at] !== '"') {
			at++;
			continue;
		}
		const end = endOfString(text, at);
		const string = unquoted(text.slice(at, end));
		const colon = skipSpace(text, end);
		if (text[colon] === ':') {
			const start = skipSpace(text, colon + 1);
			const valueEnd = isSensitiveKey(string) ? endOfValue(text, start) : start;
			if (valueEnd > start && !isHarmless(text.slice(start, valueEnd))) replace(start, valueEnd, REDACTED_JSON);
			at = valueEnd;
			continue;
		}
		const clean = redactText(string);
		if (clean !== string) replace(at, end, JSON.stringify(clean));
		at = end;
	}
	return copied === 0 ? text : masked + text.slice(copied);
}

/** The same for a text that may be missing. */
export function redactJsonOr(text: string | null): string | null {
	return text === null ? null : redactJson(text);
}

/** The same for a value already parsed. */
export function redactValue(value: JsonValue): JsonValue {
	if (value === null || typeof value !== 'object') return typeof value === 'string' ? redactText(value) : value;
	const text = JSON.stringify(value);
	const masked = redactJson(text);
	return masked === text ? value : (JSON.parse(masked) as JsonValue);
}
