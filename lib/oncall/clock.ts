import type { EpochMicros } from '../events/contract';

export const MICROS_PER_SECOND = 1_000_000n;
export const MICROS_PER_MINUTE = 60_000_000n;
export const MICROS_PER_HOUR = 3_600_000_000n;
/** Days that tell what is normal. */
export const DAYS = 7;
/** Minutes a chart shows, the present one included. */
export const CHART_MINUTES = 60;

/** Number of the minute an instant lies in, since 1970. */
export const minuteOf = (at: EpochMicros) => Number(at / MICROS_PER_MINUTE);
/** Number of the hour an instant lies in, since 1970. */
export const hourOf = (at: EpochMicros) => Number(at / MICROS_PER_HOUR);
export const startOfMinute = (minute: number): EpochMicros => BigInt(minute) * MICROS_PER_MINUTE;
export const startOfHour = (hour: number): EpochMicros => BigInt(hour) * MICROS_PER_HOUR;

/** The same hour of the last days, yesterday first. */
export function sameHours(hour: number): number[] {
	return Array.from({ length: DAYS }, (_, i) => hour - 24 * (i + 1));
}
