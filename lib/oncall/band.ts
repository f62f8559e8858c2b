import type { Band } from '../api/oncall';
import type { HourCount } from './facts';

/** An hour with fewer decisions says nothing of a rate. */
const DECIDED_MIN = 20;

/** The lowest and the highest of what the hours say; null when none says anything. */
function bandOf(hours: readonly HourCount[], measure: (events: ReadonlyMap<string, number>) => number | null): Band | null {
	const byHour = new Map<number, Map<string, number>>();
	for (const { hour, decision, events } of hours) {
		const counts = byHour.get(hour) ?? new Map<string, number>();
		byHour.set(hour, counts);
		counts.set(decision, (counts.get(decision) ?? 0) + events);
	}
	const values = [...byHour.values()].map(measure).filter((value) => value !== null);
	return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values), days: values.length };
}

/** The share of denials in the hours. */
export function denyBand(hours: readonly HourCount[]): Band | null {
	return bandOf(hours, (events) => {
		const denied = events.get('deny') ?? 0;
		const decided = denied + (events.get('allow') ?? 0);
		return decided < DECIDED_MIN ? null : denied / decided;
	});
}

/** Decisions per second, on the whole hour. */
export function rateBand(hours: readonly HourCount[]): Band | null {
	return bandOf(hours, (events) => [...events.values()].reduce((sum, count) => sum + count, 0) / 3_600);
}
