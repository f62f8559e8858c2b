import type { Linked } from '../db/ledger/append';
import type { ChainHead, LockedHeads } from '../db/ledger/heads';
import {
	CHAIN_SEQ_AT,
	CONTENT_AT,
	HASH_BYTES,
	rowCut,
	setChainHmac,
	setChainSeq,
	setIngestion,
	setNoPrev,
	setPrev,
	setZone,
} from '../db/ledger/ledger-row';
import { setSearchChainSeq, setSearchZone } from '../db/ledger/search-row';
import type { ByteSink } from '../lib/chain/byte-sink';
import { byteAt, intAt } from '../lib/chain/bytes';
import { HMAC_BLOCK_BYTES, HmacSha256 } from '../lib/chain/hmac';
import type { BatchZone, LaneBatch } from './lane-batch';

/** Two hex digits of each byte, as the 16-bit number that stores them in order. */
const HEX = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) HEX[byte] = Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16BE(0);

const CONTENT_HEX = HMAC_BLOCK_BYTES;
const BAR = CONTENT_HEX + 64;
const PREV_HEX = BAR + 1;

/** Chains the rows of batches: positions, links and chain HMACs, written into the encoded rows. */
export class Linker {
	private readonly hmac: HmacSha256 | null;
	private readonly message = Buffer.alloc(PREV_HEX + 64);
	private readonly messageView = new DataView(this.message.buffer, this.message.byteOffset, this.message.length);
	private readonly firstMessage = this.message.subarray(0, PREV_HEX);
	/** Batches chained to an expectation and not yet finished, oldest first. */
	private readonly expecting: LaneBatch[] = [];

	constructor(key: Buffer | null) {
		this.hmac = key === null ? null : new HmacSha256(key);
		this.hmac?.prepare(this.message);
		this.message[BAR] = 0x7c;
	}

	/** Whether rows carry a chain HMAC. */
	get chained(): boolean {
		return this.hmac !== null;
	}

	/** Chains a prepared batch to where its zones are expected to stand, as far as that is known, and moves the expectation on. */
	predict(batch: LaneBatch): void {
		this.expecting.push(batch);
		this.expect(batch);
	}

	/** Takes a batch out that will not be finished. */
	drop(batch: LaneBatch): void {
		const i = this.expecting.indexOf(batch);
		if (i >= 0) this.expecting.splice(i, 1);
	}

	/** Finishes the rows under the lock. Zones another worker has moved meanwhile are chained anew. */
	finish(batch: LaneBatch, locked: LockedHeads): Linked {
		const heads = batch.zones.map((zone) => locked.heads.get(zone.state.zoneNo) ?? null);
		const moved = batch.zones.map((zone, i) => (sameHead(zone.linkedTo, heads[i] ?? null) ? null : (heads[i] ?? null)));
		if (moved.some((head) => head !== null)) this.link(batch, moved);
		this.drop(batch);
		if (moved.some((head) => head !== null)) {
			// what was chained on top of the wrong expectation is chained again while Postgres takes these rows
			for (const zone of batch.zones) zone.state.predicted = headAfter(batch, zone);
			for (const later of this.expecting) this.expect(later);
		}
		for (let row = 0; row < batch.rows; row++) setIngestion(batch.ledger, intAt(batch.rowLedger, row), locked.nowMicros, locked.segmentNo);
		return {
			cuts: firstRows(batch).map((row) => rowCut(intAt(batch.rowLedger, row))),
			advances: batch.zones.map((zone) => ({
				zoneNo: zone.state.zoneNo,
				zoneId: zone.state.zoneId,
				chainSeq: zone.chainSeq,
				events: zone.events,
				content: contentOf(batch, zone.lastRow),
			})),
			receipts: batch.receipts.map(({ row, streamNo, outboxId, occurredAt }) => {
				const zone = batch.zones[intAt(batch.rowZone, row)];
				const at = intAt(batch.rowLedger, row);
				return { streamNo, outboxId, occurredAt, zoneNo: zone?.state.zoneNo ?? 0, chainSeq: chainSeqAt(batch.ledger, at) };
			}),
		};
	}

