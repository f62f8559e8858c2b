import type { TailItem } from '../api/tail';

/** Rows kept on the page, and rows kept beside them while it stands still. 50,000 rows take about 60 MB. */
export const ROWS_MAX = 50_000;
export const HELD_MAX = 50_000;
/** The oldest rows go in portions, so that a full list is not moved with every frame. */
const SLACK = 500;

interface HeldFrame {
	readonly rows: readonly TailItem[];
	readonly id: string | null;
}

/**
 * The rows of a tail: those shown, oldest first, and those held while it is paused. A position goes with both, so that a stream
 * begun at either has every row once.
 * Beyond HELD_MAX nothing more is held: the stream is to be left, and taken up at `heldId` when the tail goes on.
 */
export class TailRows {
	private rows: TailItem[] = [];
	private frames: HeldFrame[] = [];
	/** The position behind the last row shown, and behind the last one held. Null before the first was told. */
	shownId: string | null = null;
	heldId: string | null = null;
	isPaused = false;
	held = 0;
	/** Rows shown since the beginning, of which the oldest may be gone. */
	shownEver = 0;
	/** How many rows had been shown when the present filter began; rows before are of the one before it. */
	filterSince = 0;

	/** Rows on the page, oldest first. Not to be changed. */
	get shown(): readonly TailItem[] {
		return this.rows;
	}

	/** Rows that were let go of because more came than are kept. */
	get letGo(): number {
		return this.shownEver - this.rows.length;
	}

	/** Whether no more can be held. */
	get isFull(): boolean {
		return this.held >= HELD_MAX;
	}

	/** Takes the rows of a frame and the position behind them. */
	push(rows: readonly TailItem[], id: string | null): void {
		if (id !== null) this.heldId = id;
		if (this.isPaused) {
			this.frames.push({ rows, id });
			this.held += rows.length;
			if (rows.length === 0) this.joinLast();
		} else this.show(rows, id);
	}

	pause(): void {
		this.isPaused = true;
	}

	/** Shows what was held. */
	resume(): void {
		this.isPaused = false;
		const frames = this.frames;
		this.frames = [];
		this.held = 0;
		for (const { rows, id } of frames) this.show(rows, id);
	}

	/** Another filter: what was shown stays, what was held is of the old filter and is asked for again. @returns where to go on */
	refilter(): string | null {
		this.frames = [];
		this.held = 0;
		this.heldId = this.shownId;
		this.filterSince = this.shownEver;
		return this.shownId;
	}

	/** Takes the rows shown away; the stream goes on. */
	clear(): void {
		this.rows = [];
		this.shownEver = 0;
		this.filterSince = 0;
	}

	private show(rows: readonly TailItem[], id: string | null): void {
		for (const row of rows) this.rows.push(row);
		this.shownEver += rows.length;
		if (id !== null) this.shownId = id;
		if (this.rows.length > ROWS_MAX + SLACK) this.rows = this.rows.slice(-ROWS_MAX);
	}

	/** Positions without rows, of a quiet stream, take no room of their own. */
	private joinLast(): void {
		const last = this.frames.pop();
		const before = this.frames.pop();
		if (before !== undefined) this.frames.push({ rows: before.rows, id: last?.id ?? before.id });
		else if (last !== undefined) this.frames.push(last);
	}
}
