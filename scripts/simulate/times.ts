import type { Rng } from './rng';

let lastSecond = Number.NaN;
let lastOffset = Number.NaN;
let lastText = '';

/** `YYYY-MM-DDTHH:MM:SS` at a zone offset; the previous second is remembered, since entries come in bunches. */
function wholeSeconds(atMs: number, offsetMinutes: number): string {
	const second = Math.floor(atMs / 1000);
	if (second !== lastSecond || offsetMinutes !== lastOffset) {
		lastText = new Date(second * 1000 + offsetMinutes * 60_000).toISOString().slice(0, 19);
		lastSecond = second;
		lastOffset = offsetMinutes;
	}
	return lastText;
}

function offsetText(offsetMinutes: number): string {
	if (offsetMinutes === 0) return 'Z';
	const size = Math.abs(offsetMinutes);
	const two = (n: number) => String(n).padStart(2, '0');
	return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** As Go's time.RFC3339Nano writes it: up to nine fractional digits without trailing zeros, the host's zone offset. */
export function goTime(rng: Rng, atMs: number, offsetMinutes: number): string {
	const nanos = (Math.floor(atMs) - Math.floor(atMs / 1000) * 1000) * 1_000_000 + rng.int(0, 999_999);
	const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
	return `${wholeSeconds(atMs, offsetMinutes)}${fraction === '' ? '' : `.${fraction}`}${offsetText(offsetMinutes)}`;
}

/** As JavaScript's toISOString writes it: milliseconds, UTC. */
export function jsTime(atMs: number): string {
	return new Date(Math.floor(atMs)).toISOString();
}

/** RFC 3339 without a fraction, as `expires_at` of an approval is written. */
export function secondsTime(atMs: number): string {
	return `${wholeSeconds(atMs, 0)}Z`;
}
