import type { Span } from './ast';
import { type FieldName, fieldNamed } from './fields';
import { type Scan, scan, type Term, type Token, type TypedValue } from './scan';

/** What a filter is about: a field, or a path of the metadata. */
export type FilterKey = { readonly field: FieldName } | { readonly path: readonly string[] };

/** A term that must hold (or must not) for the query as a whole: beside other terms, in no brackets and no OR. */
export interface TopTerm {
	readonly term: Term;
	readonly isExcluded: boolean;
	/** With the signs of its negation. */
	readonly span: Span;
	/** Places of its tokens. */
	readonly first: number;
	readonly last: number;
}

export interface TopLevel extends Scan {
	readonly terms: readonly TopTerm[];
	/** The query as a whole is a choice: a term put behind it would belong to the last part alone. */
	readonly isChoice: boolean;
}

/** Whether a term is about the key. */
export function isAbout({ name }: Term, key: FilterKey): boolean {
	if (name === null) return false;
	if ('field' in key) return name.path === null && fieldNamed(name.text) === key.field;
	return name.path !== null && JSON.stringify(name.path) === JSON.stringify(key.path);
}

/** The exact text a value stands for, or null when it has a star. */
export function exactOf({ parts }: TypedValue): string | null {
	return parts.length === 1 ? (parts[0] ?? '') : null;
}

/** The terms of a query that stand at its top, and whether it is a choice. */
export function topLevel(text: string): TopLevel {
	const scanned = scan(text);
	const { tokens } = scanned;
	const terms: TopTerm[] = [];
	let depth = 0;
	let isChoice = false;
	let negations = 0;
	for (const [at, token] of tokens.entries()) {
		if (token.kind === 'open') depth++;
		else if (token.kind === 'close') depth = Math.max(0, depth - 1);
		else if (token.kind === 'or' && depth === 0) isChoice = true;
		else if (token.kind === 'term' && depth === 0) {
			const first = at - negations;
			terms.push({
				term: token,
				isExcluded: negations % 2 === 1,
				span: { from: tokens[first]?.span.from ?? token.span.from, to: token.span.to },
				first,
				last: at,
			});
		}
		negations = token.kind === 'not' || token.kind === 'minus' ? negations + 1 : 0;
	}
	return { ...scanned, terms: isChoice ? [] : terms, isChoice };
}

/** What to cut out with a term so that the rest still stands: one AND beside it, and the blanks before it. */
export function cutSpan(text: string, tokens: readonly Token[], { first, last }: Pick<TopTerm, 'first' | 'last'>): Span {
	const before = tokens[first - 1];
	const after = tokens[last + 1];
	let from = tokens[first]?.span.from ?? 0;
	let to = tokens[last]?.span.to ?? text.length;
	if (before?.kind === 'and') from = before.span.from;
	else if (after?.kind === 'and') to = after.span.to;
	const blanksBefore = /\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
	const blanksAfter = /^\s*/.exec(text.slice(to))?.[0].length ?? 0;
	// one side's blanks go; the other's keep the neighbours apart
	if (blanksBefore > 0 || to + blanksAfter >= text.length) from -= blanksBefore;
	else to += blanksAfter;
	return { from, to };
}
