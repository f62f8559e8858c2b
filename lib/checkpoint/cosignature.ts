import { ED25519_SIGNATURE_BYTES } from '../primitives/primitives';
import { utf8Bytes } from '../primitives/text';

const TIME_BYTES = 8;

/** The message a cosignature is over: what was seen, and when, in seconds since 1970 (tlog-cosignature, "Ed25519 signed message"). */
export function cosignatureMessage(text: string, seconds: number): Uint8Array {
	return utf8Bytes(`cosignature/v1\ntime ${seconds}\n${text}`);
}

/** Time and signature as they stand in a signature line. */
export function encodeCosignature(seconds: number, signature: Uint8Array): Uint8Array {
	if (!Number.isSafeInteger(seconds) || seconds < 0) throw new RangeError('A time is a whole number of seconds since 1970.');
	const bytes = new Uint8Array(TIME_BYTES + signature.length);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(seconds));
	bytes.set(signature, TIME_BYTES);
	return bytes;
}

/** The parts of a cosignature, or null when the bytes are none. */
export function decodeCosignature(bytes: Uint8Array): { readonly seconds: number; readonly signature: Uint8Array } | null {
	if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) return null;
	const seconds = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
	if (seconds > BigInt(Number.MAX_SAFE_INTEGER)) return null;
	return { seconds: Number(seconds), signature: bytes.slice(TIME_BYTES) };
}
