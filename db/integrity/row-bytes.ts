import { intAt } from '../../lib/chain/bytes';

/** Columns of a ledger row as a sweep reads it, in this order; the last ones only a deep sweep reads. */
export const SWEEP_COLUMNS = `chain_seq, occurred_at, ingested_at, segment_no, segment_index, content_sha256, prev_content_sha256, chain_hmac,
	id, event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status,
	determining_policies_json, diagnostics_json, metadata_json`;
export const DEEP_COLUMNS = 'entry_ms, entry_seq, stream_no, ingest_signature';
/** Positions of the columns above. */
export const COLUMN = {
	chainSeq: 0,
	occurredAt: 1,
	ingestedAt: 2,
	segmentNo: 3,
	segmentIndex: 4,
	content: 5,
	prev: 6,
	hmac: 7,
	id: 8,
	eventType: 9,
	metadata: 18,
	entryMs: 19,
	entrySeq: 20,
	streamNo: 21,
	signature: 22,
} as const;
const COLUMNS_MAX = 23;
const TWO_32 = 4_294_967_296;

/** A row as bytes: where each column lies in `bytes`; length -1 is NULL. Valid until the next row. */
export class RowBytes {
	/** All of the memory the row lies in. */
	bytes: Buffer = Buffer.alloc(0);
	view = new DataView(this.bytes.buffer);
	readonly starts = new Int32Array(COLUMNS_MAX);
	readonly lengths = new Int32Array(COLUMNS_MAX);

	/**
	 * Finds the columns of the row at `at`, a place in the memory of `message`.
	 * @returns where it ends, or -1 when it is not whole or the end of all rows
	 */
	find(message: Buffer, at: number, end: number): number {
		if (message.buffer !== this.bytes.buffer) {
			// some sixty rows lie in one piece of memory, and views cost as much as a hash
			this.bytes = Buffer.from(message.buffer);
			this.view = new DataView(message.buffer);
		}
		const { view, starts, lengths } = this;
		if (at + 2 > end) return -1;
		const columns = view.getInt16(at);
		if (columns === -1) return -1;
		if (columns > COLUMNS_MAX) throw new Error(`a row has ${columns} columns`);
		let o = at + 2;
		for (let i = 0; i < columns; i++) {
			if (o + 4 > end) return -1;
			const length = view.getInt32(o);
			o += 4;
			starts[i] = o;
			lengths[i] = length;
			if (length > 0) o += length;
		}
		return o > end ? -1 : o;
	}

	/** A 64-bit number; the ledger's fit a double. */
	number(column: number): number {
		const at = intAt(this.starts, column);
		return this.view.getInt32(at) * TWO_32 + this.view.getUint32(at + 4);
	}

	bigint(column: number): bigint {
		return this.view.getBigInt64(intAt(this.starts, column));
	}

	int32(column: number): number {
		return this.view.getInt32(intAt(this.starts, column));
	}

	int16(column: number): number {
		return this.view.getInt16(intAt(this.starts, column));
	}

	isNull(column: number): boolean {
		return intAt(this.lengths, column) === -1;
	}

	start(column: number): number {
		return intAt(this.starts, column);
	}

	end(column: number): number {
		return intAt(this.starts, column) + Math.max(0, intAt(this.lengths, column));
	}

	text(column: number): string {
		return this.bytes.toString('utf8', this.start(column), this.end(column));
	}

	hex(column: number): string {
		return this.bytes.toString('hex', this.start(column), this.end(column));
	}

	/** One character per byte. */
	latin1(column: number): string {
		return this.bytes.toString('latin1', this.start(column), this.end(column));
	}
}
