import type { ByteSink } from '../../lib/chain/byte-sink';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
/** Each chunk becomes one message, which postgres.js copies. */
const CHUNK_BYTES = 128 * 1024;

/** A span of a sink that is not sent. */
export type Cut = readonly [start: number, end: number];

/** Two lists of cuts as one, ascending; those of `inner` that lie within one of `outer` are dropped. Cuts never overlap in part. */
export function mergeCuts(outer: readonly Cut[], inner: readonly Cut[]): readonly Cut[] {
	if (outer.length === 0) return inner;
	const apart = inner.filter(([start]) => !outer.some(([from, to]) => start >= from && start < to));
	return [...outer, ...apart].sort((a, b) => a[0] - b[0]);
}

/**
 * The rows in a sink as a binary COPY stream: signature, rows, trailer.
 * @param cuts spans of the sink to leave out, ascending
 */
export function* copyChunks(rows: ByteSink, cuts: readonly Cut[] = []): Iterable<Uint8Array> {
	yield SIGNATURE;
	let from = 0;
	for (const [start, end] of [...cuts, [rows.end, rows.end] as const]) {
		for (; from < start; from += CHUNK_BYTES) yield rows.bytes.subarray(from, Math.min(start, from + CHUNK_BYTES));
		from = end;
	}
	yield TRAILER;
}
