import { type SQL, sql } from 'drizzle-orm';
import { instantOfMicros } from '../../epoch';
import type { Compiled } from './compile';
import type { Normal } from './normal-form';
import { type TermColumn, type Terms, termColumnOf } from './terms';

/** Columns with an index by value and span. */
const INDEXED: ReadonlySet<TermColumn> = new Set(['application', 'resource', 'reason', 'decision']);
/** Below it the rows of whole spans are too many beside those of the window. */
const WINDOW_MICROS_MIN = 86_400_000_000n;

/** Whether rows are found by values alone: by one part that must hold, or by each of those of which one must. */
function isIndexed(form: Normal, terms: Terms): boolean {
	if (form.kind === 'and') return form.of.some((part) => isIndexed(part, terms));
	if (form.kind === 'or') return form.of.every((part) => isIndexed(part, terms));
	if (form.kind !== 'leaf' || form.negated) return false;
	const column = termColumnOf(form.leaf);
	const known = terms.get(form.leaf);
	return column !== null && INDEXED.has(column) && known !== undefined && known.termNos.length > 0 && !known.isExcept && !known.withAbsent;
}

/** Whether the indexes by value and span serve a count over the window. */
export function isByTerms(compiled: Compiled): boolean {
	const { from, to, all, terms } = compiled;
	return (from === null || to === null || to - from >= WINDOW_MICROS_MIN) && isIndexed({ kind: 'and', of: all }, terms);
}

/** Microseconds of a span of `search_events`, and the moment spans are counted from (0015_search_spans). */
export const SPAN_MICROS = 14_400_000_000n;
const SPANS_FROM_MICROS = 946_684_800_000_000n;

/** The number of the span that a moment lies in. */
export function spanOf(at: bigint): number {
	const past = at - SPANS_FROM_MICROS;
	return Number(past / SPAN_MICROS) - (past < 0n && past % SPAN_MICROS !== 0n ? 1 : 0);
}

/** Parts that must all hold and are each found by an index over value and span. */
export function indexedParts({ all, terms }: Compiled): number {
	return all.flatMap((form) => (form.kind === 'and' ? form.of : [form])).filter((part) => isIndexed(part, terms)).length;
}

/**
 * What must hold of `s`, with the window as spans. The exact window is worded so that no index is used for it: the planner would
 * else join the whole window with the few rows that the values leave. The numbers of the values are of the zones asked for.
 * @param bySpan false lets the planner join several indexes, which it does not where they share a condition
 */
export function termConditions({ from, to, onProjection }: Compiled, bySpan = true): SQL[] {
	const conditions: SQL[] = [];
	// whole months, for which the planner leaves out the others
	if (from !== null)
		conditions.push(
			sql`s.occurred_at >= date_trunc('month', ${instantOfMicros(from)}, 'UTC')`,
			...(bySpan ? [sql`s.span >= ${spanOf(from)}::integer`] : []),
			sql`(s.occurred_at >= ${instantOfMicros(from)}) is true`,
		);
	if (to !== null)
		conditions.push(
			sql`s.occurred_at < date_trunc('month', ${instantOfMicros(to)}, 'UTC') + interval '1 month'`,
			...(bySpan ? [sql`s.span <= ${spanOf(to)}::integer`] : []),
			sql`(s.occurred_at < ${instantOfMicros(to)}) is true`,
		);
	return [...conditions, ...onProjection];
}
