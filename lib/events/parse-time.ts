import { byteAt } from '../chain/bytes';
import { parseRfc3339Micros } from '../time';

const ZERO = 0x30;
const PLUS = 0x2b;
const DASH = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;
/** Years whose microseconds a double holds exactly. */
const YEAR_MIN = 1800;
const YEAR_MAX = 2200;

/** `count` decimal digits at `p` as a number, or NaN. */
function digits(bytes: Buffer, p: number, count: number): number {
	let value = 0;
	for (let i = p; i < p + count; i++) {
		const digit = byteAt(bytes, i) - ZERO;
		if (digit < 0 || digit > 9) return Number.NaN;
		value = value * 10 + digit;
	}
	return value;
}

let cachedDate = Number.NaN;
let cachedDayMicros = 0;

/** Microseconds at the start of the date at `p`, or NaN. Remembers the last date: events of a batch share few. */
function dayMicros(bytes: Buffer, p: number): number {
	const year = digits(bytes, p, 4);
	const month = digits(bytes, p + 5, 2);
	const day = digits(bytes, p + 8, 2);
	const date = year * 10_000 + month * 100 + day;
	if (date === cachedDate) return cachedDayMicros;
	if (!(year >= YEAR_MIN && year <= YEAR_MAX)) return Number.NaN;
	const micros = parseRfc3339Micros(`${bytes.toString('latin1', p, p + 10)}T00:00:00Z`);
	if (micros === null) return Number.NaN;
	cachedDate = date;
	cachedDayMicros = Number(micros);
	return cachedDayMicros;
}

/** Minutes the zone at `[start, end)` is ahead of UTC: `Z` or `+hh:mm`; or NaN. */
function offsetMinutes(bytes: Buffer, start: number, end: number): number {
	if (end - start === 1) return byteAt(bytes, start) === UPPER_Z ? 0 : Number.NaN;
	const sign = byteAt(bytes, start);
	if (end - start !== 6 || (sign !== PLUS && sign !== DASH) || byteAt(bytes, start + 3) !== COLON) return Number.NaN;
	const hours = digits(bytes, start + 1, 2);
	const minutes = digits(bytes, start + 4, 2);
	if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
	return sign === DASH ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/**
 * Reads `YYYY-MM-DDThh:mm:ss[.fraction]` with `Z` or `+hh:mm`, the forms almost every producer writes, truncated to microseconds.
 * @returns microseconds since 1970, or NaN when the text has another form or is no time: then ask parseRfc3339Micros
 */
export function plainMicros(bytes: Buffer, start: number, end: number): number {
	if (end - start < 20 || byteAt(bytes, start + 10) !== UPPER_T) return Number.NaN;
	if (byteAt(bytes, start + 4) !== DASH || byteAt(bytes, start + 7) !== DASH) return Number.NaN;
	if (byteAt(bytes, start + 13) !== COLON || byteAt(bytes, start + 16) !== COLON) return Number.NaN;
	const hour = digits(bytes, start + 11, 2);
	const minute = digits(bytes, start + 14, 2);
	const second = digits(bytes, start + 17, 2);
	if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
	let p = start + 19;
	let micros = 0;
	if (byteAt(bytes, p) === DOT) {
		const from = ++p;
		let unit = 100_000;
		for (; p < end; p++) {
			const digit = byteAt(bytes, p) - ZERO;
			if (digit < 0 || digit > 9) break;
			micros += digit * unit;
			// beyond the sixth digit nothing counts
			unit = unit === 1 ? 0 : unit / 10;
		}
		if (p === from) return Number.NaN;
	}
	const day = dayMicros(bytes, start);
	return day + ((hour * 60 + minute - offsetMinutes(bytes, p, end)) * 60 + second) * 1_000_000 + micros;
}
