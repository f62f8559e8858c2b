import { mergeCells, type RollupCell } from '../db/ledger/rollups';
import type { Term, ZoneState } from './lane-dictionary';

interface OpenCell {
	readonly term: Term;
	readonly at: number;
	readonly events: number;
}

/**
 * The rollup counts of one batch. The running count of a value stands on the value itself, so that an event costs no look-up;
 * it moves here when the hour changes or another batch touches the value.
 */
export class BatchCounts {
	private readonly touched: Term[] = [];
	private readonly hours: OpenCell[] = [];
	private readonly minutes: OpenCell[] = [];

	/** Counts an event of a value. @param hour whole hours since 1970 */
	countHour(term: Term, hour: number): void {
		if (term.owner !== this || term.hour !== hour) this.turn(term, hour, term.minute);
		term.hourEvents++;
	}

	/** Counts an event of a decision (or of "no decision"). @param minute whole minutes since 1970 */
	countMinute(term: Term, minute: number): void {
		if (term.owner !== this || term.minute !== minute) this.turn(term, term.hour, minute);
		term.minuteEvents++;
	}

	private turn(term: Term, hour: number, minute: number): void {
		if (term.owner !== this) {
			if (term.owner instanceof BatchCounts) term.owner.close(term);
			term.owner = this;
			this.touched.push(term);
		} else {
			this.close(term);
		}
		term.hour = hour;
		term.minute = minute;
	}

	/** Books what a value has counted so far. */
	private close(term: Term): void {
		if (term.hourEvents > 0) this.hours.push({ term, at: term.hour, events: term.hourEvents });
		if (term.minuteEvents > 0) this.minutes.push({ term, at: term.minute, events: term.minuteEvents });
		term.hourEvents = 0;
		term.minuteEvents = 0;
	}

	/** Books everything and hands the counts over as rows; the values' numbers must be known. */
	take(): { hours: RollupCell[]; minutes: RollupCell[] } {
		for (const term of this.touched) {
			if (term.owner !== this) continue;
			this.close(term);
			term.owner = null;
		}
		const hours = this.hours.map(({ term, at, events }) => cell(term.zone, at, term.field, term.termNo, events));
		const minutes = this.minutes.map(({ term, at, events }) =>
			cell(term.zone, at, 0, term === term.zone.noDecision ? 0 : term.termNo, events),
		);
		this.touched.length = 0;
		this.hours.length = 0;
		this.minutes.length = 0;
		return { hours: mergeCells(hours), minutes: mergeCells(minutes) };
	}
}

function cell(zone: ZoneState, at: number, field: number, termNo: number, events: number): RollupCell {
	return { zoneNo: zone.zoneNo, at, field, termNo, events };
}
