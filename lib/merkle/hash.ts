import { type Primitives, SHA256_BYTES } from '../primitives/primitives';

export const HASH_BYTES = SHA256_BYTES;
const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

/** Hashes of RFC 6962, section 2.1, over content hashes. Not reentrant: it keeps its scratch space. */
export class TreeHasher {
	private readonly leafScratch = new Uint8Array(1 + HASH_BYTES);
	private readonly nodeScratch = new Uint8Array(1 + 2 * HASH_BYTES);

	constructor(readonly primitives: Primitives) {
		this.leafScratch[0] = LEAF_PREFIX;
		this.nodeScratch[0] = NODE_PREFIX;
	}

	/** Root of the tree without leaves: the hash of nothing. */
	empty(): Uint8Array {
		const out = new Uint8Array(HASH_BYTES);
		this.primitives.sha256Into(new Uint8Array(0), out, 0);
		return out;
	}

	/** Hash of the leaf whose data is a content hash (32 bytes). */
	leaf(contentSha256: Uint8Array): Uint8Array {
		const out = new Uint8Array(HASH_BYTES);
		this.leafInto(contentSha256, out, 0);
		return out;
	}

	leafInto(contentSha256: Uint8Array, out: Uint8Array, at: number): void {
		if (contentSha256.length !== HASH_BYTES) throw new RangeError('A leaf is a content hash of 32 bytes.');
		this.leafAtInto(contentSha256, 0, out, at);
	}

	/** The same for the content hash at `from` in `bytes`. */
	leafAtInto(bytes: Uint8Array, from: number, out: Uint8Array, at: number): void {
		for (let i = 0; i < HASH_BYTES; i++) this.leafScratch[1 + i] = bytes[from + i] as number;
		this.primitives.sha256Into(this.leafScratch, out, at);
	}

	/** Hash of the node above two others. */
	node(left: Uint8Array, right: Uint8Array): Uint8Array {
		const out = new Uint8Array(HASH_BYTES);
		this.nodeScratch.set(left, 1);
		this.nodeScratch.set(right, 1 + HASH_BYTES);
		this.primitives.sha256Into(this.nodeScratch, out, 0);
		return out;
	}

	/** Hash of the node above two that lie side by side at `from` in `hashes`, written to `out[at]`; the two may be the same array. */
	pairInto(hashes: Uint8Array, from: number, out: Uint8Array, at: number): void {
		for (let i = 0; i < 2 * HASH_BYTES; i++) this.nodeScratch[1 + i] = hashes[from + i] as number;
		this.primitives.sha256Into(this.nodeScratch, out, at);
	}
}
