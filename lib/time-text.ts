import { formatMillis } from './events/amounts';
import type { EpochMicros } from './events/contract';
import { formatMicros, parseRfc3339Micros } from './time';

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
	let formatter = formatters.get(timeZone);
	if (formatter === undefined) {
		const two = '2-digit';
		const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23', era: 'short' } as const;
		formatter = new Intl.DateTimeFormat('en-US', { ...parts, calendar: 'gregory', timeZone });
		formatters.set(timeZone, formatter);
	}
	return formatter;
}

/** A wall-clock reading of an instant in some time zone. */
export interface Wall {
	/** `2026-11-21` */
	readonly day: string;
	/** `02:23:57` */
	readonly clock: string;
	/** Six digits. */
	readonly micros: string;
}

/** What a clock in the time zone shows at the instant. */
export function wallOf(at: EpochMicros, timeZone: string): Wall {
	if (timeZone === 'UTC') {
		const text = formatMicros(at);
		const split = text.indexOf('T');
		return { day: text.slice(0, split), clock: text.slice(split + 1, split + 9), micros: text.slice(split + 10, split + 16) };
	}
	const micros = ((at % 1_000_000n) + 1_000_000n) % 1_000_000n;
	const parts: Record<string, string> = {};
	for (const part of formatterOf(timeZone).formatToParts(new Date(Number((at - micros) / 1000n)))) parts[part.type] = part.value;
	const year = `${parts.era === 'BC' ? '-' : ''}${(parts.year ?? '').padStart(4, '0')}`;
	return {
		day: `${year}-${parts.month}-${parts.day}`,
		clock: `${parts.hour}:${parts.minute}:${parts.second}`,
		micros: String(micros).padStart(6, '0'),
	};
}

/** `2026-11-21 02:23:57.918204 UTC` */
export function wholeText(at: EpochMicros, timeZone: string): string {
	const wall = wallOf(at, timeZone);
	return `${wall.day} ${wall.clock}.${wall.micros} ${timeZone}`;
}

/** The instant in UTC and, when it is another, in the reader's time zone: for titles. */
export function bothZones(at: EpochMicros, localZone: string): string {
	return localZone === 'UTC' ? wholeText(at, 'UTC') : `${wholeText(at, 'UTC')} · ${wholeText(at, localZone)}`;
}

/** How long ago, in one unit: `12 s`, `3 min`; `in 2 h` for what is dated ahead. */
export function ageText(at: EpochMicros, now: EpochMicros): string {
	const seconds = Number((now - at) / 1_000_000n);
	if (seconds <= -60) return `in\u00a0${oneUnit(-seconds)}`;
	return seconds < 1 ? '0\u00a0s' : oneUnit(seconds);
}

function oneUnit(seconds: number): string {
	if (seconds < 60) return `${seconds}\u00a0s`;
	if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min`;
	if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h`;
	const days = Math.floor(seconds / 86_400);
	return days < 700 ? `${days}\u00a0d` : `${Math.floor(days / 365.25)}\u00a0y`;
}

/** A signed span: `+3.9 ms`, `−1.2 s`. */
export function skewText(micros: bigint): string {
	const text = formatMillis(Number(micros) / 1000);
	return micros < 0n ? text : `+${text}`;
}

/** What `<input type="datetime-local">` holds for the instant in the time zone: `2026-11-21T02:23:57`. */
export function inputText(at: EpochMicros, timeZone: string): string {
	const wall = wallOf(at, timeZone);
	return `${wall.day}T${wall.clock}`;
}

/**
 * The instant at which a clock in the time zone shows the reading; null when it is no time. A reading that a clock change
 * skips gives the instant the skipped hour later; one it repeats gives the first of the two.
 */
export function instantOfInput(text: string, timeZone: string): EpochMicros | null {
	const withSeconds = /T\d{2}:\d{2}$/.test(text) ? `${text}:00` : text;
	const asUtc = parseRfc3339Micros(`${withSeconds}Z`);
	if (asUtc === null || timeZone === 'UTC') return asUtc;
	const offsetAt = (at: EpochMicros) => (parseRfc3339Micros(`${inputText(at, timeZone)}Z`) ?? at) - (at - (at % 1_000_000n));
	const before = asUtc - offsetAt(asUtc - 86_400_000_000n);
	const after = asUtc - offsetAt(asUtc + 86_400_000_000n);
	for (const candidate of before < after ? [before, after] : [after, before])
		if (inputText(candidate, timeZone) === inputText(asUtc, 'UTC')) return candidate;
	return before;
}
