import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { ED25519_KEY_BYTES, ED25519_SIGNATURE_BYTES, type Primitives, type SigningPrimitives } from '../primitives/primitives';
import { sha256 } from './sha256';

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

let lastOut: Uint8Array = Buffer.alloc(0);
let lastBuffer: Buffer = Buffer.alloc(0);

/** The array as a Buffer, which alone can take a digest as text; a new view costs more than a hash, so the last one is kept. */
function bufferOf(out: Uint8Array): Buffer {
	if (out === lastOut) return lastBuffer;
	lastOut = out;
	lastBuffer = Buffer.from(out.buffer, out.byteOffset, out.length);
	return lastBuffer;
}

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
		bufferOf(out).write(sha256(message, 'binary'), at, 'binary');
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
