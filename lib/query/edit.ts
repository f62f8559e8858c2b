import type { Span } from './ast';
import { field } from './fields';
import { formatPath } from './format';
import { quoteValue } from './quote';
import { splice } from './scan';
import { cutSpan, exactOf, type FilterKey, isAbout, type TopTerm, topLevel } from './top-level';

export type { FilterKey } from './top-level';

/**
 * Changes of a query's text by a click or a key: one filter is added or taken away and everything else typed stays as it is.
 * They look at what holds for the query as a whole; what stands in brackets or in an OR is left alone. A text with problems is
 * changed as well as it can be.
 */

/** `app:billing`, `-app:billing`; the value is meant exactly and is quoted where it must be. */
export function formatTerm(key: FilterKey, value: string, isExcluded = false): string {
	return `${isExcluded ? '-' : ''}${keyText(key)}:${quoteValue(value)}`;
}

function keyText(key: FilterKey): string {
	return 'field' in key ? key.field : formatPath(key.path);
}

/** What the query asks of a field by exact values, for marks beside them. */
export interface FilterState {
	readonly included: readonly string[];
	readonly excluded: readonly string[];
	/** It asks something else too: a pattern, a range, a choice. */
	readonly isMore: boolean;
}

/** The values of a field that the query as a whole includes and leaves out. */
export function filterState(text: string, key: FilterKey): FilterState {
	const { terms, tokens } = topLevel(text);
	const about = terms.filter(({ term }) => isAbout(term, key));
	const values = (isExcluded: boolean) =>
		about.filter((term) => term.isExcluded === isExcluded).flatMap(({ term }) => term.values.flatMap((value) => exactOf(value) ?? []));
	const all = tokens.filter((token) => token.kind === 'term' && isAbout(token, key));
	const isMore = all.length > about.length || about.some(({ term }) => term.values.some((value) => exactOf(value) === null));
	return { included: [...new Set(values(false))], excluded: [...new Set(values(true))], isMore };
}

/** The text with a value taken out of a term, or the whole term when nothing else is in it. */
function withoutValue(text: string, { term, ...place }: TopTerm, value: string): string {
	const kept = term.values.filter((each) => exactOf(each) !== value);
	if (kept.length === 0) return splice(text, cutSpan(text, topLevel(text).tokens, place), '');
	const values: Span = { from: term.values[0]?.span.from ?? term.span.to, to: term.span.to };
	return splice(text, values, kept.map(({ span }) => text.slice(span.from, span.to)).join(','));
}

/** Takes a value out of every term that names it, on the sides meant. */
function drop(text: string, key: FilterKey, value: string, sides: readonly boolean[]): string {
	const named = topLevel(text).terms.findLast(
		(top) => sides.includes(top.isExcluded) && isAbout(top.term, key) && top.term.values.some((each) => exactOf(each) === value),
	);
	return named === undefined ? text : drop(withoutValue(text, named, value), key, value, sides);
}

/** The text with a term behind it. A choice is put in brackets, so that the term concerns all of it. */
function append(text: string, term: string): string {
	const whole = topLevel(text).isChoice ? `(${text.trim()})` : text.trimEnd();
	// a backslash at the end would swallow the blank
	return whole === '' ? term : `${whole}${whole.endsWith('\\') ? '\\' : ''} ${term}`;
}

function put(text: string, key: FilterKey, value: string, isExcluded: boolean): string {
	const term = topLevel(text).terms.findLast((top) => top.isExcluded === isExcluded && isAbout(top.term, key))?.term;
	if (term === undefined || ('field' in key && field(key.field).kind === 'instant'))
		return append(text, formatTerm(key, value, isExcluded));
	if (term.values.some((each) => exactOf(each) === value)) return text;
	const isEmpty = term.values.every(({ span }) => span.from === span.to);
	return splice(text, { from: term.span.to, to: term.span.to }, `${isEmpty ? '' : ','}${quoteValue(value)}`);
}

/** Includes a value: beside others of the same field, and no longer left out. */
export function addFilter(text: string, key: FilterKey, value: string): string {
	return put(drop(text, key, value, [true]), key, value, false);
}

/** Leaves a value out, and no longer includes it. */
export function excludeFilter(text: string, key: FilterKey, value: string): string {
	return put(drop(text, key, value, [false]), key, value, true);
}

/** Neither includes a value nor leaves it out. */
export function removeFilter(text: string, key: FilterKey, value: string): string {
	return drop(text, key, value, [true, false]);
}

/** Includes (or leaves out) a value, or stops doing so when the query does it already. */
export function toggleFilter(text: string, key: FilterKey, value: string, mode: 'include' | 'exclude'): string {
	const { included, excluded } = filterState(text, key);
	if ((mode === 'include' ? included : excluded).includes(value)) return removeFilter(text, key, value);
	return mode === 'include' ? addFilter(text, key, value) : excludeFilter(text, key, value);
}

/** Takes everything away that the query as a whole asks of a field. */
export function removeField(text: string, key: FilterKey): string {
	const { terms, tokens } = topLevel(text);
	const top = terms.findLast(({ term }) => isAbout(term, key));
	return top === undefined ? text : removeField(splice(text, cutSpan(text, tokens, top), ''), key);
}

/** Asks for these values of a field alone, whatever was asked of it before. */
export function replaceFilter(text: string, key: FilterKey, values: readonly string[]): string {
	return values.reduce((changed, value) => put(changed, key, value, false), removeField(text, key));
}

/** Takes `since:` and `until:` away: for a window that is set elsewhere. */
export function removeWindow(text: string): string {
	return removeField(removeField(text, { field: 'since' }), { field: 'until' });
}
