import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { parseInstant } from '../url/range';

const UNIT_SECONDS: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n };
const AGO = /^(\d{1,6})([smhdw])$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(Z|[+-]\d{2}:\d{2})?$/i;

/** A length of time as typed, `15m`, as its number and unit; null when it is none. */
export function typedLength(text: string): { readonly count: number; readonly unit: string } | null {
	const [, count, unit] = AGO.exec(text) ?? [];
	return count === undefined || unit === undefined ? null : { count: Number(count), unit };
}

/**
 * Reads `15m` (that long ago), `now`, a date, or a date and time with an offset or in UTC, to the minute or finer.
 * @returns microseconds since the epoch within the years 1 to 9999; null when it is no instant
 */
export function queryInstant(text: string, nowMicros: bigint): bigint | null {
	if (text === 'now') return nowMicros;
	const length = typedLength(text);
	if (length !== null) {
		const at = nowMicros - BigInt(length.count) * (UNIT_SECONDS[length.unit] ?? 0n) * 1_000_000n;
		return at < INSTANT_MIN ? INSTANT_MIN : at > INSTANT_MAX ? INSTANT_MAX : at;
	}
	const spaced = text.replace(' ', 'T');
	if (DATE.test(spaced)) return parseInstant(`${spaced}T00:00:00Z`);
	const [, minute, offset = 'Z'] = MINUTE.exec(spaced) ?? [];
	if (minute !== undefined) return parseInstant(`${minute}:00${offset}`);
	return parseInstant(spaced) ?? parseInstant(`${spaced}Z`);
}
