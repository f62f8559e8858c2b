import { termOf } from '../events/terms';

/** The form in which an identifier from an event keys a row: itself, or cut with a hash when nobody would write it that long. */
export const idOf = termOf;

/** Longest constraints kept as they are. */
const CONSTRAINTS_CHARS_MAX = 2000;

/** Texts of a list that an event may make long: different, bounded, at most `max`. */
export function idsOf(texts: readonly string[], max: number): string[] {
	const ids = new Set<string>();
	for (const text of texts) {
		if (ids.size === max) break;
		ids.add(idOf(text));
	}
	return [...ids];
}

/** JSON of constraints, cut with a hash when it is longer than anything Caracal writes. */
export function constraintsText(json: string): string {
	return json.length <= CONSTRAINTS_CHARS_MAX ? json : termOf(json);
}
