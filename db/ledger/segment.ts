import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants, deflateRaw, inflateRawSync } from 'node:zlib';
import type { SegmentBytes } from './segment-bytes';
import { entriesOf, type SegmentEntry } from './segment-bytes';
import { SEGMENT_DICTIONARY } from './segment-dictionary';

/**
 * How a segment's bytes are compressed. Persisted in `segments.codec`: never renumber.
 * Measured on the demo mix, bytes and microseconds per event: at batches of 1, 20 and 100 deflate with the dictionary
 * 244/88, 188/14, 158/10 against brotli 4's 519/72, 209/12, 141/8; at 1,000 and 4,000 brotli 4 110/5.8 and 104/6, brotli 1
 * 137/2.5 and 131/2.1.
 */
export const CODEC_DEFLATE = 1;
export const CODEC_BROTLI = 2;

/** Below this many raw bytes deflate's dictionary tells more than brotli's window. */
const DEFLATE_RAW_BYTES_MAX = 64 * 1024;
/** Above this many raw bytes the worker is at full rate, and the fastest brotli is good enough. */
const THOROUGH_RAW_BYTES_MAX = 768 * 1024;

const brotli = promisify(brotliCompress);
const deflate = promisify(deflateRaw);

export interface SealedSegment {
	readonly eventCount: number;
	readonly rawBytes: number;
	readonly codec: number;
	readonly payload: Buffer;
}

/** Compresses a segment on the thread pool. `segment` must not change until this settles. */
export async function sealSegment(segment: SegmentBytes): Promise<SealedSegment> {
	const raw = segment.close();
	const sealed = { eventCount: segment.count, rawBytes: raw.length };
	if (raw.length <= DEFLATE_RAW_BYTES_MAX) {
		return { ...sealed, codec: CODEC_DEFLATE, payload: (await deflate(raw, { level: 6, dictionary: SEGMENT_DICTIONARY })) as Buffer };
	}
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: raw.length <= THOROUGH_RAW_BYTES_MAX ? 4 : 1,
		[constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
	};
	// room for all of it at once: each further piece would be another trip through the thread pool
	return { ...sealed, codec: CODEC_BROTLI, payload: (await brotli(raw, { params, chunkSize: raw.length >> 2 })) as Buffer };
}

/** A row of `segments`, as far as reading it needs. */
export interface SegmentRow {
	readonly codec: number;
	readonly rawBytes: number;
	readonly payload: Buffer;
}

/**
 * The entries of a segment in the order of `segment_index`: stream, entry id and the exact bytes that were signed.
 * @throws when the payload is damaged or of a codec this version does not know
 */
export function readSegment(row: SegmentRow): SegmentEntry[] {
	const options = { maxOutputLength: row.rawBytes + 1 };
	let raw: Buffer;
	if (row.codec === CODEC_DEFLATE) raw = inflateRawSync(row.payload, { ...options, dictionary: SEGMENT_DICTIONARY });
	else if (row.codec === CODEC_BROTLI) raw = brotliDecompressSync(row.payload, options);
	else throw new Error(`segment codec ${row.codec} is unknown`);
	if (raw.length !== row.rawBytes) throw new Error('segment is damaged: its length is not the one recorded');
	return entriesOf(raw);
}
