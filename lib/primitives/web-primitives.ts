import { PortableSha256, portableSha256Into } from './portable-sha256';
import { ED25519_KEY_BYTES, ED25519_SIGNATURE_BYTES, NoEd25519, type Primitives } from './primitives';

/** A copy whose buffer WebCrypto's types take: they refuse what may be shared memory. */
const owned = (bytes: Uint8Array) => new Uint8Array(bytes);

/**
 * Primitives of a browser: hashing in plain JavaScript, signatures by WebCrypto.
 * @param subtle `crypto.subtle`; there is none outside secure contexts
 */
export function webPrimitives(subtle: SubtleCrypto | undefined): Primitives {
	return {
		sha256Into: portableSha256Into,
		runningSha256: () => new PortableSha256(),
		async verifyEd25519(publicKey, message, signature) {
			if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
			if (subtle === undefined) throw new NoEd25519('This page has no WebCrypto.');
			let key: CryptoKey;
			try {
				key = await subtle.importKey('raw', owned(publicKey), { name: 'Ed25519' }, false, ['verify']);
			} catch (error) {
				// DataError is a key that is no point; anything else is an algorithm the platform does not know
				if (error instanceof DOMException && error.name === 'DataError') return false;
				throw new NoEd25519('This browser does not know Ed25519.', { cause: error });
			}
			return subtle.verify({ name: 'Ed25519' }, key, owned(signature), owned(message));
		},
	};
}
