/** Most digits Postgres's numeric holds before the decimal point: 32,768 groups of four. */
const INTEGER_DIGITS_MAX = 131_072;
/** Most digits it shows after the point (NUMERIC_DSCALE_MAX). */
const SCALE_MAX = 16_383;
/** Largest exponent its reader takes, even on a zero (INT_MAX / 2). */
const EXPONENT_MAX = 1_073_741_823;

/** Splits a JSON number at its point and exponent. By hand: a literal may be megabytes long. */
function parts(literal: string): { sign: string; integer: string; fraction: string; exponent: number } {
	const sign = literal.startsWith('-') ? '-' : '';
	let e = literal.indexOf('e');
	if (e < 0) e = literal.indexOf('E');
	const mantissa = literal.slice(sign.length, e < 0 ? undefined : e);
	const dot = mantissa.indexOf('.');
	return {
		sign,
		integer: dot < 0 ? mantissa : mantissa.slice(0, dot),
		fraction: dot < 0 ? '' : mantissa.slice(dot + 1),
		exponent: e < 0 ? 0 : Number(literal.slice(e + 1)),
	};
}

/**
 * The text Postgres prints for a JSON number read as numeric: no exponent, trailing zeros kept, no negative zero.
 * After numeric_in and numeric_out of Postgres 18.
 * @param literal a valid JSON number
 * @returns null when numeric cannot hold it
 */
export function numericText(literal: string): string | null {
	const { sign, integer, fraction, exponent } = parts(literal);
	if (Math.abs(exponent) > EXPONENT_MAX) return null;
	const scale = Math.max(0, fraction.length - exponent);
	if (scale > SCALE_MAX) return null;

	const padded = integer + fraction;
	let zeros = 0;
	while (zeros < padded.length && padded.charCodeAt(zeros) === 48) zeros++;
	const digits = padded.slice(zeros);
	if (digits === '') return scale === 0 ? '0' : `0.${'0'.repeat(scale)}`;
	// the value is 0.digits * 10^point
	const point = integer.length - zeros + exponent;
	if (point > INTEGER_DIGITS_MAX) return null;
	const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
	if (scale === 0) return sign + whole;
	const decimals = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
	return `${sign}${whole}.${decimals.padEnd(scale, '0')}`;
}
