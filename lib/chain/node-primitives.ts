import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ED25519_KEY_BYTES, ED25519_SIGNATURE_BYTES, type Primitives, type SigningPrimitives } from '../primitives/primitives';
import { putDigest, sha256 } from './sha256';

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

function publicKeyOf(raw: Uint8Array): KeyObject | null {
	try {
		return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
	} catch {
		// 32 bytes in a sound wrapping: what fails can only be that they are no point of the curve
		return null;
	}
}

function secretKeyOf(seed: Uint8Array): KeyObject {
	if (seed.length !== ED25519_KEY_BYTES) throw new RangeError('An Ed25519 seed has 32 bytes.');
	return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

/** Primitives by node:crypto. */
export const nodePrimitives: Primitives = {
	sha256Into(message, out, at) {
		putDigest(sha256(message, 'binary'), out, at);
	},
	runningSha256() {
		const hash = createHash('sha256');
		return { update: (bytes) => void hash.update(bytes), digest: () => new Uint8Array(hash.digest()) };
	},
	async verifyEd25519(publicKey, message, signature) {
		if (publicKey.length !== ED25519_KEY_BYTES || signature.length !== ED25519_SIGNATURE_BYTES) return false;
		const key = publicKeyOf(publicKey);
		return key !== null && verify(null, message, key, signature);
	},
};

/** Signing by node:crypto. */
export const nodeSigning: SigningPrimitives = {
	ed25519PublicKey(seed) {
		const spki = createPublicKey(secretKeyOf(seed)).export({ format: 'der', type: 'spki' });
		return new Uint8Array(spki.subarray(SPKI_PREFIX.length));
	},
	signEd25519: (seed, message) => new Uint8Array(sign(null, message, secretKeyOf(seed))),
};
