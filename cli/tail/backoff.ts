const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/**
 * How long to wait before asking again.
 * @param failures in a row, from 1
 * @param random from 0 to 1: many followers of a restarted console should not all come back at once
 * @param askedMs what the API asked for; waited out in full
 */
export function backoffMs(failures: number, random: number, askedMs: number | undefined): number {
	const doubled = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
	return Math.max(Math.round(doubled * (0.5 + random / 2)), askedMs ?? 0);
}
