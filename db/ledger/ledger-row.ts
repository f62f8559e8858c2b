import { type ByteSink, copyWords } from '../../lib/chain/byte-sink';
import { intAt } from '../../lib/chain/bytes';
import { type EventPreimage, FIRST_JSON_PART, PART } from '../../lib/chain/preimage';
import type { EntryPlace } from '../../lib/streams/entry-place';

/**
 * Rows of `ledger_events` in Postgres's binary COPY form: per column a 32-bit length (-1 for NULL) and its bytes. What has a
 * fixed length comes first, so that what is known late (times, positions, links) can be written over in place.
 * @param table a partition: Postgres refuses COPY into a table with row-level security, which the parent has
 */
export const ledgerCopy = (table: string) => `copy ${table} (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq,
	segment_index, stream_no, content_sha256, prev_content_sha256, chain_hmac, ingest_signature, id, event_type, request_id, decision,
	policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, determining_policies_json, diagnostics_json, metadata_json)
	from stdin (format binary)`;
const COLUMNS = 24;
export const HASH_BYTES = 32;

const OCCURRED_AT = 6;
const INGESTED_AT = 18;
/** Where in a row its position begins. */
export const CHAIN_SEQ_AT = 30;
const ENTRY_MS = 42;
const SEGMENT_NO = 54;
const ZONE_NO = 66;
const ENTRY_SEQ = 74;
const SEGMENT_INDEX = 82;
const STREAM_NO = 90;
/** Where in a row its content hash begins. */
export const CONTENT_AT = 96;
const PREV_LENGTH = 128;
const PREV = 132;
const HMAC_LENGTH = 164;
const HMAC = 168;
const FIXED_BYTES = 168;
/** Lengths, signature and chain HMAC on top of the fixed part and the event's own bytes. */
const EXTRA_BYTES = 256;

/** Redis counts entries of one millisecond; more than an integer holds comes only from ids somebody chose. */
const ENTRY_SEQ_MAX = 2_147_483_647;
const TWO_32 = 4_294_967_296;
const NULL = -1;
const POSTGRES_EPOCH_MICROS = 946_684_800_000_000n;
/** Places among the text columns: the parts without the zone. */
const TEXT_COLUMN = { id: 0, type: 1, decision: 3, status: 7, diagnostics: 9, metadata: 10 } as const;
type TextColumn = keyof typeof TEXT_COLUMN;

/** The fixed part with every length in place. */
const TEMPLATE = new DataView(new ArrayBuffer(FIXED_BYTES));
TEMPLATE.setInt16(0, COLUMNS);
for (const [at, bytes] of [
	[OCCURRED_AT, 8],
	[INGESTED_AT, 8],
	[CHAIN_SEQ_AT, 8],
	[ENTRY_MS, 8],
	[SEGMENT_NO, 8],
	[ZONE_NO, 4],
	[ENTRY_SEQ, 4],
	[SEGMENT_INDEX, 4],
	[STREAM_NO, 2],
	[CONTENT_AT, HASH_BYTES],
	[PREV, HASH_BYTES],
	[HMAC, HASH_BYTES],
] as const) {
	TEMPLATE.setInt32(at - 4, bytes);
}

function putBigint(view: DataView, at: number, value: number): void {
	const high = Math.floor(value / TWO_32);
	view.setInt32(at, high);
	view.setUint32(at + 4, value - high * TWO_32);
}

/**
 * Appends a row for the event in `preimage`. Zone, ingestion time, segment and links are set later with the functions below.
 * @param content its content hash, one character per byte
 * @param signature bytes of the producer's signature, or null when unsigned
 * @param chained whether the worker has a key for the chain HMAC; without one the column is NULL
 */
export function putLedgerRow(
	out: ByteSink,
	preimage: EventPreimage,
	streamNo: number,
	place: EntryPlace,
	segmentIndex: number,
	content: string,
	signature: Buffer | null,
	chained: boolean,
): void {
	out.reserve(preimage.sink.end + FIXED_BYTES + EXTRA_BYTES);
	const { bytes, view } = out;
	const row = out.end;
	copyWords(view, row, TEMPLATE, 0, FIXED_BYTES);
	view.setInt32(row + OCCURRED_AT, preimage.timeHigh);
	view.setUint32(row + OCCURRED_AT + 4, preimage.timeLow);
	putBigint(view, row + ENTRY_MS, place.ms);
	view.setInt32(row + ENTRY_SEQ, Math.min(place.seq, ENTRY_SEQ_MAX));
	view.setInt32(row + SEGMENT_INDEX, segmentIndex);
	view.setInt16(row + STREAM_NO, streamNo);
	bytes.write(content, row + CONTENT_AT, 'latin1');
	let o = row + HMAC + HASH_BYTES;
	if (!chained) {
		view.setInt32(row + HMAC_LENGTH, NULL);
		o = row + HMAC;
	}
	if (signature === null) {
		view.setInt32(o, NULL);
		o += 4;
	} else {
		view.setInt32(o, HASH_BYTES);
		bytes.set(signature, o + 4);
		o += 4 + HASH_BYTES;
	}
	out.end = o;
	putParts(out, preimage);
}

