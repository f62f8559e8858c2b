import { COLUMN, type RowBytes } from '../../../db/integrity/row-bytes';
import { ByteSink } from '../../../lib/chain/byte-sink';
import { byteAt } from '../../../lib/chain/bytes';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../../../lib/chain/hmac';
import { EventPreimage } from '../../../lib/chain/preimage';
import type { Finding, FindingKind } from '../../../lib/evidence/finding';

/** Findings of one kind that a sweep writes down one by one; further ones are told as one. */
const EACH_MAX = 100;
const MICROS_1970_TO_2000 = 946_684_800_000_000;
const EXACT_MICROS_MAX = 8e15;
const HASH_BYTES = 32;
const HEX_BYTES = 64;
const BAR = 0x7c;
/** Bytes that copies of words may read behind a value. */
const BEHIND_BYTES = 3;
const MICROS_BYTES_MAX = 24;
/** The two hex digits of each byte, the first one in the low half. */
const HEX = Uint16Array.from({ length: 256 }, (_, byte) => Buffer.from(byte.toString(16).padStart(2, '0'), 'latin1').readUInt16LE());

/** Where a sweep stands between two rows. */
export interface ChainPlace {
	/** Place of the row before; 0 before the first. */
	readonly seq: number;
	/** Its content hash, one character per byte; null when the row before is not there. */
	readonly content: string | null;
}

/** Gathers what is found, and how much of each kind. */
export class FoundThings {
	private readonly list: Finding[] = [];
	readonly counts = new Map<FindingKind, number>();
	/** The first place anything is wrong at in the ledger. */
	firstSeq: number | null = null;

	add(finding: Finding): void {
		const count = (this.counts.get(finding.kind) ?? 0) + 1;
		this.counts.set(finding.kind, count);
		// where an anchor is behind or lost something, the ledger is not wrong
		const isOfLedger = finding.kind !== 'anchor_lagging' && finding.kind !== 'anchor_missing';
		if (isOfLedger && finding.seq !== null && (this.firstSeq === null || finding.seq < this.firstSeq)) this.firstSeq = finding.seq;
		if (count <= EACH_MAX) this.list.push(finding);
		else if (count === EACH_MAX + 1)
			this.list.push({ ...finding, eventId: '', lastSeq: null, expected: null, found: null, words: `more than ${EACH_MAX} from here on` });
	}

	/** What was found since the last call. */
	take(): Finding[] {
		return this.list.splice(0);
	}
}

/**
 * Checks rows in their order: content hash against columns, chain HMAC against key, link and place against the row before.
 * Reused from row to row; nothing is made per row but hashes, since every call into the engine costs as much as half of one.
 */
export class RowChecker {
	private readonly preimage = new EventPreimage();
	private readonly zone: ByteSink;
	private readonly hmac: HmacSha256 | null;
	private readonly scratch = Buffer.alloc(HMAC_BLOCK_BYTES + 2 * HEX_BYTES + 1);
	private readonly firstScratch = this.scratch.subarray(0, HMAC_BLOCK_BYTES + HEX_BYTES + 1);
	private readonly scratchView = new DataView(this.scratch.buffer, this.scratch.byteOffset, this.scratch.length);
	private readonly content = Buffer.alloc(HASH_BYTES);
	private hasContent = false;
	/** Place of the last row. */
	seq: number;
	events = 0;

	/** @param key null when the worker has none: the chain HMAC is then not checked */
	constructor(
		zoneId: string,
		key: Buffer | null,
		place: ChainPlace,
		private readonly found: FoundThings,
	) {
		this.hmac = key === null ? null : new HmacSha256(key);
		this.hmac?.prepare(this.scratch);
		this.scratch[HMAC_BLOCK_BYTES + HEX_BYTES] = BAR;
		this.zone = new ByteSink(zoneId.length * 3);
		this.zone.putText(zoneId);
		this.seq = place.seq;
		this.hasContent = place.content?.length === HASH_BYTES;
		if (place.content !== null) this.content.write(place.content, 'latin1');
	}

	get place(): ChainPlace {
		return { seq: this.seq, content: this.hasContent ? this.content.toString('latin1') : null };
	}

	/** The event as the bytes its content hash is taken over. */
	private setPreimage(row: RowBytes): void {
		const { preimage, zone } = this;
		const { sink } = preimage;
		const { bytes, view } = row;
		preimage.begin();
		sink.reserve(row.end(COLUMN.metadata) - row.start(COLUMN.id) + zone.end + MICROS_BYTES_MAX);
		for (let column: number = COLUMN.id; column <= COLUMN.metadata; column++) {
			if (row.isNull(column)) {
				preimage.endAbsentJson();
			} else {
				const start = row.start(column);
				const end = row.end(column);
				if (end + BEHIND_BYTES <= view.byteLength) sink.putBytes(row, start, end);
				else sink.putBuffer(bytes.subarray(start, end));
				preimage.endPart();
			}
			if (column === COLUMN.id) {
				sink.putBytes(zone, 0, zone.end);
				preimage.endPart();
			}
		}
		const micros = row.number(COLUMN.occurredAt) + MICROS_1970_TO_2000;
		if (Math.abs(micros) < EXACT_MICROS_MAX) preimage.endWithMicros(micros);
		else preimage.endWithBigMicros(row.bigint(COLUMN.occurredAt) + BigInt(MICROS_1970_TO_2000));
	}

