import type { SqlClient } from '../client';

/** Months that have partitions of their own: 2015 to 2099, as whole months since year 0. What lies outside has one on either side. */
const MONTH_MIN = 2015 * 12;
const MONTH_MAX = 2099 * 12 + 11;
/** Months kept ready beyond the present one. */
export const MONTHS_AHEAD = 3;

export type PartitionedTable = 'ledger_events' | 'search_events' | 'segments';

/**
 * The partition an instant falls in: its month, UTC, as whole months since year 0; all months before 2015 are one partition and
 * all from 2100 on another.
 */
export function partitionOfMinute(minuteSince1970: number): number {
	// beyond what Date holds the year is NaN
	const date = new Date(minuteSince1970 * 60_000);
	const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
	if (Number.isNaN(month)) return minuteSince1970 < 0 ? MONTH_MIN - 1 : MONTH_MAX + 1;
	return Math.max(MONTH_MIN - 1, Math.min(MONTH_MAX + 1, month));
}

/** The table that holds a partition's rows. */
export function partitionName(table: PartitionedTable, partition: number): string {
	if (partition < MONTH_MIN) return `${table}_before_2015`;
	if (partition > MONTH_MAX) return `${table}_from_2100`;
	return `${table}_y${Math.floor(partition / 12)}m${String((partition % 12) + 1).padStart(2, '0')}`;
}

/** Makes sure that partitions exist, and remembers which are known to. */
export class Partitions {
	private readonly known = new Map<PartitionedTable, Set<number>>();

	constructor(private readonly sql: SqlClient) {}

	/** Creates what is missing of the given partitions, each in a transaction of its own. */
	async ensure(table: PartitionedTable, partitions: Iterable<number>): Promise<void> {
		let known = this.known.get(table);
		if (known === undefined) {
			known = new Set();
			this.known.set(table, known);
		}
		for (const month of partitions) {
			if (known.has(month) || month < MONTH_MIN || month > MONTH_MAX) continue;
			const day = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
			await this.sql`select audit_month_ensure(${table}, ${day}::date)`;
			known.add(month);
		}
	}

	/**
	 * Creates the present month, the one before (Postgres's clock may be behind) and MONTHS_AHEAD more for every table.
	 * @param nowMs milliseconds since 1970
	 */
	async ensureMonthsAhead(nowMs: number): Promise<void> {
		const month = partitionOfMinute(Math.floor(nowMs / 60_000));
		const months = Array.from({ length: MONTHS_AHEAD + 2 }, (_, i) => month - 1 + i);
		for (const table of ['ledger_events', 'search_events', 'segments'] as const) await this.ensure(table, months);
	}

	/** Forgets what is known, after a row found no partition. */
	forget(): void {
		this.known.clear();
	}
}
