/** What stands for itself as a value: no blank, no sign of the language, no range, and no colon, which reads badly bare. */
const BARE = /^[\p{L}\p{N}_][\p{L}\p{N}_.@/-]*$/u;

/**
 * A value as the language writes it where it is meant exactly: bare when nothing in it has a meaning, otherwise in quotes with
 * `\`, `"` and `*` escaped.
 */
export function quoteValue(value: string): string {
	if (BARE.test(value) && !value.includes('..') && !/^(AND|OR|NOT)$/i.test(value)) return value;
	return `"${value.replace(/[\\"*]/g, '\\$&')}"`;
}

/** `app:billing`, or `app:billing,mailer`; with `-` before it when the values are left out. Empty for no values. */
export function writeValues(field: string, values: readonly string[], excluded = false): string {
	return values.length === 0 ? '' : `${excluded ? '-' : ''}${field}:${values.map(quoteValue).join(',')}`;
}

/** Parts of a query all of which must hold. */
export function writeAll(parts: readonly string[]): string {
	return parts.filter((part) => part !== '').join(' ');
}
