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
 * The scalar values at a path, as JSON text. Lists on the way and at the end stand for their items: what Postgres's path
 * `lax $[*]."a"[*]."b"[*]` gives, without null, `""`, objects and lists.
 * @param json jsonb text form, or null for no document
 */
export function scalarsAt(json: string | null, path: readonly string[]): string[] {
	if (json === null) return [];
	let values = [json];
	for (const key of path) {
		// twice: a lax path unwraps once more by itself before it looks for a key
		const inside = values.flatMap(itemsOf).flatMap(itemsOf);
		values = inside.flatMap((value) => (value.startsWith('{') ? (membersOf(value).get(key) ?? []) : []));
	}
	return values.flatMap(itemsOf).filter((value) => !/^(?:null$|""$|[[{])/.test(value));
}

/** The characters of a scalar's JSON text: a number as it was written. */
export function scalarText(json: string): string {
	return json.startsWith('"') ? unquoted(json) : json;
}

/** Whether the JSON text is a number. */
export function isNumber(json: string): boolean {
	return /^-?\d/.test(json);
}
