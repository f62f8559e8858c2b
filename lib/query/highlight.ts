import type { Problem } from './ast';
import { fieldNamed } from './fields';
import { scan, type Term } from './scan';

/** How a stretch of the query bar is drawn. */
export type MarkKind = 'name' | 'unknown' | 'value' | 'star' | 'words' | 'operator' | 'minus' | 'bracket' | 'plain';

export interface Mark {
	readonly from: number;
	readonly to: number;
	readonly kind: MarkKind;
	/** The place of the problem it stands in, or null. */
	readonly problem: number | null;
}

/** A text's own length of stretches, one behind the other; `plain` between what was marked. */
class Marks {
	readonly marks: { from: number; to: number; kind: MarkKind }[] = [];
	private end = 0;

	upTo(to: number, kind: MarkKind): void {
		const last = this.marks.at(-1);
		if (to <= this.end) return;
		if (last !== undefined && last.kind === kind) last.to = to;
		else this.marks.push({ from: this.end, to, kind });
		this.end = to;
	}
}

/** Unescaped stars of a value stand out. */
function markValue(marks: Marks, text: string, from: number, to: number, kind: MarkKind): void {
	for (let at = from; at < to; at++) {
		if (text[at] === '\\') at++;
		else if (text[at] === '*') {
			marks.upTo(at, kind);
			marks.upTo(at + 1, 'star');
		}
	}
	marks.upTo(to, kind);
}

function markTerm(marks: Marks, text: string, { name, values, span }: Term): void {
	if (name === null) {
		markValue(marks, text, span.from, span.to, 'words');
		return;
	}
	const isKnown = name.path !== null || fieldNamed(name.text) !== null;
	marks.upTo(name.span.to + 1, isKnown ? 'name' : 'unknown');
	for (const value of values) {
		marks.upTo(value.span.from, 'operator');
		markValue(marks, text, value.span.from, value.span.to, 'value');
	}
	marks.upTo(span.to, 'operator');
}

/**
 * The text of a query as stretches to draw, in order, without gaps, from its first character to its last.
 * @param problems what parseQuery found; each stretch within one says so
 */
export function highlight(text: string, problems: readonly Problem[] = []): Mark[] {
	const marks = new Marks();
	for (const token of scan(text).tokens) {
		marks.upTo(token.span.from, 'plain');
		if (token.kind === 'term') markTerm(marks, text, token);
		else if (token.kind === 'open' || token.kind === 'close') marks.upTo(token.span.to, 'bracket');
		else marks.upTo(token.span.to, token.kind === 'minus' ? 'minus' : 'operator');
	}
	marks.upTo(text.length, 'plain');
	return marks.marks.flatMap((mark) => cut(mark, problems));
}

/** A stretch cut where problems begin and end. */
function cut({ from, to, kind }: Omit<Mark, 'problem'>, problems: readonly Problem[]): Mark[] {
	const edges = problems.flatMap(({ span }) => [span.from, span.to]).filter((at) => at > from && at < to);
	const cuts = [from, ...new Set(edges.toSorted((a, b) => a - b)), to];
	return cuts.slice(0, -1).map((at, i) => {
		const problem = problems.findIndex(({ span }) => span.from <= at && span.to > at);
		return { from: at, to: cuts[i + 1] ?? to, kind, problem: problem < 0 ? null : problem };
	});
}
