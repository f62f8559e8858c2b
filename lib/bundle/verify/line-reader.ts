import { BundleRejected, LINE_BYTES_MAX } from '../form';

const LINE_FEED = 0x0a;

/** A run of whole lines: `bytes[0, end)` ends in a line feed. */
export interface LineBlock {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly end: number;
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/**
 * Cuts a stream of bytes behind line feeds; what it holds is one line and one chunk at most.
 * @throws BundleRejected on a line beyond the bound, and when the last has no line feed: the file is cut off
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<LineBlock, void, undefined> {
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	for await (const chunk of chunks) {
		const cut = chunk.lastIndexOf(LINE_FEED) + 1;
		if (cut > 0) {
			const bytes = concat([...held, chunk.subarray(0, cut)], heldBytes + cut);
			held = [];
			heldBytes = 0;
			yield { bytes, end: bytes.length };
		}
		if (cut < chunk.length) {
			held.push(chunk.slice(cut));
			heldBytes += chunk.length - cut;
		}
		if (heldBytes > LINE_BYTES_MAX) throw new BundleRejected('A line is longer than the format allows.');
	}
	if (heldBytes > 0) throw new BundleRejected('The file is cut off: its last line does not end.');
}