	private say(
		kind: FindingKind,
		row: RowBytes,
		words: string,
		expected: string | null,
		found: string | null,
		seq = row.number(COLUMN.chainSeq),
	): void {
		this.found.add({ kind, eventId: row.text(COLUMN.id), seq, lastSeq: seq, expected, found, words });
	}

	/** Whether all the row says of itself holds. @returns false when it is no leaf of the tree: it repeats a place, or has no hash */
	check(row: RowBytes): boolean {
		const seq = row.number(COLUMN.chainSeq);
		this.events++;
		if (seq === this.seq) {
			this.say('sequence_repeat', row, 'place taken twice', null, null);
			return false;
		}
		if (seq > this.seq + 1) {
			this.found.add({
				kind: 'sequence_gap',
				eventId: '',
				seq: this.seq + 1,
				lastSeq: seq - 1,
				expected: null,
				found: null,
				words: 'events missing',
			});
			this.hasContent = false;
		}
		this.setPreimage(row);
		if (!isDigest(row, COLUMN.content, this.preimage.sha256('binary')))
			this.say('content_mismatch', row, 'columns against content hash', row.hex(COLUMN.content), this.preimage.sha256('hex'));
		if (this.hmac !== null) this.checkHmac(row, this.hmac);
		this.checkLink(row, seq);
		this.seq = seq;
		this.hasContent = hasHash(row, COLUMN.content);
		if (this.hasContent) {
			const start = row.start(COLUMN.content);
			for (let i = 0; i < HASH_BYTES; i++) this.content[i] = byteAt(row.bytes, start + i);
		}
		return this.hasContent;
	}

	private checkHmac(row: RowBytes, hmac: HmacSha256): void {
		const hasPrev = !row.isNull(COLUMN.prev);
		// a mac that is wrong tells nothing of the right one: both are compared whole, and the right one is never told
		const isRight =
			this.putHex(row, COLUMN.content, HMAC_BLOCK_BYTES) &&
			(!hasPrev || this.putHex(row, COLUMN.prev, HMAC_BLOCK_BYTES + HEX_BYTES + 1)) &&
			isDigest(row, COLUMN.hmac, hmac.digest(hasPrev ? this.scratch : this.firstScratch));
		if (!isRight) this.say('hmac_mismatch', row, 'chain HMAC', null, row.isNull(COLUMN.hmac) ? 'none' : row.hex(COLUMN.hmac));
	}

	/** Writes a hash as hex. @returns false when there is none */
	private putHex(row: RowBytes, column: number, at: number): boolean {
		if (!hasHash(row, column)) return false;
		const start = row.start(column);
		for (let i = 0; i < HASH_BYTES; i++) this.scratchView.setUint16(at + 2 * i, HEX[byteAt(row.bytes, start + i)] as number, true);
		return true;
	}

	private checkLink(row: RowBytes, seq: number): void {
		if (seq === 1) {
			if (!row.isNull(COLUMN.prev)) this.say('chain_break', row, 'first event links to another', 'none', row.hex(COLUMN.prev));
			return;
		}
		if (row.isNull(COLUMN.prev)) {
			this.say('chain_break', row, 'no link to the event before', this.hasContent ? this.content.toString('hex') : null, 'none');
		} else if (this.hasContent && !this.isContent(row, COLUMN.prev)) {
			this.say('chain_break', row, 'link to the event before', this.content.toString('hex'), row.hex(COLUMN.prev));
		}
	}

	/** Whether the column holds the content hash of the row before. */
	private isContent(row: RowBytes, column: number): boolean {
		if (!hasHash(row, column)) return false;
		const start = row.start(column);
		for (let i = 0; i < HASH_BYTES; i++) if (byteAt(row.bytes, start + i) !== byteAt(this.content, i)) return false;
		return true;
	}
}

function hasHash(row: RowBytes, column: number): boolean {
	return row.lengths[column] === HASH_BYTES;
}

/** @param digest one character per byte */
function isDigest(row: RowBytes, column: number, digest: string): boolean {
	if (!hasHash(row, column)) return false;
	const start = row.start(column);
	for (let i = 0; i < HASH_BYTES; i++) if (byteAt(row.bytes, start + i) !== digest.charCodeAt(i)) return false;
	return true;
}
