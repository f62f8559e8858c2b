/** Numbers as the text of a Postgres array; much cheaper than an array parameter, which is escaped value by value. */
export function arrayText(numbers: Iterable<number>): string {
	return `{${[...numbers].join(',')}}`;
}

/** Texts as the text of a Postgres array; null is NULL. */
export function textArrayText(texts: readonly (string | null)[]): string {
	return `{${texts.map((text) => (text === null ? 'null' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).join(',')}}`;
}