	private expect(batch: LaneBatch): void {
		this.link(
			batch,
			batch.zones.map((zone) => zone.state.predicted),
		);
		for (const zone of batch.zones) if (zone.state.predicted !== null) zone.state.predicted = headAfter(batch, zone);
	}

	/** Chains the rows of the zones that have a head given; the others stay as they are. */
	private link(batch: LaneBatch, heads: readonly (ChainHead | null)[]): void {
		const { ledger, search, zones } = batch;
		zones.forEach((zone, i) => {
			const head = heads[i];
			if (!head) return;
			zone.linkedTo = head;
			zone.chainSeq = head.chainSeq;
			zone.events = 0;
			zone.lastRow = -1;
		});
		for (let row = 0; row < batch.rows; row++) {
			const index = intAt(batch.rowZone, row);
			const zone = zones[index];
			const head = heads[index];
			if (zone === undefined || !head) continue;
			const at = intAt(batch.rowLedger, row);
			zone.chainSeq++;
			zone.events++;
			setChainSeq(ledger, at, zone.chainSeq);
			setSearchChainSeq(search, intAt(batch.rowSearch, row), zone.chainSeq);
			if (zone.lastRow >= 0) {
				const prev = intAt(batch.rowLedger, zone.lastRow) + CONTENT_AT;
				setPrev(ledger, at, ledger.view, prev);
				this.authenticate(ledger, at, ledger.bytes, prev);
			} else if (head.content !== null) {
				const { buffer, byteOffset } = head.content;
				setPrev(ledger, at, new DataView(buffer, byteOffset), 0);
				this.authenticate(ledger, at, head.content, 0);
			} else {
				setNoPrev(ledger, at);
				this.authenticate(ledger, at, null, 0);
			}
			zone.lastRow = row;
		}
	}

	/** Writes a row's chain HMAC, over its own content hash and the one at `prev[prevAt]` (null: none). */
	private authenticate(ledger: ByteSink, row: number, prev: Buffer | null, prevAt: number): void {
		if (this.hmac === null) return;
		this.putHex(CONTENT_HEX, ledger.bytes, row + CONTENT_AT);
		if (prev !== null) this.putHex(PREV_HEX, prev, prevAt);
		setChainHmac(ledger, row, this.hmac.digest(prev === null ? this.firstMessage : this.message));
	}

	private putHex(at: number, hash: Buffer, hashAt: number): void {
		const view = this.messageView;
		for (let i = 0; i < HASH_BYTES; i++) view.setUint16(at + 2 * i, HEX[byteAt(hash, hashAt + i)] as number);
	}
}

/** Writes the numbers of zones into the rows, once they are known. */
export function putZoneNumbers(batch: LaneBatch): void {
	for (let row = 0; row < batch.rows; row++) {
		const zoneNo = batch.zones[intAt(batch.rowZone, row)]?.state.zoneNo ?? 0;
		setZone(batch.ledger, intAt(batch.rowLedger, row), zoneNo);
		setSearchZone(batch.search, intAt(batch.rowSearch, row), zoneNo);
	}
}

function contentOf(batch: LaneBatch, row: number): Buffer {
	const at = intAt(batch.rowLedger, row) + CONTENT_AT;
	return Buffer.from(batch.ledger.bytes.subarray(at, at + HASH_BYTES));
}

function headAfter(batch: LaneBatch, zone: BatchZone): ChainHead {
	return { chainSeq: zone.chainSeq, content: contentOf(batch, zone.lastRow) };
}

function sameHead(a: ChainHead | null, b: ChainHead | null): boolean {
	if (a === null || b === null || a.chainSeq !== b.chainSeq) return false;
	return a.content === null || b.content === null ? a.content === b.content : a.content.equals(b.content);
}

/** The rows that are their zone's first ever, ascending. */
function firstRows(batch: LaneBatch): number[] {
	const first: number[] = [];
	const seen = new Set<number>();
	for (let row = 0; row < batch.rows && seen.size < batch.zones.length; row++) {
		const index = intAt(batch.rowZone, row);
		if (seen.has(index)) continue;
		seen.add(index);
		if (batch.zones[index]?.linkedTo?.content === null) first.push(row);
	}
	return first;
}

function chainSeqAt(ledger: ByteSink, row: number): number {
	return Number(ledger.view.getBigInt64(row + CHAIN_SEQ_AT));
}
