import { endOfValue, membersOf, skipSpace, unquoted } from '../evidence/json-scan';

/** The items of a JSON list's text as text; a value that is no list is its own only item. Numbers stay as they were written. */
function itemsOf(json: string): string[] {
	const start = skipSpace(json, 0);
	if (json[start] !== '[') return [json];
	const items: string[] = [];
	let at = skipSpace(json, start + 1);
	while (at < json.length && json[at] !== ']') {
		const end = endOfValue(json, at);
		items.push(json.slice(at, end));
		at = skipSpace(json, end);
		if (json[at] === ',') at = skipSpace(json, at + 1);
		else break;
	}
	return items;
}

/**
 * The values at a path, as JSON text. A list, on the way and at the end, stands for its items, one level deep: what Postgres's
 * `lax $."a"."b"[*]` gives. Null and `""` are no values.
 * @param json jsonb text form, or null for no document
 */
export function itemsAt(json: string | null, path: readonly string[]): string[] {
	if (json === null) return [];
	let values = [json];
	for (const key of path)
		values = values.flatMap(itemsOf).flatMap((value) => {
			const member = value.startsWith('{') ? membersOf(value).get(key) : undefined;
			return member === undefined ? [] : [member];
		});
	return values.flatMap(itemsOf).filter((value) => value !== 'null' && value !== '""');
}

/** The text of a text, number or boolean; null for a list or object. */
export function scalarText(json: string): string | null {
	if (json.startsWith('"')) return unquoted(json);
	return json.startsWith('{') || json.startsWith('[') ? null : json;
}

/** What counts as a number: a JSON number, or a text that is one of at most 15 digits before the point and 9 behind it. */
const NUMERIC_TEXT = /^-?\d{1,15}(?:\.\d{1,9})?$/;

/** The decimal digits of a number, or null when the value counts as none. */
export function numberText(json: string): string | null {
	if (!json.startsWith('"')) return /^-?\d/.test(json) ? json : null;
	const text = unquoted(json);
	return NUMERIC_TEXT.test(text) ? text : null;
}
