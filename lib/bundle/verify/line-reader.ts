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

/** The same bytes as a plain array: code that meets Buffers and arrays in turn runs at half the speed. */
function plain(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
	return chunk.buffer instanceof ArrayBuffer ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length) : new Uint8Array(chunk);
}

/**
 * Cuts a stream of bytes behind line feeds; what it holds is one line and one chunk at most. A chunk must stay as it is until
 * the next is asked for.
 * @throws BundleRejected on a line beyond the bound, and when the last has no line feed: the file is cut off
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<LineBlock, void, undefined> {
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	for await (const chunk of chunks) {
		let rest = plain(chunk);
		const first = held.length === 0 ? 0 : rest.indexOf(LINE_FEED) + 1;
		if (first > 0) {
			yield { bytes: concat([...held, rest.subarray(0, first)], heldBytes + first), end: heldBytes + first };
			rest = rest.subarray(first);
			held = [];
			heldBytes = 0;
		}
		const cut = held.length === 0 ? rest.lastIndexOf(LINE_FEED) + 1 : 0;
		if (cut > 0) yield { bytes: rest, end: cut };
		if (cut < rest.length) {
			held.push(rest.slice(cut));
			heldBytes += rest.length - cut;
		}
		if (heldBytes > LINE_BYTES_MAX) throw new BundleRejected('A line is longer than the format allows.');
	}
	if (heldBytes > 0) throw new BundleRejected('The file is cut off: its last line does not end.');
}
