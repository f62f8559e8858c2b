import { byteAt } from '../chain/bytes';
import { parseRfc3339Micros } from '../time';

const [ZERO, DASH, COLON, DOT, UPPER_T, UPPER_Z] = [0x30, 0x2d, 0x3a, 0x2e, 0x54, 0x5a];
/** Years whose microseconds a double holds exactly. */
const [YEAR_MIN, YEAR_MAX] = [1700, 2250];

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

/**
 * Reads `YYYY-MM-DDThh:mm:ss[.fraction]Z` in UTC, the form almost every producer writes, truncated to microseconds.
 * @returns microseconds since 1970, or NaN when the text has another form or is no time: then ask parseRfc3339Micros
 */
export function utcMicros(bytes: Buffer, start: number, end: number): number {
	if (end - start < 20 || byteAt(bytes, end - 1) !== UPPER_Z || byteAt(bytes, start + 10) !== UPPER_T) return Number.NaN;
	if (byteAt(bytes, start + 4) !== DASH || byteAt(bytes, start + 7) !== DASH) return Number.NaN;
	if (byteAt(bytes, start + 13) !== COLON || byteAt(bytes, start + 16) !== COLON) return Number.NaN;
	const hour = digits(bytes, start + 11, 2);
	const minute = digits(bytes, start + 14, 2);
	const second = digits(bytes, start + 17, 2);
	if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
	let micros = 0;
	const fraction = end - 1 - (start + 20);
	if (fraction >= 0) {
		if (fraction === 0 || byteAt(bytes, start + 19) !== DOT) return Number.NaN;
		// every digit is checked, the first six count
		for (let i = 0; i < fraction; i += 6) {
			const part = digits(bytes, start + 20 + i, Math.min(6, fraction - i));
			if (Number.isNaN(part)) return Number.NaN;
			if (i === 0) micros = part * 10 ** (6 - Math.min(6, fraction));
		}
	}
	const day = dayMicros(bytes, start);
	return day + ((hour * 60 + minute) * 60 + second) * 1_000_000 + micros;
}
