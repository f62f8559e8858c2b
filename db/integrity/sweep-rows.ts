import type { Readable } from 'node:stream';
import type { Statements } from '../one-connection';
import { DEEP_COLUMNS, RowBytes, SWEEP_COLUMNS } from './row-bytes';

/** Signature, flags and length of the extension that open a binary COPY. */
const HEADER_BYTES = 19;

/** Takes a binary COPY apart, whatever way it is cut into pieces. */
class CopyReader {
	private readonly row = new RowBytes();
	private rest: Buffer = Buffer.alloc(0);
	private isOpened = false;

	constructor(private readonly onRow: (row: RowBytes) => void) {}

	push(piece: Buffer): void {
		const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
		const end = bytes.byteOffset + bytes.length;
		let at = bytes.byteOffset;
		if (!this.isOpened) {
			if (bytes.length < HEADER_BYTES) {
				this.rest = bytes;
				return;
			}
			at += HEADER_BYTES;
			this.isOpened = true;
		}
		for (let next = this.row.find(bytes, at, end); next !== -1; next = this.row.find(bytes, at, end)) {
			this.onRow(this.row);
			at = next;
		}
		this.rest = at === end ? Buffer.alloc(0) : bytes.subarray(at - bytes.byteOffset);
	}
}

/** Runs a COPY of rows to its end. One statement, so one snapshot. */
async function copyRows(pg: Statements, zoneNo: number, places: string, isDeep: boolean, onRow: (row: RowBytes) => void): Promise<void> {
	const reader = new CopyReader(onRow);
	const stream: Readable = await pg
		.unsafe(
			`copy (select ${SWEEP_COLUMNS}${isDeep ? `, ${DEEP_COLUMNS}` : ''} from ledger_events
				where zone_no = ${Math.trunc(zoneNo)} and ${places} order by chain_seq)
				to stdout (format binary)`,
		)
		.readable();
	await new Promise<void>((resolve, reject) => {
		stream.on('end', () => {
			// the driver pauses its socket when a piece is large and resumes it when more is asked for, which nobody does after the end:
			// an answer that came at once would leave the connection silent for ever
			stream._read(0);
			resolve();
		});
		stream.on('error', reject);
		const take = (piece: Buffer) => {
			if (stream.destroyed) return;
			try {
				reader.push(piece);
			} catch (error) {
				stream.destroy(error as Error);
			}
		};
		const queue = stream.push.bind(stream);
		// a row a piece: to queue each costs more than to check it. What came before this was heard is in the queue
		for (let piece: unknown = stream.read(); piece instanceof Buffer; piece = stream.read()) take(piece);
		stream.push = (piece: Buffer | null) => {
			if (piece === null) return queue(null);
			take(piece);
			return true;
		};
		stream.resume();
	});
}

/**
 * Reads the events `[first, last]` of a zone in the order of their places as bytes: row objects cost several times what checking
 * does.
 */
export function readRows(
	pg: Statements,
	zoneNo: number,
	first: number,
	last: number,
	isDeep: boolean,
	onRow: (row: RowBytes) => void,
): Promise<void> {
	return copyRows(pg, zoneNo, `chain_seq between ${Math.trunc(first)} and ${Math.trunc(last)}`, isDeep, onRow);
}

/** Reads the events at these places of a zone whole, in their order. */
export function readRowsAt(pg: Statements, zoneNo: number, seqs: readonly number[], onRow: (row: RowBytes) => void): Promise<void> {
	return copyRows(pg, zoneNo, `chain_seq = any('{${seqs.map(Math.trunc).join(',')}}'::bigint[])`, true, onRow);
}
