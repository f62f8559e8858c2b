import { formatMicros, parseRfc3339Micros } from '../../lib/time';
import { INSTANT_MAX, INSTANT_MIN } from '../../lib/time-bounds';
import { UsageError } from '../errors';

const UNIT_SECONDS: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n };

function microsOf(text: string, nowMicros: bigint): bigint | null {
	if (text === 'now') return nowMicros;
	const relative = /^(\d{1,7})([smhdw])$/.exec(text);
	if (relative?.[1] !== undefined && relative[2] !== undefined)
		return nowMicros - BigInt(relative[1]) * (UNIT_SECONDS[relative[2]] ?? 0n) * 1_000_000n;
	return parseRfc3339Micros(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
}

/**
 * An instant as the API writes it, in UTC with microseconds.
 * @param text RFC 3339 (`2026-05-11T08:00:00Z`), a day (its start in UTC), `now`, or a time ago: `30s`, `15m`, `2h`, `7d`, `1w`
 * @throws UsageError for anything else, and outside the years 1 to 9999
 */
export function parseWhen(flag: string, text: string, nowMicros: bigint): string {
	const at = microsOf(text, nowMicros);
	if (at === null || at < INSTANT_MIN || at > INSTANT_MAX) {
		const zoneless = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? ' (it needs a time zone: put a Z behind it for UTC)' : '';
		throw new UsageError(`--${flag} ${text} is not a time like 2026-05-11T08:00:00Z, 2026-05-11, 15m, 2h or 7d${zoneless}`);
	}
	return formatMicros(at);
}
