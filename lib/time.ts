import type { EpochMicros } from './events/contract';

const MICROS_PER_DAY = 86_400_000_000n;

function floorDiv(a: bigint, b: bigint): bigint {
	const quotient = a / b;
	return a % b < 0n ? quotient - 1n : quotient;
}

/** Days since 1970-01-01 of a proleptic Gregorian date (months 1 to 12). After Howard Hinnant, "chrono-compatible date algorithms". */
function daysFromCivil(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads an RFC 3339 time as Go's time.Parse(time.RFC3339Nano) does, truncated to microseconds.
 * @returns microseconds since the epoch, or null when the text is no valid time (also a 30 February or hour 24).
 */
export function parseRfc3339Micros(text: string): EpochMicros | null {
	const m = RFC3339.exec(text);
	if (m === null) return null;
	const [year, month, day, hour, minute, second] = [Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5]), Number(m[6])];
	if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return null;
	const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	const daysInMonth = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
	if (day < 1 || day > daysInMonth) return null;
	const micros = Number((m[7] ?? '').slice(0, 6).padEnd(6, '0'));
	let offsetMinutes = 0;
	if (m[8] !== undefined) {
		const [offsetHour, offsetMinute] = [Number(m[9]), Number(m[10])];
		if (offsetHour > 24 || offsetMinute > 60) return null;
		offsetMinutes = (offsetHour * 60 + offsetMinute) * (m[8] === '-' ? -1 : 1);
	}
	const seconds = daysFromCivil(year, month, day) * 86_400 + (hour * 60 + minute - offsetMinutes) * 60 + second;
	return BigInt(seconds) * 1_000_000n + BigInt(micros);
}

/** Microseconds as RFC 3339 in UTC with exactly six fractional digits; years outside 0 to 9999 get a sign and six digits. */
export function formatMicros(at: EpochMicros): string {
	const days = Number(floorDiv(at, MICROS_PER_DAY));
	const microsOfDay = at - BigInt(days) * MICROS_PER_DAY;
	const z = days + 719_468;
	const era = Math.floor(z / 146_097);
	const dayOfEra = z - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const mp = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
	const month = mp < 10 ? mp + 3 : mp - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const secondOfDay = Number(microsOfDay / 1_000_000n);
	const micros = Number(microsOfDay % 1_000_000n);
	const two = (n: number) => String(n).padStart(2, '0');
	const yearText =
		year >= 0 && year <= 9999 ? String(year).padStart(4, '0') : `${year < 0 ? '-' : '+'}${String(Math.abs(year)).padStart(6, '0')}`;
	return `${yearText}-${two(month)}-${two(day)}T${two(Math.floor(secondOfDay / 3600))}:${two(Math.floor(secondOfDay / 60) % 60)}:${two(secondOfDay % 60)}.${String(micros).padStart(6, '0')}Z`;
}
