import { createHmac } from 'node:crypto';
import { ByteSink } from '../lib/chain/byte-sink';
import { byteAt } from '../lib/chain/bytes';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../lib/chain/hmac';
import { PrefixViews } from '../lib/chain/sha256';

const SCRATCH_BYTES = 64 * 1024;
const SCRATCH_KEPT_BYTES_MAX = 1024 * 1024;
const HASH_BYTES = 32;

/** Value of each hex digit by its code; 255 for anything else. */
const DIGIT = Buffer.alloc(256, 255);
for (let value = 0; value < 16; value++) {
	DIGIT[value.toString(16).charCodeAt(0)] = value;
	DIGIT[value.toString(16).toUpperCase().charCodeAt(0)] = value;
}

/** A signature field read as hex. */
export class SignatureHex {
	/** Its 32 bytes; valid when `read` gave true, until the next `read`. */
	readonly bytes = Buffer.alloc(HASH_BYTES);
	/** Whether every letter was lowercase, as producers write it. */
	isLower = false;

	/** False when the field is no hex of 32 bytes. */
	read(field: Buffer): boolean {
		if (field.length !== 2 * HASH_BYTES) return false;
		let wrong = 0;
		let upper = 0;
		for (let i = 0; i < HASH_BYTES; i++) {
			const a = byteAt(field, 2 * i);
			const b = byteAt(field, 2 * i + 1);
			const [high, low] = [byteAt(DIGIT, a), byteAt(DIGIT, b)];
			wrong |= high | low;
			if ((a > 0x39 && a < 0x61) || (b > 0x39 && b < 0x61)) upper = 1;
			this.bytes[i] = (high << 4) | low;
		}
		this.isLower = upper === 0;
		return wrong < 16;
	}
}

/**
 * Brings the data of audit entries into a scratch buffer, where it is authenticated and then parsed. The MAC is compared in
 * constant time.
 */
export class DataVerifier {
	readonly scratch = new ByteSink(SCRATCH_BYTES);
	/** Where the data begins in `scratch`. */
	readonly from = HMAC_BLOCK_BYTES;
	private readonly hmac: HmacSha256 | null;
	private readonly views = new PrefixViews(this.scratch.bytes);
	private prepared: Buffer | null = null;

	constructor(private readonly key: Buffer | null) {
		this.hmac = key === null ? null : new HmacSha256(key);
	}

	/** Copies `data` into the scratch buffer. */
	load(data: Buffer): void {
		const { scratch } = this;
		scratch.reset(SCRATCH_KEPT_BYTES_MAX);
		scratch.reserve(this.from + data.length);
		scratch.end = this.from;
		if (this.hmac !== null && this.prepared !== scratch.bytes) {
			this.hmac.prepare(scratch.bytes);
			this.prepared = scratch.bytes;
		}
		scratch.putBuffer(data);
	}

	/** Whether `signature` is the MAC of the data that was loaded. Without a key everything is valid. */
	isValid(signature: SignatureHex): boolean {
		if (this.hmac === null) return true;
		return sameBytes(this.hmac.digest(this.views.prefix(this.scratch.bytes, this.scratch.end)), signature.bytes);
	}

	/** The same for data that is not to be loaded because it is too long to be accepted anyway. */
	isValidUnloaded(data: Buffer, signature: SignatureHex): boolean {
		if (this.key === null) return true;
		return sameBytes(createHmac('sha256', this.key).update(data).digest('binary'), signature.bytes);
	}
}

/** Compares a digest, one character per byte, with 32 bytes; always looks at all of them. */
function sameBytes(digest: string, bytes: Buffer): boolean {
	let difference = 0;
	for (let i = 0; i < HASH_BYTES; i++) difference |= digest.charCodeAt(i) ^ byteAt(bytes, i);
	return difference === 0;
}
