import { fromBase64, toBase64, toHex, utf8Bytes, utf8Text } from '../primitives/text';
import { checkKeyName } from './key-name';
import { NoteRejected } from './rejected';

/** The specification asks for at least 16 signatures, and post-quantum ones may have 5 kB each. */
export const NOTE_SIGNATURES_MAX = 64;
export const NOTE_BYTES_MAX = 512 * 1024;
const SIGNATURE_BYTES_MAX = 16 * 1024;
const KEY_ID_BYTES = 4;
const LINE_START = '— ';

/** One signature line. */
export interface NoteSignature {
	readonly name: string;
	/** Eight lowercase hex digits. */
	readonly keyId: string;
	readonly signature: Uint8Array;
}

/** Text and signatures, none of them checked. */
export interface Note {
	/** With the line feed at its end: the signed bytes. */
	readonly text: string;
	readonly signatures: readonly NoteSignature[];
}

function checkText(text: string): void {
	if (!text.endsWith('\n')) throw new NoteRejected('The text of a note ends in a line feed.');
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the format forbids
	if (/[\0-\x09\x0b-\x1f]/.test(text)) throw new NoteRejected('A note has no control characters but line feeds.');
	if (!text.isWellFormed()) throw new NoteRejected('A note is Unicode text.');
}

function parseLine(line: string): NoteSignature {
	const [, name, encoded] = /^— ([^ ]*) ([^ ]*)$/.exec(line) ?? [];
	if (name === undefined || encoded === undefined)
		throw new NoteRejected('A signature line is an em dash, the key name and the signature.');
	checkKeyName(name);
	const bytes = fromBase64(encoded);
	if (bytes === null) throw new NoteRejected('A signature is not in base64.');
	if (bytes.length <= KEY_ID_BYTES || bytes.length > SIGNATURE_BYTES_MAX) throw new NoteRejected('A signature has an impossible length.');
	return { name, keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
}

/**
 * Reads a signed note (C2SP signed-note). Nothing of it may be believed before `openNote`.
 * @param source UTF-8 bytes, or their text
 * @throws NoteRejected when it is not exactly in the form, or larger than a verifier need accept
 */
export function parseNote(source: Uint8Array | string): Note {
	if (source.length > NOTE_BYTES_MAX) throw new NoteRejected(`A note has at most ${NOTE_BYTES_MAX} bytes.`);
	const whole = typeof source === 'string' ? source : utf8Text(source);
	if (whole === null) throw new NoteRejected('A note is UTF-8.');
	checkText(whole);
	const split = whole.lastIndexOf('\n\n');
	if (split < 0) throw new NoteRejected('A note has an empty line before its signatures.');
	const lines = whole.slice(split + 2).split('\n');
	// the text ends in a line feed, so what follows the last one is empty
	lines.pop();
	if (lines.length === 0) throw new NoteRejected('A note has at least one signature.');
	if (lines.length > NOTE_SIGNATURES_MAX) throw new NoteRejected(`A note has at most ${NOTE_SIGNATURES_MAX} signatures.`);
	return { text: whole.slice(0, split + 1), signatures: lines.map(parseLine) };
}

/** The note as it is stored and sent. */
export function formatNote({ text, signatures }: Note): string {
	checkText(text);
	if (signatures.length === 0 || signatures.length > NOTE_SIGNATURES_MAX) throw new NoteRejected('A note has 1 to 64 signatures.');
	const lines = signatures.map(({ name, keyId, signature }) => {
		checkKeyName(name);
		const id = Number.parseInt(keyId, 16);
		return `${LINE_START}${name} ${toBase64(Uint8Array.of(id >>> 24, id >>> 16, id >>> 8, id, ...signature))}\n`;
	});
	return `${text}\n${lines.join('')}`;
}

/** The bytes a plain signature is over. */
export function noteMessage(text: string): Uint8Array {
	return utf8Bytes(text);
}
