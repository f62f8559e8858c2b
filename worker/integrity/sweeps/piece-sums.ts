import { COLUMN, type RowBytes } from '../../../db/integrity/row-bytes';

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_1970_TO_2000 = 946_684_800_000_000;

/** A segment that rows point into, and the farthest of them. */
export interface SegmentUse {
	readonly no: number;
	/** When it was sealed: microseconds since 2000. */
	readonly at: bigint;
	index: number;
	seq: number;
}

/** What the rows of a piece come to together: events by day, and the segments they point into. */
export class PieceSums {
	private readonly bySegment = new Map<string, SegmentUse>();
	private segment: SegmentUse | null = null;
	private segmentAt = 0;
	private day = Number.NaN;
	private dayStart = Number.NaN;
	private dayEvents = 0;

	/** @param days events by UTC day as days since 1970; added to */
	constructor(private readonly days: Record<string, number>) {}

	add(row: RowBytes): void {
		const micros = row.number(COLUMN.occurredAt);
		if (!(micros >= this.dayStart && micros < this.dayStart + MICROS_PER_DAY)) {
			this.endDay();
			this.day = Math.floor((micros + MICROS_1970_TO_2000) / MICROS_PER_DAY);
			this.dayStart = this.day * MICROS_PER_DAY - MICROS_1970_TO_2000;
		}
		this.dayEvents++;
		const no = row.number(COLUMN.segmentNo);
		const at = row.number(COLUMN.ingestedAt);
		// neighbours lie in one segment
		const segment = this.segment !== null && this.segment.no === no && this.segmentAt === at ? this.segment : this.segmentOf(row, no, at);
		const index = row.int32(COLUMN.segmentIndex);
		if (index <= segment.index) return;
		segment.index = index;
		segment.seq = row.number(COLUMN.chainSeq);
	}

	private segmentOf(row: RowBytes, no: number, at: number): SegmentUse {
		const key = `${no}/${at}`;
		let segment = this.bySegment.get(key);
		if (segment === undefined) {
			segment = { no, at: row.bigint(COLUMN.ingestedAt), index: Number.NEGATIVE_INFINITY, seq: 0 };
			this.bySegment.set(key, segment);
		}
		this.segment = segment;
		this.segmentAt = at;
		return segment;
	}

	private endDay(): void {
		if (this.dayEvents > 0) this.days[this.day] = (this.days[this.day] ?? 0) + this.dayEvents;
		this.dayEvents = 0;
	}

	/** The segments, once all rows were added. */
	end(): SegmentUse[] {
		this.endDay();
		return [...this.bySegment.values()];
	}
}
