/** Microseconds since the epoch as a number: exact until the year 2255, clamped there. Rows are compared and stored by the million. */
export type Micros = number;

/** An instant of an event as rows keep it. */
export function microsOf(at: bigint): Micros {
	const number = Number(at);
	return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number));
}

/** A session in constant use would otherwise be written with every batch. */
export const STEP_MICROS = 60_000_000;

/** An instant to the minute, rounded down: how rows keep when something was last seen, used or said. */
export function roughly(at: Micros): Micros {
	return Math.floor(at / STEP_MICROS) * STEP_MICROS;
}

/** When an event happened and where it stands in the ledger: a total order over the events of a zone. */
export interface Mark {
	readonly at: Micros;
	readonly seq: number;
}

export function markOrder(a: Mark, b: Mark): number {
	return a.at - b.at || a.seq - b.seq;
}

/** A value with the event that said it. Which of two is kept depends on the two alone, so the order they come in does not matter. */
export interface Said<T extends string | number> extends Mark {
	readonly value: T;
	/** How well the event knows: 0 is the one whose subject it is. */
	readonly rank: number;
}

function better<T extends string | number>(a: Said<T>, b: Said<T>, isLatest: boolean): boolean {
	const order = a.rank - b.rank || (isLatest ? markOrder(b, a) : markOrder(a, b));
	return order < 0 || (order === 0 && a.value < b.value);
}

/** Of two sayings the better informed one; of equals the earlier, or with `isLatest` the later. Null says nothing. */
export function keptSaying<T extends string | number>(known: Said<T> | null, next: Said<T> | null, isLatest = false): Said<T> | null {
	if (next === null || known === null) return next ?? known;
	return better(next, known, isLatest) ? next : known;
}

/** The earlier of two marks. */
export function earlierMark<M extends Mark>(known: M | null, next: M): M {
	return known === null || markOrder(next, known) < 0 ? next : known;
}

/**
 * Adds texts to a sorted list that keeps the smallest `max` of them: the same whatever the order they come in.
 * @returns the list, the very same when nothing changed, and whether anything did not fit
 */
export function withTexts(list: readonly string[], texts: readonly string[], max: number): { list: readonly string[]; isCut: boolean } {
	if (texts.every((text) => list.includes(text))) return { list, isCut: false };
	const all = [...new Set([...list, ...texts])].sort();
	return { list: all.length > max ? all.slice(0, max) : all, isCut: all.length > max };
}
