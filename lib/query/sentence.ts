import { cutMiddle, visible } from '../events/visible';
import { formatInstant } from '../url/range';
import type { FieldLeaf, Leaf, MetadataLeaf, Query, Span, Test } from './ast';
import { field } from './fields';
import { patternParts } from './test-of';
import { typedLength } from './typed-time';

/** Longest value drawn whole. */
const VALUE_MAX = 60;

/** Decisions as words by themselves. */
const DECISIONS: Readonly<Record<string, string>> = { allow: 'allowed', deny: 'denied', none: 'without a decision' };
const ALONE = new Set(['pending', 'approved', 'rejected', 'consumed']);
const UNITS: Readonly<Record<string, string>> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

const drawn = (text: string) => visible(cutMiddle(text, VALUE_MAX));

/** `a`, `a or b`, `a, b or c`. */
function listed(items: readonly string[], word: 'or' | 'and' | 'nor'): string {
	return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** `mail…`, `…mail…`: a pattern with dots for its stars. */
function patternWords(pattern: string): string {
	return drawn(patternParts(pattern).join('…'));
}

function rangeWords({ min, max }: Extract<Test, { op: 'range' }>, unit: string): string {
	const amount = (value: bigint | number) => `${value.toLocaleString('en')}${unit}`;
	if (min !== null && max !== null) return min.value === max.value ? amount(min.value) : `${amount(min.value)} to ${amount(max.value)}`;
	if (min !== null) return `${min.inclusive ? 'at least' : 'over'} ${amount(min.value)}`;
	return max === null ? 'any' : `${max.inclusive ? 'at most' : 'under'} ${amount(max.value)}`;
}

function testWords(test: Test, unit = ''): string {
	if (test.op === 'present') return 'any';
	if (test.op === 'equals') return drawn(test.value);
	return test.op === 'matches' ? patternWords(test.pattern) : rangeWords(test, unit);
}

/** The typed value of a term: behind its first colon. */
function typedValue(text: string, { from, to }: Span): string {
	const term = text.slice(from, to);
	return term.slice(term.indexOf(':') + 1);
}

function instantWords(leaf: FieldLeaf, text: string): string {
	const { test } = leaf;
	const at = test.op === 'range' ? (test.min ?? test.max) : null;
	if (at === null) return 'at any time';
	const length = typedLength(typedValue(text, leaf.span));
	if (length !== null) {
		const unit = UNITS[length.unit] ?? '';
		const words = length.count === 1 ? unit : `${length.count.toLocaleString('en')} ${unit}s`;
		return leaf.field === 'since' ? `last ${words}` : `before ${length.count === 1 ? `1 ${unit}` : words} ago`;
	}
	return `${leaf.field === 'since' ? 'since' : 'before'} ${formatInstant(BigInt(at.value)).replace('T', ' ').replace('Z', ' UTC')}`;
}

function nounOf(leaf: FieldLeaf | MetadataLeaf): string {
	return leaf.kind === 'field' ? field(leaf.field).noun : drawn(leaf.path.join('.'));
}

/** One leaf, or several of one field of which one must hold. */
function leavesWords(leaves: readonly (FieldLeaf | MetadataLeaf)[], text: string): string {
	const [first] = leaves;
	if (first === undefined) return '';
	if (first.kind === 'field' && field(first.field).kind === 'instant')
		return listed(
			leaves.map((leaf) => (leaf.kind === 'field' ? instantWords(leaf, text) : '')),
			'or',
		);
	const values = leaves.map(({ test }) => testWords(test, first.kind === 'field' && first.field === 'latency' ? ' ms' : ''));
	if (
		first.kind === 'field' &&
		first.field === 'decision' &&
		leaves.every(({ test }) => test.op === 'equals' && (Object.hasOwn(DECISIONS, test.value) || ALONE.has(test.value)))
	)
		return listed(
			values.map((value) => DECISIONS[value] ?? value),
			'or',
		);
	if (leaves.length === 1 && first.test.op === 'present') return `with a ${nounOf(first)}`.replace(/^with a (?=[aeiou])/, 'with an ');
	return `${nounOf(first)} ${listed(values, 'or')}`;
}

function isFieldLeaf(query: Query): query is FieldLeaf | MetadataLeaf {
	return query.kind === 'field' || query.kind === 'metadata';
}

const aboutOf = (leaf: FieldLeaf | MetadataLeaf) => (leaf.kind === 'field' ? leaf.field : JSON.stringify(leaf.path));

/** The leaves of a choice between values of one field, or null for any other. */
function valuesOf(query: Query): (FieldLeaf | MetadataLeaf)[] | null {
	if (query.kind !== 'or') return null;
	const leaves = query.of.filter(isFieldLeaf);
	return leaves.length === query.of.length && new Set(leaves.map(aboutOf)).size === 1 ? leaves : null;
}

function words(leaf: Extract<Leaf, { kind: 'words' }>): string {
	return `“${leaf.starBefore ? '…' : ''}${drawn(leaf.text)}${leaf.starAfter ? '…' : ''}”`;
}

function part(query: Query, text: string): string {
	switch (query.kind) {
		case 'all':
			return 'everything';
		case 'words':
			return words(query);
		case 'and':
			return query.of.map((each) => bracketed(each, text)).join(', ');
		case 'or': {
			const leaves = valuesOf(query);
			return leaves === null
				? listed(
						query.of.map((each) => bracketed(each, text)),
						'or',
					)
				: leavesWords(leaves, text);
		}
		case 'not':
			return negation(query.of, text);
		default:
			return leavesWords([query], text);
	}
}

/** Several things as one among others: in brackets, unless they are values of one field. */
function bracketed(query: Query, text: string): string {
	const inside = part(query, text);
	if (query.kind !== 'and' && query.kind !== 'or') return inside;
	return valuesOf(query) === null ? `(${inside})` : inside;
}

function negation(query: Query, text: string): string {
	if (query.kind === 'all') return 'nothing';
	if (query.kind === 'not') return part(query.of, text);
	if (isFieldLeaf(query) && query.test.op === 'present') return `without ${nounOf(query)}`;
	return `not ${bracketed(query, text)}`;
}

/**
 * A query in words: `denied, application billing, last 15 minutes`. Empty for a query that asks nothing.
 * @param text the text it was parsed from: with it, `since:15m` is told as it was typed; else as the instant it came to
 */
export function sentenceOf(query: Query, text = ''): string {
	return query.kind === 'all' ? '' : part(query, text);
}
