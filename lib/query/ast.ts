import type { FieldName } from './field-names';

/** Where something stands in the query's text: UTF-16 offsets, `to` behind the last character. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** One end of a range. */
export interface Bound {
	readonly value: bigint | number;
	readonly inclusive: boolean;
}

/** What is asked of the values of one field. */
export type Test =
	/** The field has any value: `app:*`. */
	| { readonly op: 'present' }
	/** Exact, case-sensitive. */
	| { readonly op: 'equals'; readonly value: string }
	/** Holds at least one unescaped `*`, which stands for any run of characters; `\` escapes; case-sensitive. */
	| { readonly op: 'matches'; readonly pattern: string }
	/** A number; for since and until an instant in microseconds. */
	| { readonly op: 'range'; readonly min: Bound | null; readonly max: Bound | null };

export interface FieldLeaf {
	readonly kind: 'field';
	readonly field: FieldName;
	readonly test: Test;
	readonly span: Span;
}

/** `meta.a.b:value` */
export interface MetadataLeaf {
	readonly kind: 'metadata';
	readonly path: readonly string[];
	readonly test: Test;
	readonly span: Span;
}

/** Free text: a word, or a quoted phrase. */
export interface WordsLeaf {
	readonly kind: 'words';
	readonly text: string;
	readonly starBefore: boolean;
	readonly starAfter: boolean;
	readonly span: Span;
}

export type Leaf = FieldLeaf | MetadataLeaf | WordsLeaf;

/** A query as a tree. A field that an event does not carry fails every test, so the negation of the test holds. */
export type Query =
	| { readonly kind: 'all' }
	| { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
	| { readonly kind: 'not'; readonly of: Query }
	| Leaf;

/** What is wrong with a query's text. A query with problems is not run. */
export interface Problem {
	readonly span: Span;
	readonly message: string;
	/** The whole text corrected, or null when no correction is evident. */
	readonly suggestion: string | null;
}
