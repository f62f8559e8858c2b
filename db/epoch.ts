import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { formatMicros, parseRfc3339Micros } from '../lib/time';

const MICROS_PER_DAY = 86_400_000_000n;
const POSTGRES_INSTANT = /^(\d+)-(\d{2})-(\d{2}) (\d{2}:\d{2}:\d{2})(\.\d{1,6})?\+00( BC)?$/;

/**
 * Reads the text Postgres prints for a timestamptz in UTC with DateStyle ISO, to the microsecond.
 * @throws RangeError for 'infinity' and for years that only Postgres knows (beyond 9999 or BC): select those with epochMicros().
 */
export function epochMicrosOfText(text: string): bigint {
	const m = POSTGRES_INSTANT.exec(text);
	const micros = m === null || m[6] !== undefined ? null : parseRfc3339Micros(`${m[1]}-${m[2]}-${m[3]}T${m[4]}${m[5] ?? ''}Z`);
	if (micros === null) throw new RangeError(`not an instant of the years 0 to 9999: ${text}`);
	return micros;
}

/** SQL for a timestamptz column as exact microseconds since the epoch, any year; arrives as text. Use `BigInt(value)`. */
export function epochMicros(column: SQLWrapper): SQL<string> {
	return sql<string>`(extract(epoch from ${column}) * 1000000)::bigint::text`;
}

/** Days and microseconds of the day since the epoch: a Postgres interval holds a double, which is exact for each of the two. */
export function daysAndMicros(at: bigint): readonly [days: string, micros: string] {
	const micros = ((at % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
	return [String((at - micros) / MICROS_PER_DAY), String(micros)];
}

/** SQL for the instant `at` microseconds after the epoch, exact for any year Postgres can hold. */
export function instantOfMicros(at: bigint): SQL {
	const text = formatMicros(at);
	if (/^\d{4}-/.test(text) && !text.startsWith('0000')) return sql`${text}::timestamptz`;
	const [days, micros] = daysAndMicros(at);
	return sql`(timestamptz 'epoch' + ${days}::integer * interval '1 day' + ${micros}::bigint * interval '1 microsecond')`;
}
