import { formatInstant } from '../url/range';
import type { Bound, Leaf, Query, Test } from './ast';
import { quoteValue } from './quote';
import { patternParts } from './test-of';

/** A path as it is written behind `meta.`. */
export function formatPath(path: readonly string[]): string {
	return `meta.${path.map((key) => (/^[\w-]+$/.test(key) ? key : `"${key.replace(/[\\"]/g, '\\$&')}"`)).join('.')}`;
}

/** What stands before the colon of a leaf. */
export function formatName(leaf: Exclude<Leaf, { kind: 'words' }>): string {
	return leaf.kind === 'field' ? leaf.field : formatPath(leaf.path);
}

function end({ value }: Bound): string {
	return typeof value === 'bigint' ? formatInstant(value) : String(value);
}

/** The name and value of a leaf's test, several with AND between when the language has no single one. */
function formatTest(name: string, test: Test): string {
	if (test.op === 'present') return `${name}:*`;
	if (test.op === 'equals') return `${name}:${quoteValue(test.value)}`;
	if (test.op === 'matches') return `${name}:"${patternParts(test.pattern).map(escaped).join('*')}"`;
	const { min, max } = test;
	if (name === 'since' || name === 'until') return `${name}:${min === null ? (max === null ? '*' : end(max)) : end(min)}`;
	if (min !== null && max !== null) {
		// a number by itself would be a text to a path of the metadata
		if (min.inclusive && max.inclusive) return `${name}:${end(min)}..${end(max)}`;
		return `(${formatTest(name, { op: 'range', min, max: null })} AND ${formatTest(name, { op: 'range', min: null, max })})`;
	}
	if (min !== null) return `${name}:>${min.inclusive ? '=' : ''}${end(min)}`;
	return max === null ? `${name}:*` : `${name}:<${max.inclusive ? '=' : ''}${end(max)}`;
}

const escaped = (text: string) => text.replace(/[\\"*]/g, '\\$&');

/**
 * A tree as text. parseQuery gives a tree of the same meaning back: the same one, but for spans, when the tree came from it.
 * Empty for a query that asks nothing.
 */
export function formatQuery(query: Query): string {
	switch (query.kind) {
		case 'all':
			return '';
		case 'and':
			return query.of.map((part) => nested(part, 'and')).join(' AND ');
		case 'or':
			return query.of.map((part) => nested(part, 'or')).join(' OR ');
		case 'not':
			return `NOT ${nested(query.of, 'not')}`;
		case 'words':
			return `${query.starBefore ? '*' : ''}"${escaped(query.text)}"${query.starAfter ? '*' : ''}`;
		default:
			return formatTest(formatName(query), query.test);
	}
}

function nested(query: Query, inside: 'and' | 'or' | 'not'): string {
	if (query.kind === 'all') return '*';
	const needsBrackets = query.kind === 'or' || (query.kind === 'and' && inside !== 'or');
	return needsBrackets ? `(${formatQuery(query)})` : formatQuery(query);
}
