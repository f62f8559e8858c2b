import type { Problem, Span, Test } from './ast';

/** Why a term cannot be understood, before its whole text is known: `replace` is put into the span, `whole` is the whole text. */
export interface Complaint {
	readonly message: string;
	readonly span: Span;
	/** What the span would better hold; null when nothing is evident. */
	readonly replace: string | null;
}

export type Outcome<Value> = { readonly value: Value } | { readonly complaint: Complaint };

export const complain = (span: Span, message: string, replace: string | null = null): { complaint: Complaint } => ({
	complaint: { span, message, replace },
});

/** The complaint about a text as a problem of it. */
export function problemOf(text: string, { span, message, replace }: Complaint): Problem {
	const suggestion = replace === null ? null : text.slice(0, span.from) + replace + text.slice(span.to);
	return { span, message, suggestion };
}

export type TestOutcome = Outcome<Test>;
