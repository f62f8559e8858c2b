import * as crypto from 'node:crypto';

/**
 * SHA-256 as text. The one-shot hash (Node 20.12 and later) costs a third of createHash for an event's few hundred bytes, and
 * text comes back cheaper than a Buffer; `binary` is one character per byte.
 */
export const sha256: (bytes: Uint8Array | string, encoding: 'hex' | 'binary') => string =
	typeof crypto.hash === 'function'
		? (bytes, encoding) => crypto.hash('sha256', bytes, encoding)
		: (bytes, encoding) => crypto.createHash('sha256').update(bytes).digest(encoding);

const DIGEST_BYTES = 32;

/** Writes a digest of one character per byte; Buffer.write takes as long as the hash itself. */
export function putDigest(digest: string, out: Uint8Array, at: number): void {
	for (let i = 0; i < DIGEST_BYTES; i++) out[at + i] = digest.charCodeAt(i);
}

/** Longest prefix whose view is kept for reuse. */
const VIEW_BYTES_MAX = 16 * 1024;

/** Views of a buffer's first bytes, made once per length: the hash functions take only whole arrays. */
export class PrefixViews {
	private readonly views: Uint8Array[] = [];
	private of: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.of = bytes;
	}

	/** `bytes[0, end)`; `bytes` may be another buffer than last time. */
	prefix(bytes: Uint8Array, end: number): Uint8Array {
		if (bytes !== this.of) {
			this.of = bytes;
			this.views.length = 0;
		}
		if (end > VIEW_BYTES_MAX) return bytes.subarray(0, end);
		const known = this.views[end];
		if (known !== undefined) return known;
		const view = bytes.subarray(0, end);
		this.views[end] = view;
		return view;
	}
}
