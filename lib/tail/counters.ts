import type { TailStats } from '../api/tail';

/** What has come of the events of the zones since the tail began. `received` is the sum of the next three and of what was skipped. */
export interface Counts {
	readonly received: number;
	/** Sent to this page: on it, or held by it. */
	readonly matched: number;
	readonly filtered: number;
	/** In the ledger, not yet looked at by the server. */
	readonly ahead: number;
	readonly skipped: number;
	/** Whether the server has told its counts. */
	readonly isTold: boolean;
	/** Whether what was filtered may be more: a connection was cut between two counts of the server, which come once a second. */
	readonly isAtLeast: boolean;
}

type Told = Pick<TailStats, 'filtered' | 'skipped' | 'held'>;
const NOTHING: Told = { filtered: 0, skipped: 0, held: 0 };

/** Sums the server's counts, which begin anew with every connection, and counts the rows itself, exactly. */
export class Counters {
	private matched = 0;
	private before = { filtered: 0, skipped: 0 };
	private base: Told | 'next' = NOTHING;
	private now: Told = NOTHING;
	private isTold = false;
	private isAtLeast = false;

	rows(count: number): void {
		this.matched += count;
	}

	/** A connection begins, whose counts begin at none. @param isCut the one before it ended unforeseen */
	opened(isCut: boolean): void {
		this.settle();
		this.base = NOTHING;
		if (isCut && this.isTold) this.isAtLeast = true;
	}

	/** A stream is joined that has been counting: what it counted before is not this page's. */
	joined(stats: TailStats | null): void {
		this.settle();
		this.base = stats ?? 'next';
	}

	stats(stats: TailStats): void {
		this.isTold = true;
		if (this.base === 'next') this.base = stats;
		this.now = stats;
	}

	get counts(): Counts {
		const { filtered, skipped } = this.sums();
		const ahead = this.now.held;
		return {
			received: this.matched + filtered + skipped + ahead,
			...{ matched: this.matched, filtered, skipped, ahead, isTold: this.isTold, isAtLeast: this.isAtLeast },
		};
	}

	private sums(): { filtered: number; skipped: number } {
		const base = this.base === 'next' ? this.now : this.base;
		return {
			filtered: this.before.filtered + Math.max(0, this.now.filtered - base.filtered),
			skipped: this.before.skipped + Math.max(0, this.now.skipped - base.skipped),
		};
	}

	private settle(): void {
		this.before = this.sums();
		this.now = NOTHING;
	}
}
