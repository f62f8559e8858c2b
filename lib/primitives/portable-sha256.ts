import type { RunningSha256 } from './primitives';

/** FIPS 180-4, 4.2.2 and 5.3.3: fractional parts of the cube and square roots of the first primes. */
const K = new Int32Array(64);
const H = new Int32Array(8);
{
	const fraction = (root: number) => ((root - Math.floor(root)) * 0x1_0000_0000) | 0;
	let found = 0;
	for (let n = 2; found < 64; n++) {
		let isPrime = true;
		for (let d = 2; d * d <= n; d++) if (n % d === 0) isPrime = false;
		if (!isPrime) continue;
		if (found < 8) H[found] = fraction(Math.sqrt(n));
		K[found++] = fraction(Math.cbrt(n));
	}
}

const BLOCK_BYTES = 64;
const W = new Int32Array(64);

/** The compression function over `bytes[at, at + 64)`. The casts only drop the `undefined` of noUncheckedIndexedAccess. */
function compress(state: Int32Array, bytes: Uint8Array, start: number): void {
	let at = start;
	for (let i = 0; i < 16; i++, at += 4) {
		W[i] = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
	}
	for (let i = 16; i < 64; i++) {
		const x = W[i - 15] as number;
		const y = W[i - 2] as number;
		const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
		const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
		W[i] = ((W[i - 16] as number) + s0 + (W[i - 7] as number) + s1) | 0;
	}
	let a = state[0] as number;
	let b = state[1] as number;
	let c = state[2] as number;
	let d = state[3] as number;
	let e = state[4] as number;
	let f = state[5] as number;
	let g = state[6] as number;
	let h = state[7] as number;
	for (let i = 0; i < 64; i++) {
		const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
		const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (W[i] as number)) | 0;
		const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
		const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
		h = g;
		g = f;
		f = e;
		e = (d + t1) | 0;
		d = c;
		c = b;
		b = a;
		a = (t1 + t2) | 0;
	}
	state[0] = (state[0] as number) + a;
	state[1] = (state[1] as number) + b;
	state[2] = (state[2] as number) + c;
	state[3] = (state[3] as number) + d;
	state[4] = (state[4] as number) + e;
	state[5] = (state[5] as number) + f;
	state[6] = (state[6] as number) + g;
	state[7] = (state[7] as number) + h;
}

const tail = new Uint8Array(2 * BLOCK_BYTES);
const tailView = new DataView(tail.buffer);
const once = new Int32Array(8);

/** Pads what is left over (less than a block) behind `length` bytes in all, and writes the digest. */
function finish(state: Int32Array, rest: Uint8Array, from: number, restBytes: number, length: number, out: Uint8Array, at: number): void {
	const blocksEnd = restBytes < BLOCK_BYTES - 8 ? BLOCK_BYTES : 2 * BLOCK_BYTES;
	for (let i = 0; i < restBytes; i++) tail[i] = rest[from + i] as number;
	tail[restBytes] = 0x80;
	tail.fill(0, restBytes + 1, blocksEnd);
	tailView.setUint32(blocksEnd - 8, Math.floor(length / 0x2000_0000));
	tailView.setUint32(blocksEnd - 4, (length << 3) >>> 0);
	for (let block = 0; block < blocksEnd; block += BLOCK_BYTES) compress(state, tail, block);
	for (let i = 0, o = at; i < 8; i++) {
		const word = state[i] as number;
		out[o++] = word >>> 24;
		out[o++] = word >>> 16;
		out[o++] = word >>> 8;
		out[o++] = word;
	}
}

/** SHA-256 (FIPS 180-4) without the platform: WebCrypto's has a promise per message, which costs ten times the hash. */
export function portableSha256Into(message: Uint8Array, out: Uint8Array, at: number): void {
	once.set(H);
	let from = 0;
	for (; from + BLOCK_BYTES <= message.length; from += BLOCK_BYTES) compress(once, message, from);
	finish(once, message, from, message.length - from, message.length, out, at);
}

/** The same, piece by piece. */
export class PortableSha256 implements RunningSha256 {
	private readonly state = H.slice();
	private readonly pending = new Uint8Array(BLOCK_BYTES);
	private pendingBytes = 0;
	private length = 0;

	update(bytes: Uint8Array): void {
		this.length += bytes.length;
		let from = 0;
		if (this.pendingBytes > 0) {
			from = Math.min(BLOCK_BYTES - this.pendingBytes, bytes.length);
			this.pending.set(bytes.subarray(0, from), this.pendingBytes);
			this.pendingBytes += from;
			if (this.pendingBytes < BLOCK_BYTES) return;
			compress(this.state, this.pending, 0);
			this.pendingBytes = 0;
		}
		for (; from + BLOCK_BYTES <= bytes.length; from += BLOCK_BYTES) compress(this.state, bytes, from);
		this.pending.set(bytes.subarray(from), 0);
		this.pendingBytes = bytes.length - from;
	}

	digest(): Uint8Array {
		const out = new Uint8Array(32);
		finish(this.state, this.pending, 0, this.pendingBytes, this.length, out, 0);
		return out;
	}
}
