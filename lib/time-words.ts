/**
 * Instants as people read them. Instants come as RFC 3339 in UTC with microseconds, as the API writes them; nothing here has a clock.
 */

export interface ClockParts {
	/** `2026-11-21` in the time zone. */
	readonly date: string;
	/** `02:23:57.918204`, always with microseconds. */
	readonly clock: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(timeZone: string): Intl.DateTimeFormat {
	let format = formats.get(timeZone);
	if (format === undefined) {
		format = new Intl.DateTimeFormat('en-CA', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
		formats.set(timeZone, format);
	}
	return format;
}

/** Date and clock of an instant in an IANA time zone. Text that is no instant stands as it is. */
export function clockParts(iso: string, timeZone: string): ClockParts {
	const fraction = /\.(\d+)Z$/.exec(iso)?.[1] ?? '000000';
	if (timeZone === 'UTC') return { date: iso.slice(0, iso.indexOf('T')), clock: iso.slice(iso.indexOf('T') + 1, -1) };
	const ms = Date.parse(iso);
	if (Number.isNaN(ms)) return { date: '', clock: iso };
	const part = Object.fromEntries(
		formatIn(timeZone)
			.formatToParts(ms)
			.map(({ type, value }) => [type, value]),
	);
	return { date: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}:${part.second}.${fraction}` };
}

/** The instant whole in UTC and, when that is another, in the reader's own zone: for a title. */
export function wholeInstant(iso: string, localZone: string): string {
	const utc = clockParts(iso, 'UTC');
	const local = clockParts(iso, localZone);
	const both = `${utc.date} ${utc.clock} UTC`;
	return localZone === 'UTC' ? both : `${both}\n${local.date} ${local.clock} ${localZone}`;
}

const STEPS: readonly (readonly [number, string, number])[] = [
	[60_000, 's', 1_000],
	[3_600_000, 'min', 60_000],
	[86_400_000, 'h', 3_600_000],
	[Number.POSITIVE_INFINITY, 'd', 86_400_000],
];

/** How long ago, short: `12 s`, `3 min`, `5 h`, `40 d`; `in 3 min` for what lies ahead. Joined by no-break spaces. */
export function ageWords(iso: string, nowMs: number): string {
	const ms = nowMs - Date.parse(iso);
	if (Number.isNaN(ms)) return '';
	const size = Math.abs(ms);
	const [, unit, length] = STEPS.find(([below]) => size < below) ?? [0, 'd', 86_400_000];
	const count = Math.floor(size / length);
	// every row of a list says its age, and a locale is slow to ask
	const words = `${count < 1_000 ? count : count.toLocaleString('en')}\u00a0${unit}`;
	return ms < -1_000 ? `in\u00a0${words}` : words;
}

/** A difference of two instants with its sign and a unit that fits: `+3.9 ms`, `-2 min`. */
export function differenceWords(fromIso: string, toIso: string): string {
	const micros = microsOf(toIso) - microsOf(fromIso);
	const size = micros < 0n ? -micros : micros;
	const sign = micros < 0n ? '\u2212' : '+';
	if (size < 1_000n) return `${sign}${size}\u00a0µs`;
	if (size < 1_000_000n) return `${sign}${(Number(size) / 1_000).toFixed(size < 100_000n ? 1 : 0)}\u00a0ms`;
	const seconds = Number(size) / 1_000_000;
	if (seconds < 60) return `${sign}${seconds.toFixed(1)}\u00a0s`;
	if (seconds < 3_600) return `${sign}${Math.round(seconds / 60)}\u00a0min`;
	return seconds < 172_800
		? `${sign}${(seconds / 3_600).toFixed(1)}\u00a0h`
		: `${sign}${Math.round(seconds / 86_400).toLocaleString('en')}\u00a0d`;
}

function microsOf(iso: string): bigint {
	const ms = Date.parse(iso);
	if (Number.isNaN(ms)) return 0n;
	const fraction = /\.(\d{3})(\d{0,3})/.exec(iso)?.[2] ?? '';
	return BigInt(ms) * 1_000n + BigInt(fraction.padEnd(3, '0'));
}
