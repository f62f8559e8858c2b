import type { EpochMicros } from '../events/contract';
import { DAYS, hourOf, MICROS_PER_HOUR, startOfHour } from './clock';

/** With fewer events to be expected, none is no silence. */
const EXPECTED_MIN = 10;
const MINUTES_MIN = 5;
/** For the rule's words. */
export const SILENCE_RULE = `Said when nothing came for ${MINUTES_MIN}\u00a0min in which at least ${EXPECTED_MIN} events are usual: the lower of a week ago and the middle of 7 days, hour by hour`;

/** What is usual in the present hour and in the one before, in events an hour. */
export interface Usual {
	readonly now: number;
	readonly before: number;
}

/**
 * What an hour usually has, by the same hour of the last days, yesterday first: the lower of a week ago and the middle one, so
 * that neither a quiet night nor a quiet Sunday is missed as noise. Of fewer days the lowest.
 */
export function usualOf(perDay: readonly number[]): number {
	const weekAgo = perDay[DAYS - 1];
	if (weekAgo === undefined) return perDay.length === 0 ? 0 : Math.min(...perDay);
	const middle = perDay.slice(0, DAYS).toSorted((a, b) => a - b)[Math.floor(DAYS / 2)] ?? 0;
	return Math.min(weekAgo, middle);
}

/** Events, and minutes of hours in which any are usual, between two instants; what lies before the last hour is left out. */
export function expected(usual: Usual, since: EpochMicros, now: EpochMicros): { readonly events: number; readonly minutes: number } {
	const hour = startOfHour(hourOf(now));
	const start = hour - MICROS_PER_HOUR;
	const hours = (from: bigint, to: bigint) => (to > from ? Number(to - from) / Number(MICROS_PER_HOUR) : 0);
	const inNow = hours(since > hour ? since : hour, now);
	const inBefore = hours(since > start ? since : start, hour);
	return {
		events: usual.now * inNow + usual.before * inBefore,
		minutes: 60 * ((usual.now > 0 ? inNow : 0) + (usual.before > 0 ? inBefore : 0)),
	};
}

/** Whether saying nothing since then is unusual. */
export function isSilence(usual: Usual, since: EpochMicros, now: EpochMicros): boolean {
	const { events, minutes } = expected(usual, since, now);
	return minutes >= MINUTES_MIN && events >= EXPECTED_MIN;
}

/** Whether its silence would ever be said within this hour. */
export function usuallySpeaks(usual: Usual): boolean {
	return Math.max(usual.now, usual.before) >= EXPECTED_MIN;
}

/** Added up. */
export function together(all: readonly Usual[]): Usual {
	return all.reduce((sum, usual) => ({ now: sum.now + usual.now, before: sum.before + usual.before }), { now: 0, before: 0 });
}
