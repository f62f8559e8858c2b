import type { AuditEvent } from '../events/contract';
import { redactJsonOr, redactText } from '../evidence/redact';

/**
 * Words: what free text is matched by, and what the word index knows of an event.
 *
 * An event's search text is masked as every answer is, so that nothing under a secret key is a word. A needle is found when
 * ` ${normaliseNeedle(needle)} ` lies in ` ${normalise(searchText(event))} `. Whatever stands in an event's search text, also as
 * a member of its JSON, has all its words there, so the words of a value narrow any test of equality. The same functions in SQL
 * are audit_words, audit_masked and audit_search_text (db/migrations/0003_search.sql); a property test holds them together.
 */

/** Parts of an event that are searched as text. */
export type SearchedEvent = Pick<
	AuditEvent,
	| 'id'
	| 'eventType'
	| 'requestId'
	| 'decision'
	| 'policySetId'
	| 'policySetVersionId'
	| 'manifestSha'
	| 'evaluationStatus'
	| 'determiningPoliciesText'
	| 'diagnosticsText'
	| 'metadataText'
>;

/** A text as it would stand inside JSON, as far as `normalise` is concerned: its backslashes are no escapes. */
function literal(text: string): string {
	return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}

/**
 * Everything of an event that free text can find, masked. Columns are joined by line feeds, which no pattern of the masking
 * reaches across.
 */
export function searchText(event: SearchedEvent): string {
	const columns = [
		event.id,
		event.eventType,
		event.requestId,
		event.decision,
		event.policySetId,
		event.policySetVersionId,
		event.manifestSha,
		event.evaluationStatus,
	].join('\n');
	const texts = [event.determiningPoliciesText, event.diagnosticsText, event.metadataText].map((json) => redactJsonOr(json) ?? '');
	return `${literal(redactText(columns))}\n${texts.join('\n')}`;
}

/** The escapes of jsonb's text form; of more than one backslash in a row the first two belong together. */
const ESCAPE = /\\(?:u00[01][0-9a-f]|["\\bfnrt])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: every ASCII character that is not part of a word
const NO_WORD = /[\u0000-/:-@[-^`{-\u007f]/g;
const UPPER = /[A-Z]+/g;

/**
 * The form in which words are compared: ASCII letters in lower case, everything else of ASCII but digits and `_` one blank, an
 * escape of jsonb's text form one blank. Other characters stay as they are. Keeps no offsets.
 */
export function normalise(text: string): string {
	const plain = text.includes('\\') ? text.replace(ESCAPE, ' ') : text;
	return plain.replace(NO_WORD, ' ').replace(UPPER, (letters) => letters.toLowerCase());
}

/** The same for what somebody looks for: a text as it is meant, in which a backslash is a backslash. */
export function normaliseNeedle(text: string): string {
	return normalise(literal(text));
}

/** The different words of a text as it is meant (not of JSON), in the order of their first occurrence. */
export function words(text: string): string[] {
	return [...new Set(normaliseNeedle(text).split(' '))].filter((word) => word !== '');
}

/**
 * Bits of a word's hash. Fewer make the index smaller, since rare words share its entries, and give more groups that turn out
 * to hold nothing: at 24 bits and 10 million events about 15 groups for each word asked for. Persisted: a change needs the
 * index to be built anew.
 */
export const WORD_HASH_BITS = 24;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Begins and continues the hash of a word over its UTF-16 units (FNV-1a); `finishHash` ends it. */
export const HASH_START = FNV_OFFSET;
export function hashUnit(hash: number, unit: number): number {
	return Math.imul(hash ^ unit, FNV_PRIME);
}

/** Mixes (the finalizer of MurmurHash3) and cuts to WORD_HASH_BITS; never negative. */
export function finishHash(hash: number): number {
	let mixed = hash ^ (hash >>> 16);
	mixed = Math.imul(mixed, 0x85ebca6b);
	mixed ^= mixed >>> 13;
	mixed = Math.imul(mixed, 0xc2b2ae35);
	mixed ^= mixed >>> 16;
	return mixed >>> (32 - WORD_HASH_BITS);
}

/** The number under which the word index knows a word. @param word as `words` gives it */
export function wordHash(word: string): number {
	let hash = HASH_START;
	for (let i = 0; i < word.length; i++) hash = hashUnit(hash, word.charCodeAt(i));
	return finishHash(hash);
}

/** Word character of each ASCII code in lower case, or 0. */
const LOWER = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
	const character = String.fromCharCode(code).toLowerCase();
	if (/[a-z0-9_]/.test(character)) LOWER[code] = character.charCodeAt(0);
}
const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
/** Units behind the backslash that belong to an escape; 0 when it is none. */
function escapeLength(text: string, at: number): number {
	const next = text.charCodeAt(at + 1);
	if (next === SMALL_U) return /^u00[01][0-9a-f]$/.test(text.slice(at + 1, at + 6)) ? 5 : 0;
	return '"\\bfnrt'.includes(text.charAt(at + 1)) && at + 1 < text.length ? 1 : 0;
}

/** Calls `add` with the hash of each word of `normalise(text)`, repeated ones again, without making a string of any. */
export function eachWordHash(text: string, add: (hash: number) => void): void {
	let hash = HASH_START;
	let isOpen = false;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const unit = code < 128 ? (LOWER[code] as number) : code;
		if (unit !== 0) {
			hash = hashUnit(hash, unit);
			isOpen = true;
			continue;
		}
		if (isOpen) add(finishHash(hash));
		hash = HASH_START;
		isOpen = false;
		if (code === BACKSLASH) i += escapeLength(text, i);
	}
	if (isOpen) add(finishHash(hash));
}
