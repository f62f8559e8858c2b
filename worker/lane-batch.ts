import type { Cut } from '../db/ledger/copy-chunks';
import type { ChainHead } from '../db/ledger/heads';
import type { RollupCell } from '../db/ledger/rollups';
import { type SealedSegment, sealSegment } from '../db/ledger/segment';
import { SegmentBytes } from '../db/ledger/segment-bytes';
import { ByteSink } from '../lib/chain/byte-sink';
import { intAt } from '../lib/chain/bytes';
import { BatchCounts } from './lane-counts';
import type { Term, ZoneState } from './lane-dictionary';
import type { RawEntry } from './lane-types';

const LEDGER_BYTES = 1024 * 1024;
const SEARCH_BYTES = 128 * 1024;
const BYTES_KEPT_MAX = 16 * 1024 * 1024;
const ROWS = 1024;

/** A term number to be written at a place of the search rows once it is known. */
interface OpenTerm {
	readonly at: number;
	readonly term: Term;
}

/** An authority entry of the batch, for its receipt. */
export interface BatchReceipt {
	readonly row: number;
	readonly streamNo: number;
	readonly outboxId: string;
	readonly occurredAt: bigint;
}

/** A zone's share of a batch. */
export interface BatchZone {
	readonly state: ZoneState;
	/** The head the zone's rows are chained to, or null when they are not chained yet. */
	linkedTo: ChainHead | null;
	/** Position and row of its last event so far. */
	chainSeq: number;
	events: number;
	lastRow: number;
}

/**
 * One batch in the making: its rows, encoded, and what is still open about them. Holds bytes and numbers only, no strings of
 * events: they would all survive the young generation. Reused.
 */
export class LaneBatch {
	entries: readonly RawEntry[] = [];
	readonly ledger = new ByteSink(LEDGER_BYTES);
	readonly search = new ByteSink(SEARCH_BYTES);
	readonly segmentBytes = new SegmentBytes();
	readonly counts = new BatchCounts();
	rows = 0;
	/** Per row: where it begins in `ledger` and `search`, its zone in `zones`, its entry in `entries`. */
	rowLedger = new Int32Array(ROWS);
	rowSearch = new Int32Array(ROWS);
	rowZone = new Int32Array(ROWS);
	rowEntry = new Int32Array(ROWS);
	/** Per row: the partition it belongs into. */
	rowPartition = new Int32Array(ROWS);
	readonly zones: BatchZone[] = [];
	readonly receipts: BatchReceipt[] = [];
	readonly openTerms: OpenTerm[] = [];
	readonly partitions = new Set<number>();
	/** Rows that may say something of sessions, delegations or records. */
	readonly authorityRows: number[] = [];
	segment: Promise<SealedSegment> | null = null;
	hours: readonly RollupCell[] = [];
	minutes: readonly RollupCell[] = [];
	private readonly zoneIndex = new Map<ZoneState, number>();
	private lastZone: ZoneState | null = null;
	private lastZoneIndex = 0;

	reset(entries: readonly RawEntry[]): void {
		this.entries = entries;
		this.ledger.reset(BYTES_KEPT_MAX);
		this.search.reset(BYTES_KEPT_MAX);
		this.segmentBytes.reset();
		this.counts.take();
		this.rows = 0;
		this.zones.length = 0;
		this.receipts.length = 0;
		this.openTerms.length = 0;
		this.partitions.clear();
		this.authorityRows.length = 0;
		this.segment = null;
		this.hours = [];
		this.minutes = [];
		this.zoneIndex.clear();
		this.lastZone = null;
	}

	/** Opens a row for an entry and returns its number. */
	addRow(entry: number, zone: ZoneState, partition: number): number {
		const row = this.rows++;
		if (row === this.rowLedger.length) this.growRows();
		this.rowLedger[row] = this.ledger.end;
		this.rowSearch[row] = this.search.end;
		this.rowZone[row] = this.indexOf(zone);
		this.rowEntry[row] = entry;
		this.rowPartition[row] = partition;
		this.partitions.add(partition);
		return row;
	}

	/** The spans of `ledger` and `search` whose rows belong into other partitions. */
	outside(partition: number): { ledger: Cut[]; search: Cut[] } {
		const ledger: Cut[] = [];
		const search: Cut[] = [];
		if (this.partitions.size > 1) {
			for (let row = 0; row < this.rows; row++) {
				if (this.rowPartition[row] === partition) continue;
				const isLast = row + 1 === this.rows;
				ledger.push([intAt(this.rowLedger, row), isLast ? this.ledger.end : intAt(this.rowLedger, row + 1)]);
				search.push([intAt(this.rowSearch, row), isLast ? this.search.end : intAt(this.rowSearch, row + 1)]);
			}
		}
		return { ledger, search };
	}

	/** Compresses the signed bytes on the thread pool. */
	seal(): void {
		this.segment = sealSegment(this.segmentBytes);
		this.segment.catch(() => {
			// told to the writer, who awaits it
		});
	}

	private indexOf(zone: ZoneState): number {
		if (zone === this.lastZone) return this.lastZoneIndex;
		let index = this.zoneIndex.get(zone);
		if (index === undefined) {
			index = this.zones.length;
			this.zones.push({ state: zone, linkedTo: null, chainSeq: 0, events: 0, lastRow: -1 });
			this.zoneIndex.set(zone, index);
		}
		this.lastZone = zone;
		this.lastZoneIndex = index;
		return index;
	}

	private growRows(): void {
		const grow = (list: Int32Array) => {
			const larger = new Int32Array(list.length * 2);
			larger.set(list);
			return larger;
		};
		this.rowLedger = grow(this.rowLedger);
		this.rowSearch = grow(this.rowSearch);
		this.rowZone = grow(this.rowZone);
		this.rowEntry = grow(this.rowEntry);
		this.rowPartition = grow(this.rowPartition);
	}
}
