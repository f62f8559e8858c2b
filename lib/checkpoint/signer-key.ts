import { ED25519_KEY_BYTES, type Primitives, type SigningPrimitives } from '../primitives/primitives';
import { toBase64 } from '../primitives/text';
import { KEY_TYPE } from './key-name';
import { NoteRejected } from './rejected';
import { keyMaterial, type VerifierKey, verifierKey } from './verifier-key';

/** A key that signs. The secret stays inside `sign`. */
export interface Signer {
	readonly key: VerifierKey;
	sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A signer of note texts from an Ed25519 seed (32 bytes of a secure source). */
export function signerOf(primitives: Primitives, signing: SigningPrimitives, name: string, seed: Uint8Array): Signer {
	if (seed.length !== ED25519_KEY_BYTES) throw new NoteRejected('An Ed25519 seed has 32 bytes.');
	return {
		key: verifierKey(primitives, name, KEY_TYPE.ed25519, signing.ed25519PublicKey(seed)),
		sign: (message) => signing.signEd25519(seed, message),
	};
}

/** The same key as a cosigner: another ID, and signatures with a time. */
export function asCosigner(primitives: Primitives, signer: Signer): Signer {
	return { key: verifierKey(primitives, signer.key.name, KEY_TYPE.cosignature, signer.key.publicKey), sign: signer.sign };
}

/** The secret key as one line, as golang.org/x/mod/sumdb/note writes it: PRIVATE+KEY+name+id+seed. */
export function formatSignerKey(primitives: Primitives, signing: SigningPrimitives, name: string, seed: Uint8Array): string {
	const { key } = signerOf(primitives, signing, name, seed);
	return `PRIVATE+KEY+${name}+${key.id}+${toBase64(Uint8Array.of(KEY_TYPE.ed25519, ...seed))}`;
}

/**
 * Reads a secret key line; whatever is wrong, the line itself is not repeated.
 * @throws NoteRejected
 */
export function parseSignerKey(primitives: Primitives, signing: SigningPrimitives, line: string): Signer {
	const [, name, id, material] = /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(line) ?? [];
	if (name === undefined || id === undefined || material === undefined)
		throw new NoteRejected(
			'A signer key is one line: PRIVATE+KEY, name, eight hex digits and the seed in base64, with plus signs between.',
		);
	const { type, key: seed } = keyMaterial(material);
	if (type !== KEY_TYPE.ed25519) throw new NoteRejected('A signer key is of type Ed25519 (1).');
	const signer = signerOf(primitives, signing, name, seed);
	if (signer.key.id !== id) throw new NoteRejected('The ID in the line is not that of its key: the line is damaged.');
	return signer;
}
