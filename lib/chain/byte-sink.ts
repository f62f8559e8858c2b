/** A growing byte buffer that is written front to back and reused. */
export class ByteSink {
	bytes: Buffer;
	end = 0;

	constructor(private readonly bytesStart: number) {
		this.bytes = Buffer.allocUnsafeSlow(bytesStart);
	}

	/** Makes room for `count` more bytes; what is written stays. */
	reserve(count: number): void {
		if (this.end + count <= this.bytes.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(this.end + count, this.bytes.length * 2));
		this.bytes.copy(larger, 0, 0, this.end);
		this.bytes = larger;
	}

	/** Empties it; a buffer that had to grow beyond `bytesKeptMax` is given back. */
	reset(bytesKeptMax = Number.POSITIVE_INFINITY): void {
		this.end = 0;
		if (this.bytes.length > bytesKeptMax && this.bytes.length > this.bytesStart) this.bytes = Buffer.allocUnsafeSlow(this.bytesStart);
	}

	putByte(byte: number): void {
		this.bytes[this.end++] = byte;
	}

	/** Copies `list[start, end)`; room must have been reserved. */
	putBytes(list: Uint8Array, start: number, end: number): void {
		const bytes = this.bytes;
		let o = this.end;
		if (end - start > 160) {
			bytes.set(list.subarray(start, end), o);
			o += end - start;
		} else {
			for (let i = start; i < end; i++) bytes[o++] = list[i] as number;
		}
		this.end = o;
	}

	/** Writes ASCII text; room must have been reserved. */
	putAscii(text: string): void {
		this.end += this.bytes.write(text, this.end, 'latin1');
	}

	/** Writes any text as UTF-8, making room for it. */
	putText(text: string): void {
		this.reserve(text.length * 3);
		this.end += this.bytes.write(text, this.end, 'utf8');
	}
}
