import type { Tile } from '../api/oncall';
import type { EpochMicros } from '../events/contract';
import { DECISIONS, NO_DECISION } from '../events/vocabulary';
import { formatMicros } from '../time';
import { rateBand } from './band';
import { CHART_MINUTES, minuteOf, startOfMinute } from './clock';
import type { HourCount, MinuteCount } from './facts';
import { searchFor } from './link';
import { amount } from './words';

const TIMES_HIGHEST = 3;
/** Below this rate, in a second, nothing is a flood. */
const RATE_MIN = 1;

function orderOf(decision: string): number {
	const place = (DECISIONS as readonly string[]).indexOf(decision);
	return place < 0 ? DECISIONS.length : place;
}

/** Decisions per second by outcome, over the present minute and the one before. */
export function decisions(counts: readonly MinuteCount[], hours: readonly HourCount[], now: EpochMicros, zones: readonly string[]): Tile {
	const last = minuteOf(now);
	const from = startOfMinute(last - 1);
	const seconds = Number(now - from) / 1_000_000;
	const decided = counts.filter(({ decision }) => decision !== NO_DECISION);
	const byOutcome = new Map<string, number>();
	for (const { minute, decision, events } of decided)
		if (minute >= last - 1 && minute <= last) byOutcome.set(decision, (byOutcome.get(decision) ?? 0) + events);
	const rate = [...byOutcome.values()].reduce((sum, events) => sum + events, 0) / seconds;
	const band = rateBand(hours);
	const limit = band === null ? null : Math.max(band.high * TIMES_HIGHEST, RATE_MIN);
	const first = last - CHART_MINUTES + 1;
	// the present minute is not over: as a bar among whole ones it would look like a fall
	const values = Array.from({ length: CHART_MINUTES - 1 }, () => 0);
	for (const { minute, events } of decided)
		if (minute >= first && minute < last) values[minute - first] = (values[minute - first] ?? 0) + events;
	const outcomes = [...byOutcome].sort(([a], [b]) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1));
	return {
		id: 'decisions',
		state: limit !== null && rate > limit ? 'attention' : 'calm',
		meaning: 'held',
		figure: { value: amount(rate), unit: 'per s' },
		said:
			outcomes.length === 0
				? `none in ${Math.round(seconds)}\u00a0s`
				: `${outcomes.map(([decision, events]) => `${decision} ${amount(events / seconds)}`).join(', ')}; over ${Math.round(seconds)}\u00a0s`,
		rule:
			limit === null
				? 'Attention once there is an hour to compare with'
				: `Attention above ${amount(limit)} per s (${TIMES_HIGHEST} times the busiest of this hour in 7 days, at least ${RATE_MIN})`,
		series: { from: formatMicros(startOfMinute(first)), stepMs: 60_000, values, unit: 'decisions in a minute' },
		search: searchFor(zones, `-decision:${NO_DECISION}`, from, now),
	};
}
