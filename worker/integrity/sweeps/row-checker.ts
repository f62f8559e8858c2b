import { COLUMN, type RowBytes } from '../../../db/integrity/sweep-rows';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../../../lib/chain/hmac';
import { EventPreimage } from '../../../lib/chain/preimage';
import type { Finding, FindingKind } from '../../../lib/evidence/finding';

/** Findings of one kind that a sweep writes down one by one; further ones are told as one. */
const EACH_MAX = 100;
const MICROS_1970_TO_2000 = 946_684_800_000_000;
const EXACT_MICROS_MAX = 8e15;
const HEX_BYTES = 64;
const BAR = 0x7c;

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
	/** The first place anything is wrong at. */
	firstSeq: number | null = null;

	add(finding: Finding): void {
		const count = (this.counts.get(finding.kind) ?? 0) + 1;
		this.counts.set(finding.kind, count);
		if (finding.seq !== null && (this.firstSeq === null || finding.seq < this.firstSeq)) this.firstSeq = finding.seq;
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
 * Reused from row to row; nothing is made per row but hashes.
 */
export class RowChecker {
	private readonly preimage = new EventPreimage();
	private readonly hmac: HmacSha256 | null;
	private readonly scratch = Buffer.alloc(HMAC_BLOCK_BYTES + 2 * HEX_BYTES + 1);
	private readonly firstScratch = this.scratch.subarray(0, HMAC_BLOCK_BYTES + HEX_BYTES + 1);
	private seq: number;
	private content: string | null;
	events = 0;

	/** @param key null when the worker has none: the chain HMAC is then not checked */
	constructor(
		private readonly zoneId: string,
		key: Buffer | null,
		place: ChainPlace,
		private readonly found: FoundThings,
	) {
		this.hmac = key === null ? null : new HmacSha256(key);
		this.hmac?.prepare(this.scratch);
		this.scratch[HMAC_BLOCK_BYTES + HEX_BYTES] = BAR;
		this.seq = place.seq;
		this.content = place.content;
	}

	get place(): ChainPlace {
		return { seq: this.seq, content: this.content };
	}

	/** The event as the bytes its content hash is taken over. */
	private setPreimage(row: RowBytes): void {
		const { preimage } = this;
		const { sink } = preimage;
		preimage.begin();
		for (let column: number = COLUMN.id; column <= COLUMN.metadata; column++) {
			if (row.isNull(column)) {
				preimage.endAbsentJson();
			} else {
				const length = row.lengths[column] as number;
				sink.reserve(length + 1);
				row.bytes.copy(sink.bytes, sink.end, row.starts[column], row.end(column));
				sink.end += length;
				preimage.endPart();
			}
			if (column === COLUMN.id) {
				sink.putText(this.zoneId);
				preimage.endPart();
			}
		}
		const since2000 = row.number(COLUMN.occurredAt);
		const micros = since2000 + MICROS_1970_TO_2000;
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

	/** Whether all the row says of itself holds. @returns false when it repeats a place, and is no leaf of the tree */
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
			this.content = null;
		}
		this.setPreimage(row);
		const stored = row.latin1(COLUMN.content);
		if (this.preimage.sha256('binary') !== stored)
			this.say('content_mismatch', row, 'columns against content hash', row.hex(COLUMN.content), this.preimage.sha256('hex'));
		if (this.hmac !== null) this.checkHmac(row, this.hmac);
		this.checkLink(row, seq);
		this.seq = seq;
		this.content = stored;
		return true;
	}

	private checkHmac(row: RowBytes, hmac: HmacSha256): void {
		const hasPrev = !row.isNull(COLUMN.prev);
		this.scratch.write(row.hex(COLUMN.content).padEnd(HEX_BYTES), HMAC_BLOCK_BYTES, HEX_BYTES, 'latin1');
		if (hasPrev) this.scratch.write(row.hex(COLUMN.prev).padEnd(HEX_BYTES), HMAC_BLOCK_BYTES + HEX_BYTES + 1, HEX_BYTES, 'latin1');
		// a mac that is wrong tells nothing of the right one: both are compared whole, and the right one is never told
		const isRight = !row.isNull(COLUMN.hmac) && hmac.digest(hasPrev ? this.scratch : this.firstScratch) === row.latin1(COLUMN.hmac);
		if (!isRight) this.say('hmac_mismatch', row, 'chain HMAC', null, row.isNull(COLUMN.hmac) ? 'none' : row.hex(COLUMN.hmac));
	}

	private checkLink(row: RowBytes, seq: number): void {
		if (seq === 1) {
			if (!row.isNull(COLUMN.prev)) this.say('chain_break', row, 'first event links to another', 'none', row.hex(COLUMN.prev));
			return;
		}
		if (row.isNull(COLUMN.prev)) {
			this.say('chain_break', row, 'no link to the event before', this.content === null ? null : hexOf(this.content), 'none');
		} else if (this.content !== null && row.latin1(COLUMN.prev) !== this.content) {
			this.say('chain_break', row, 'link to the event before', hexOf(this.content), row.hex(COLUMN.prev));
		}
	}
}

function hexOf(binary: string): string {
	return Buffer.from(binary, 'latin1').toString('hex');
}
