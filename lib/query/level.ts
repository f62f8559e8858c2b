import type { Bound, Problem, Query, Span, Test } from './ast';
import { isImpossible } from './typed-number';

const NOTHING_LEFT = 'Together with what stands before it this leaves nothing: the range ends before it begins.';

/** All must hold; one by itself stands alone. */
export function allOf(of: readonly Query[]): Query {
	const [only] = of;
	return only === undefined ? { kind: 'all' } : of.length === 1 ? only : { kind: 'and', of };
}

/** One must hold. */
export function anyOf(of: readonly Query[]): Query {
	const [only] = of;
	return only === undefined ? { kind: 'not', of: { kind: 'all' } } : of.length === 1 ? only : { kind: 'or', of };
}

/** One term of a run of terms side by side. */
export interface Part {
	/** What it asks: one of these. */
	readonly any: readonly Query[];
	/** What a positive term of a field is about; null for negations, brackets and free text. */
	readonly key: string | null;
	readonly span: Span;
}

type RangeTest = Extract<Test, { op: 'range' }>;

/** A range open at one end narrows; repeated ones all hold. Anything else repeated is a choice. */
function isNarrowing({ any: [only, ...more] }: Part): boolean {
	if (only === undefined || more.length > 0 || (only.kind !== 'field' && only.kind !== 'metadata')) return false;
	return only.test.op === 'range' && (only.test.min === null) !== (only.test.max === null);
}

/** What the terms of a run ask together: each field for one of its values, and everything else. */
export function joinRun(parts: readonly Part[]): Query {
	const joined: { any: Query[]; key: string | null }[] = [];
	for (const part of parts) {
		const key = isNarrowing(part) ? null : part.key;
		const same = key === null ? undefined : joined.find((other) => other.key === key);
		if (same === undefined) joined.push({ any: [...part.any], key });
		else same.any.push(...part.any);
	}
	return allOf(joined.map(({ any }) => anyOf(any)));
}

/** The end that leaves less; `sign` 1 for lower ends, -1 for upper ones. */
function tighter(a: Bound | null, b: Bound | null, sign: 1 | -1): Bound | null {
	if (a === null || b === null) return a ?? b;
	if (a.value === b.value) return a.inclusive ? b : a;
	return a.value > b.value === (sign === 1) ? a : b;
}

/** Ends of one field in a run that leave nothing between them: told at the later one. */
export function contradictions(parts: readonly Part[]): Problem[] {
	const problems: Problem[] = [];
	const ranges = new Map<string, RangeTest>();
	for (const part of parts) {
		const [leaf] = part.any;
		if (part.key === null || !isNarrowing(part) || leaf === undefined || !('test' in leaf) || leaf.test.op !== 'range') continue;
		// since and until bound the same instant
		const about = part.key === 'until' ? 'since' : part.key;
		const before = ranges.get(about);
		const range: RangeTest = {
			op: 'range',
			min: tighter(before?.min ?? null, leaf.test.min, 1),
			max: tighter(before?.max ?? null, leaf.test.max, -1),
		};
		if (isImpossible(range)) problems.push({ span: part.span, message: NOTHING_LEFT, suggestion: null });
		ranges.set(about, range);
	}
	return problems;
}
