const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * How long to wait before try number `attempt` (from 1): doubles from 250 ms to 5 s, with up to a quarter added by `random`
 * so that workers that failed together do not return together.
 * @param random from 0 to 1
 */
export function backoffMs(attempt: number, random: number): number {
	const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
	return Math.round(base * (1 + random / 4));
}
