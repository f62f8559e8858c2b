import { type Primitives, sha256Of } from '../primitives/primitives';
import { toHex, utf8Bytes } from '../primitives/text';
import { NoteRejected } from './rejected';

/** tlog-cosignature keeps names within one byte of length. */
export const KEY_NAME_BYTES_MAX = 255;
// every Unicode space, plus, and control characters, none of which a signature line could hold
const FORBIDDEN = /[\s\u0085+\p{Cc}]/u;

/** Bytes before the public key that say what it signs (signed-note, signature types). */
export const KEY_TYPE = {
	/** Ed25519 over the note's text. */
	ed25519: 0x01,
	/** Ed25519 over a time and the text of a checkpoint (tlog-cosignature). */
	cosignature: 0x04,
} as const;
export type KeyType = (typeof KEY_TYPE)[keyof typeof KEY_TYPE];

/**
 * @throws NoteRejected unless the name may stand in a signature line
 */
export function checkKeyName(name: string): void {
	if (name === '') throw new NoteRejected('A key needs a name.');
	if (FORBIDDEN.test(name)) throw new NoteRejected('A key name has no spaces, control characters or plus signs.');
	if (utf8Bytes(name).length > KEY_NAME_BYTES_MAX) throw new NoteRejected(`A key name has at most ${KEY_NAME_BYTES_MAX} bytes.`);
	if (!name.isWellFormed()) throw new NoteRejected('A key name is Unicode text.');
}

/** The key ID: first four bytes of SHA-256 of name, line feed, type and public key, in lowercase hex (signed-note, "Signatures"). */
export function keyIdOf(primitives: Primitives, name: string, type: KeyType, publicKey: Uint8Array): string {
	const named = utf8Bytes(`${name}\n`);
	const message = new Uint8Array(named.length + 1 + publicKey.length);
	message.set(named);
	message[named.length] = type;
	message.set(publicKey, named.length + 1);
	return toHex(sha256Of(primitives, message).subarray(0, 4));
}
