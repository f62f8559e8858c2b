import type { ByteSink } from '../../lib/chain/byte-sink';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
/** Each chunk becomes one message, which postgres.js copies. */
const CHUNK_BYTES = 128 * 1024;

/**
 * The rows in a sink as a binary COPY stream: signature, rows, trailer.
 * @param cuts spans of the sink to leave out, ascending
 */
export function* copyChunks(rows: ByteSink, cuts: readonly (readonly [start: number, end: number])[] = []): Iterable<Uint8Array> {
	yield SIGNATURE;
	let from = 0;
	for (const [start, end] of [...cuts, [rows.end, rows.end] as const]) {
		for (; from < start; from += CHUNK_BYTES) yield rows.bytes.subarray(from, Math.min(start, from + CHUNK_BYTES));
		from = end;
	}
	yield TRAILER;
}