/** The text columns: all parts of the preimage but the zone. */
function putParts(out: ByteSink, preimage: EventPreimage): void {
	const { view } = out;
	for (let part: number = PART.id; part <= PART.metadata; part++) {
		if (part === PART.zoneId) continue;
		if (part >= FIRST_JSON_PART && preimage.absent[part - FIRST_JSON_PART]) {
			view.setInt32(out.end, NULL);
			out.end += 4;
			continue;
		}
		const start = preimage.start(part);
		const end = preimage.end(part);
		view.setInt32(out.end, end - start);
		out.end += 4;
		out.putBytes(preimage.sink, start, end);
	}
}

export function setZone(out: ByteSink, row: number, zoneNo: number): void {
	out.view.setInt32(row + ZONE_NO, zoneNo);
}

/** @param ingestedAt microseconds since 2000 */
export function setIngestion(out: ByteSink, row: number, ingestedAt: number, segmentNo: number): void {
	putBigint(out.view, row + INGESTED_AT, ingestedAt);
	putBigint(out.view, row + SEGMENT_NO, segmentNo);
}

export function setChainSeq(out: ByteSink, row: number, chainSeq: number): void {
	putBigint(out.view, row + CHAIN_SEQ_AT, chainSeq);
}

/** Links a row to the hash of the event before, found at `from[start]`. */
export function setPrev(out: ByteSink, row: number, from: DataView, start: number): void {
	out.view.setInt32(row + PREV_LENGTH, HASH_BYTES);
	copyWords(out.view, row + PREV, from, start, HASH_BYTES);
}

/** Marks a row as its zone's first: NULL, and its 32 placeholder bytes must be left out when sent (see rowCut). */
export function setNoPrev(out: ByteSink, row: number): void {
	out.view.setInt32(row + PREV_LENGTH, NULL);
}

/** The bytes to leave out of a row marked by setNoPrev. */
export function rowCut(row: number): readonly [start: number, end: number] {
	return [row + PREV, row + PREV + HASH_BYTES];
}

/** @param hmac one character per byte */
export function setChainHmac(out: ByteSink, row: number, hmac: string): void {
	out.bytes.write(hmac, row + HMAC, 'latin1');
}

/** What a row says that the authority projection reads; JSON texts, null where there is none. */
export interface RowTexts {
	/** Microseconds since 1970. */
	readonly occurredAt: bigint;
	readonly entryMs: number;
	readonly chainSeq: number;
	readonly id: string;
	readonly eventType: string;
	readonly decision: string;
	readonly evaluationStatus: string;
	readonly diagnostics: string | null;
	readonly metadata: string | null;
}

/** Where the text columns of a row begin and end; at a NULL both are 0. */
export class RowSpans {
	private readonly bounds = new Int32Array(2 * PART.metadata);

	/** Finds them in a row. */
	find({ view }: ByteSink, row: number): this {
		let at = row + HMAC_LENGTH;
		// chain HMAC and signature first
		for (let column = -2; column < PART.metadata; column++) {
			const bytes = view.getInt32(at);
			at += 4;
			if (column >= 0) {
				this.bounds[2 * column] = bytes === NULL ? 0 : at;
				this.bounds[2 * column + 1] = bytes === NULL ? 0 : at + bytes;
			}
			if (bytes !== NULL) at += bytes;
		}
		return this;
	}

	start(column: TextColumn): number {
		return intAt(this.bounds, 2 * TEXT_COLUMN[column]);
	}

	/** 0 when the column is NULL. */
	end(column: TextColumn): number {
		return intAt(this.bounds, 2 * TEXT_COLUMN[column] + 1);
	}

	text(out: ByteSink, column: TextColumn): string | null {
		return this.end(column) === 0 ? null : out.text(this.start(column), this.end(column));
	}
}

/** The numbers of a row; `occurredAt` in microseconds since 1970. */
export function readNumbers({ view }: ByteSink, row: number): Pick<RowTexts, 'occurredAt' | 'entryMs' | 'chainSeq'> {
	return {
		occurredAt: view.getBigInt64(row + OCCURRED_AT) + POSTGRES_EPOCH_MICROS,
		entryMs: Number(view.getBigInt64(row + ENTRY_MS)),
		chainSeq: Number(view.getBigInt64(row + CHAIN_SEQ_AT)),
	};
}

/** Reads a row back, whose spans have been found. */
export function readRow(out: ByteSink, row: number, spans: RowSpans): RowTexts {
	return {
		...readNumbers(out, row),
		id: spans.text(out, 'id') ?? '',
		eventType: spans.text(out, 'type') ?? '',
		decision: spans.text(out, 'decision') ?? '',
		evaluationStatus: spans.text(out, 'status') ?? '',
		diagnostics: spans.text(out, 'diagnostics'),
		metadata: spans.text(out, 'metadata'),
	};
}
