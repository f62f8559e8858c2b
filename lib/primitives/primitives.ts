/** A SHA-256 that is fed piece by piece. */
export interface RunningSha256 {
	update(bytes: Uint8Array): void;
	/** The 32 bytes; nothing may be fed afterwards. */
	digest(): Uint8Array;
}

/**
 * All the cryptography that checking evidence needs. Node and the browser each give one; everything above is the same code.
 * Hashing is synchronous because one event needs four hashes, and a promise costs more than a hash.
 */
export interface Primitives {
	/** Writes SHA-256 of the whole of `message` to `out[at, at + 32)`. `out` may be what `message` is a view of. */
	sha256Into(message: Uint8Array, out: Uint8Array, at: number): void;
	runningSha256(): RunningSha256;
	/**
	 * Whether `signature` (64 bytes) of the public key (32 bytes) is over `message` (RFC 8032, pure Ed25519).
	 * A key or signature that is none is false.
	 * @throws NoEd25519 where the platform has none
	 */
	verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** Ed25519 keys of which the secret half is at hand. */
export interface SigningPrimitives {
	/** The public key (32 bytes) of a seed (32 bytes, RFC 8032 5.1.5). */
	ed25519PublicKey(seed: Uint8Array): Uint8Array;
	/** The signature (64 bytes) over `message`. */
	signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array;
}

/** The platform cannot check Ed25519; nothing is said about the signature. */
export class NoEd25519 extends Error {
	override readonly name = 'NoEd25519';
}

export const SHA256_BYTES = 32;
export const ED25519_KEY_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

/** SHA-256 of one message. */
export function sha256Of(primitives: Primitives, message: Uint8Array): Uint8Array {
	const out = new Uint8Array(SHA256_BYTES);
	primitives.sha256Into(message, out, 0);
	return out;
}
