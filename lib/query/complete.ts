import type { Span } from './ast';
import { FIELDS, type Field, field, fieldNamed } from './fields';
import { nearest } from './nearest';
import { quoteValue } from './quote';
import { scan, splice, type Term, type TypedValue } from './scan';
import type { FilterKey } from './top-level';

/** What is being typed at the caret. */
export type Completion =
	/** A field's name, or the first letters of a word that may become one. */
	| { readonly kind: 'field'; readonly span: Span; readonly typed: string; readonly candidates: readonly Field[] }
	/** A value of a field; `taken` are the others of the same list, `term` where the term with its name stands. */
	| {
			readonly kind: 'value';
			readonly span: Span;
			readonly typed: string;
			readonly key: FilterKey;
			readonly taken: readonly string[];
			readonly term: Span;
	  }
	| { readonly kind: 'nothing' };

const NOTHING: Completion = { kind: 'nothing' };

/** Fields whose name or another spelling begins so, those by name first; without a beginning all; else the one that is near. */
export function fieldsNamed(typed: string): Field[] {
	const begin = typed.toLowerCase().replaceAll('_', '-');
	if (begin === '') return [...FIELDS];
	const byName = FIELDS.filter(({ name }) => name.startsWith(begin));
	const bySpelling = FIELDS.filter((each) => !byName.includes(each) && each.aliases.some((alias) => alias.startsWith(begin)));
	if (byName.length + bySpelling.length > 0) return [...byName, ...bySpelling];
	const near =
		begin.length < 3
			? null
			: nearest(
					begin,
					FIELDS.flatMap(({ name, aliases }) => [name, ...aliases]),
				);
	const meant = near === null ? null : fieldNamed(near);
	return meant === null ? [] : [field(meant)];
}

/** A value up to the caret as it is meant: without quotes and escapes, stars as they are. */
function meant({ span, parts }: TypedValue, text: string, caret: number): string {
	if (caret >= span.to) return parts.join('*');
	const term = scan(`x:${text.slice(span.from, caret)}`).tokens[0];
	return term?.kind === 'term' ? (term.values.at(-1)?.parts.join('*') ?? '') : '';
}

function atValue(term: Term, value: TypedValue, text: string, caret: number): Completion {
	const { name, values } = term;
	if (name === null) return NOTHING;
	const known = name.path === null ? fieldNamed(name.text) : null;
	if (known === null && name.path === null) return NOTHING;
	const key: FilterKey = known === null ? { path: name.path ?? [] } : { field: known };
	const taken = values.filter((each) => each !== value && each.parts.length === 1).map(({ parts }) => parts[0] ?? '');
	return { kind: 'value', span: value.span, typed: meant(value, text, caret), key, taken, term: term.span };
}

/**
 * What can be completed at the caret.
 * @param caret offset in the text, 0 to its length
 */
export function completionAt(text: string, caret: number): Completion {
	const token = scan(text).tokens.find(
		({ kind, span }) =>
			kind !== 'open' && kind !== 'minus' && span.from <= caret && caret <= span.to && !(kind === 'close' && caret === span.to),
	);
	if (token === undefined || token.kind === 'close')
		return { kind: 'field', span: { from: caret, to: caret }, typed: '', candidates: fieldsNamed('') };
	if (token.kind !== 'term') {
		// a word that is an operator once whole; nothing to offer while it may be one
		return NOTHING;
	}
	const { name, span } = token;
	if (name !== null && caret > name.span.to) {
		const value = token.values.findLast((each) => each.span.from <= caret);
		return value === undefined ? NOTHING : atValue(token, value, text, caret);
	}
	const word = name?.span ?? span;
	const typed = text.slice(word.from, caret);
	if (!/^[\w-]*$/.test(typed) || (name === null && !/^[\w.-]*$/.test(text.slice(word.from, word.to)))) return NOTHING;
	return { kind: 'field', span: word, typed, candidates: fieldsNamed(typed) };
}

/** The text and caret once a candidate was taken. */
export interface Completed {
	readonly text: string;
	readonly caret: number;
}

/** Puts a field's name in place, its colon behind it, the caret where its value goes. */
export function takeField(text: string, completion: Extract<Completion, { kind: 'field' }>, name: Field['name']): Completed {
	const { span } = completion;
	const by = text[span.to] === ':' ? name : `${name}:`;
	return { text: splice(text, span, by), caret: span.from + name.length + 1 };
}

/** Puts a value in place, a blank behind it when nothing stands there. `*` puts any value, a range stays as it is written. */
export function takeValue(text: string, completion: Extract<Completion, { kind: 'value' }>, value: string): Completed {
	const { span, key } = completion;
	const isWritten = value === '*' || ('field' in key && field(key.field).kind !== 'text');
	const written = isWritten ? value : quoteValue(value);
	const isLast = span.to >= text.length;
	return { text: splice(text, span, isLast ? `${written} ` : written), caret: span.from + written.length + (isLast ? 1 : 0) };
}

/** The same, and the whole term left out; a term that is left out already stays so. */
export function takeExcluded(text: string, completion: Extract<Completion, { kind: 'value' }>, value: string): Completed {
	const taken = takeValue(text, completion, value);
	const { from } = completion.term;
	if (/(?:-|(?:^|[\s()])NOT\s+)$/.test(text.slice(0, from))) return taken;
	return { text: splice(taken.text, { from, to: from }, '-'), caret: taken.caret + 1 };
}

/** A value that the server knows. */
export interface KnownValue {
	readonly value: string;
	readonly name?: string | undefined;
	readonly events: number;
}

/** Where what was typed stands in a value: 0 at its beginning, 1 at that of a word in it, 2 inside, 3 nowhere. Without case. */
function place(text: string | undefined, typed: string): number {
	const at = text === undefined ? -1 : text.toLowerCase().indexOf(typed);
	if (text === undefined || at < 0) return 3;
	if (at === 0) return 0;
	return /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 1 : 2;
}

/**
 * The values that go with what was typed, best first: those that begin so, then those with a word that does, then those that hold
 * it; among equals by their events, then by name. Values already taken are left out.
 */
export function rankValues<Value extends KnownValue>(values: readonly Value[], typed: string, taken: readonly string[] = []): Value[] {
	const begin = typed.replaceAll('*', '').toLowerCase();
	return values
		.filter(({ value }) => !taken.includes(value))
		.map((value) => ({ value, place: Math.min(place(value.value, begin), place(value.name, begin)) }))
		.filter((ranked) => ranked.place < 3)
		.toSorted((a, b) => a.place - b.place || b.value.events - a.value.events || (a.value.value < b.value.value ? -1 : 1))
		.map(({ value }) => value);
}
