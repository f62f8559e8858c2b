/** Most values one list in a link may hold, and the longest of them in characters. */
export const LIST_MAX = 50;
export const VALUE_MAX = 256;

/** Values as one text: joined by commas, a comma or backslash inside a value escaped by a backslash. */
export function formatList(values: readonly string[]): string {
	return values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',');
}

/** Reads what formatList wrote; empty, repeated, overlong and surplus values are left out. */
export function parseList(text: string): string[] {
	const values = new Set<string>();
	let value = '';
	const take = () => {
		if (value !== '' && value.length <= VALUE_MAX && values.size < LIST_MAX) values.add(value);
		value = '';
	};
	for (let i = 0; i < text.length; i++) {
		const character = text[i];
		if (character === ',') take();
		else if (character === '\\' && i + 1 < text.length) value += text[++i];
		else value += character;
	}
	take();
	return [...values];
}
