import type { SqlClient } from '../client';

/** Months that have partitions of their own: 2015 to 2099, as whole months since year 0. What lies outside has one on either side. */
const MONTH_MIN = 2015 * 12;
const MONTH_MAX = 2099 * 12 + 11;
/** Months kept ready beyond the present one. */
export const MONTHS_AHEAD = 3;

export type PartitionedTable = 'ledger_events' | 'search_events' | 'segments';

/** The month an instant falls in, UTC, as whole months since year 0; or null when it lies outside 2015 to 2099. */
export function monthOfMinute(minuteSince1970: number): number | null {
	// beyond what Date holds the year is NaN, which is outside too
	const date = new Date(minuteSince1970 * 60_000);
	const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
	return month >= MONTH_MIN && month <= MONTH_MAX ? month : null;
}

/** Makes sure that partitions exist, and remembers which are known to. */
export class Partitions {
	private readonly known = new Map<PartitionedTable, Set<number>>();

	constructor(private readonly sql: SqlClient) {}

	/** Creates what is missing of the given months, each in a transaction of its own. */
	async ensure(table: PartitionedTable, months: Iterable<number>): Promise<void> {
		let known = this.known.get(table);
		if (known === undefined) {
			known = new Set();
			this.known.set(table, known);
		}
		for (const month of months) {
			if (known.has(month)) continue;
			const day = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
			await this.sql`select audit_month_ensure(${table}, ${day}::date)`;
			known.add(month);
		}
	}

	/**
	 * Creates the present month, the one before (Postgres's clock may be behind) and MONTHS_AHEAD more for every table.
	 * @param nowMs milliseconds since 1970
	 */
	async ensureMonthsAhead(nowMs: number): Promise<void> {
		const month = monthOfMinute(Math.floor(nowMs / 60_000));
		if (month === null) return;
		const months = Array.from({ length: MONTHS_AHEAD + 2 }, (_, i) => month - 1 + i);
		for (const table of ['ledger_events', 'search_events', 'segments'] as const) await this.ensure(table, months);
	}

	/** Forgets what is known, after a row found no partition. */
	forget(): void {
		this.known.clear();
	}
}
