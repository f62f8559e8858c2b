/** Joins a number and its unit so that a line never breaks between them. */
const NBSP = '\u00a0';

function rounded(value: number, digits: number): string {
	return value.toFixed(digits).replace(/\.0+$/, '');
}

/** A length of time, one or two units: `31 ms`, `4.2 s`, `10 min`, `3 h 20 min`, `5 d`. Negative ones get a minus. */
export function formatMillis(ms: number): string {
	if (ms < 0) return `−${formatMillis(-ms)}`;
	if (ms < 1) return ms === 0 ? `0${NBSP}ms` : `${rounded(ms, 3)}${NBSP}ms`;
	if (ms < 1000) return `${rounded(ms, ms < 10 ? 1 : 0)}${NBSP}ms`;
	const seconds = ms / 1000;
	if (seconds < 59.95) return `${rounded(seconds, seconds < 10 ? 1 : 0)}${NBSP}s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes}${NBSP}min`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return minutes % 60 === 0 ? `${hours}${NBSP}h` : `${hours}${NBSP}h${NBSP}${minutes % 60}${NBSP}min`;
	const days = Math.floor(hours / 24);
	return hours % 24 === 0 || days >= 7 ? `${groupDigits(days)}${NBSP}d` : `${days}${NBSP}d${NBSP}${hours % 24}${NBSP}h`;
}

/** A size in bytes: `812 B`, `5.0 KB`, `1.2 MB` (1 KB = 1,024 B). */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes}${NBSP}B`;
	if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)}${NBSP}KB`;
	return `${(bytes / (1024 * 1024)).toFixed(1)}${NBSP}MB`;
}

/** Digits in groups of three: `184,206,491`. */
export function groupDigits(value: number | bigint): string {
	return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 event`, `4,812 events`. */
export function plural(count: number, one: string, many = `${one}s`): string {
	return `${groupDigits(count)}${NBSP}${count === 1 ? one : many}`;
}
