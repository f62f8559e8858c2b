import type { Readable } from 'node:stream';
import type { Statements } from '../one-connection';

/** Columns of a ledger row as a sweep reads it, in this order. */
const COLUMNS = `chain_seq, occurred_at, ingested_at, segment_no, segment_index, entry_ms, entry_seq, stream_no, content_sha256,
	prev_content_sha256, chain_hmac, ingest_signature, id, event_type, request_id, decision, policy_set_id, policy_set_version_id,
	manifest_sha, evaluation_status, determining_policies_json, diagnostics_json, metadata_json`;
export const SWEEP_COLUMNS = 23;
/** Positions of the columns above. */
export const COLUMN = {
	chainSeq: 0,
	occurredAt: 1,
	ingestedAt: 2,
	segmentNo: 3,
	segmentIndex: 4,
	entryMs: 5,
	entrySeq: 6,
	streamNo: 7,
	content: 8,
	prev: 9,
	hmac: 10,
	signature: 11,
	id: 12,
	eventType: 13,
	metadata: 22,
} as const;

/** A row as bytes: where each column lies in `bytes`; length -1 is NULL. Valid until the next row. */
export class RowBytes {
	bytes: Buffer = Buffer.alloc(0);
	readonly starts = new Int32Array(SWEEP_COLUMNS);
	readonly lengths = new Int32Array(SWEEP_COLUMNS);

	/** A 64-bit number; the ledger's fit a double. */
	number(column: number): number {
		const at = this.starts[column] as number;
		return this.bytes.readInt32BE(at) * 4_294_967_296 + this.bytes.readUInt32BE(at + 4);
	}

	bigint(column: number): bigint {
		return this.bytes.readBigInt64BE(this.starts[column]);
	}

	int32(column: number): number {
		return this.bytes.readInt32BE(this.starts[column]);
	}

	int16(column: number): number {
		return this.bytes.readInt16BE(this.starts[column]);
	}

	isNull(column: number): boolean {
		return this.lengths[column] === -1;
	}

	end(column: number): number {
		return (this.starts[column] as number) + Math.max(0, this.lengths[column] as number);
	}

	text(column: number): string {
		return this.bytes.toString('utf8', this.starts[column], this.end(column));
	}

	hex(column: number): string {
		return this.bytes.toString('hex', this.starts[column], this.end(column));
	}

	/** One character per byte. */
	latin1(column: number): string {
		return this.bytes.toString('latin1', this.starts[column], this.end(column));
	}
}

/** Signature, flags and length of the extension that open a binary COPY. */
const HEADER_BYTES = 19;

/** Takes a binary COPY apart, whatever way it is cut into pieces. */
class CopyReader {
	readonly row = new RowBytes();
	private rest: Buffer = Buffer.alloc(0);
	private isOpened = false;

	constructor(private readonly onRow: (row: RowBytes) => void) {}

	push(piece: Buffer): void {
		const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
		let at = 0;
		if (!this.isOpened) {
			if (bytes.length < HEADER_BYTES) {
				this.rest = bytes;
				return;
			}
			at = HEADER_BYTES;
			this.isOpened = true;
		}
		for (let end = this.rowEnd(bytes, at); end > at; end = this.rowEnd(bytes, at)) {
			this.onRow(this.row);
			at = end;
		}
		this.rest = at === bytes.length ? Buffer.alloc(0) : bytes.subarray(at);
	}

	/** Finds the columns of the row at `at`. @returns where it ends, or -1 when it is not whole */
	private rowEnd(bytes: Buffer, at: number): number {
		if (at + 2 > bytes.length) return -1;
		const columns = bytes.readInt16BE(at);
		if (columns === -1) return -1;
		if (columns !== SWEEP_COLUMNS) throw new Error(`a row has ${columns} columns`);
		const { row } = this;
		row.bytes = bytes;
		let o = at + 2;
		for (let i = 0; i < SWEEP_COLUMNS; i++) {
			if (o + 4 > bytes.length) return -1;
			const length = bytes.readInt32BE(o);
			row.starts[i] = o + 4;
			row.lengths[i] = length;
			o += 4 + Math.max(0, length);
		}
		return o > bytes.length ? -1 : o;
	}
}

/** Runs a COPY of rows to its end. One statement, so one snapshot. */
async function copyRows(pg: Statements, zoneNo: number, places: string, onRow: (row: RowBytes) => void): Promise<void> {
	const reader = new CopyReader(onRow);
	const statement = `copy (select ${COLUMNS} from ledger_events where zone_no = ${Math.trunc(zoneNo)} and ${places} order by chain_seq)
		to stdout (format binary)`;
	const stream: Readable = await pg.unsafe(statement).readable();
	await new Promise<void>((resolve, reject) => {
		stream.on('data', (piece: Buffer) => {
			try {
				reader.push(piece);
			} catch (error) {
				stream.destroy(error as Error);
			}
		});
		stream.on('end', resolve);
		stream.on('error', reject);
	});
}

/**
 * Reads the events `[first, last]` of a zone in the order of their places as bytes: row objects cost several times what checking
 * does.
 */
export function readRows(pg: Statements, zoneNo: number, first: number, last: number, onRow: (row: RowBytes) => void): Promise<void> {
	return copyRows(pg, zoneNo, `chain_seq between ${Math.trunc(first)} and ${Math.trunc(last)}`, onRow);
}

/** Reads the events at these places of a zone, in their order. */
export function readRowsAt(pg: Statements, zoneNo: number, seqs: readonly number[], onRow: (row: RowBytes) => void): Promise<void> {
	return copyRows(pg, zoneNo, `chain_seq = any('{${seqs.map(Math.trunc).join(',')}}'::bigint[])`, onRow);
}
