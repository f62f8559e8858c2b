import { clockParts } from '../time-words';
import { formatInstant, parseInstant } from './range';

/**
 * Reads what a person types for an instant, in the zone times are drawn in: `2026-11-21 02:00`, with seconds and fraction or
 * without, or RFC 3339 with an offset.
 * @returns null when it is no instant
 */
export function typedInstant(text: string, timeZone: string): bigint | null {
	const trimmed = text.trim().replace(' ', 'T');
	const withOffset = parseInstant(trimmed);
	if (withOffset !== null) return withOffset;
	const whole = /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? `${trimmed}T00:00` : trimmed;
	const asUtc = parseInstant(`${/T\d{2}:\d{2}$/.test(whole) ? `${whole}:00` : whole}Z`);
	if (asUtc === null || timeZone === 'UTC') return asUtc;
	// the wall clock of the zone at that instant tells its offset; asked twice, because the first guess may fall over a change
	let guess = asUtc;
	for (let i = 0; i < 2; i++) guess = asUtc - (wallClock(guess, timeZone) - guess);
	return guess;
}

function wallClock(at: bigint, timeZone: string): bigint {
	const { date, clock } = clockParts(formatInstant(at).replace(/(\.\d+)?Z$/, '.000000Z'), timeZone);
	return (parseInstant(`${date}T${clock.slice(0, 8)}Z`) ?? at) + (((at % 1_000_000n) + 1_000_000n) % 1_000_000n);
}
