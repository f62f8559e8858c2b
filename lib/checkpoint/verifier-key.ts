import { ED25519_KEY_BYTES, type Primitives, sha256Of } from '../primitives/primitives';
import { fromBase64, toBase64, toHex } from '../primitives/text';
import { checkKeyName, KEY_TYPE, type KeyType, keyIdOf } from './key-name';
import { NoteRejected } from './rejected';

/** A public key under a name. Name and ID together say which key a signature line is by. */
export interface VerifierKey {
	readonly name: string;
	readonly type: KeyType;
	/** Eight lowercase hex digits. */
	readonly id: string;
	/** 32 bytes. */
	readonly publicKey: Uint8Array;
}

/** A verifier key of its parts. */
export function verifierKey(primitives: Primitives, name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
	checkKeyName(name);
	if (publicKey.length !== ED25519_KEY_BYTES) throw new NoteRejected('An Ed25519 public key has 32 bytes.');
	return { name, type, id: keyIdOf(primitives, name, type, publicKey), publicKey };
}

/** Encoded material behind the last plus sign of a key line: type byte and key. */
export function keyMaterial(text: string): { readonly type: KeyType; readonly key: Uint8Array } {
	const bytes = fromBase64(text);
	if (bytes === null) throw new NoteRejected('The key is not in base64.');
	const type = Object.values(KEY_TYPE).find((known) => known === bytes[0]);
	if (type === undefined)
		throw new NoteRejected('The key is of a type this version does not know; it knows Ed25519 (1) and Ed25519 cosignatures (4).');
	if (bytes.length !== 1 + ED25519_KEY_BYTES) throw new NoteRejected('An Ed25519 key has 32 bytes.');
	return { type, key: bytes.slice(1) };
}

/** One line, name+id+key, as C2SP signed-note encodes verifier keys. */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
	return `${name}+${id}+${toBase64(Uint8Array.of(type, ...publicKey))}`;
}

/**
 * Reads a verifier key line.
 * @throws NoteRejected when it is none, or its ID is not that of name and key: most likely it was copied wrongly
 */
export function parseVerifierKey(primitives: Primitives, line: string): VerifierKey {
	const [, name, id, material] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(line) ?? [];
	if (name === undefined || id === undefined || material === undefined)
		throw new NoteRejected('A verifier key is one line: name, eight hex digits and the key in base64, with plus signs between.');
	const { type, key } = keyMaterial(material);
	const read = verifierKey(primitives, name, type, key);
	if (read.id !== id) throw new NoteRejected(`The key's ID is ${read.id}, not ${id}: the line is damaged or put together wrongly.`);
	return read;
}

/** SHA-256 of the public key in lowercase hex: what two people read to each other. */
export function fingerprint(primitives: Primitives, { publicKey }: VerifierKey): string {
	return toHex(sha256Of(primitives, publicKey));
}

/** Whether both are the same key for the same use. */
export function sameKey(a: VerifierKey, b: VerifierKey): boolean {
	return formatVerifierKey(a) === formatVerifierKey(b);
}
