import { type SQL, sql } from 'drizzle-orm';
import { instantOfMicros } from '../../epoch';
import type { Compiled } from './compile';
import type { Normal } from './normal-form';
import { type TermColumn, type Terms, termColumnOf } from './terms';

/** Columns with an index by value and day. */
const INDEXED: ReadonlySet<TermColumn> = new Set(['application', 'resource', 'reason', 'decision']);
/** Below it the rows of whole days are too many beside those of the window. */
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

/** Whether the indexes by value and day serve a count over the window. */
export function isByTerms(compiled: Compiled): boolean {
	const { from, to, all, terms } = compiled;
	return (from === null || to === null || to - from >= WINDOW_MICROS_MIN) && isIndexed({ kind: 'and', of: all }, terms);
}

/**
 * What must hold of `s`, with the window as days. The exact window is worded so that no index is used for it: the planner would
 * else join the whole window with the few rows that the values leave. The numbers of the values are of the zones asked for.
 */
export function termConditions({ from, to, onProjection }: Compiled): SQL[] {
	const dayOf = (at: bigint) => sql`(${instantOfMicros(at)} at time zone 'UTC')::date`;
	const conditions: SQL[] = [];
	// whole months, for which the planner leaves out the others
	if (from !== null)
		conditions.push(
			sql`s.occurred_at >= date_trunc('month', ${instantOfMicros(from)}, 'UTC')`,
			sql`s.day >= ${dayOf(from)}`,
			sql`(s.occurred_at >= ${instantOfMicros(from)}) is true`,
		);
	if (to !== null)
		conditions.push(
			sql`s.occurred_at < date_trunc('month', ${instantOfMicros(to)}, 'UTC') + interval '1 month'`,
			sql`s.day <= ${dayOf(to)}`,
			sql`(s.occurred_at < ${instantOfMicros(to)}) is true`,
		);
	return [...conditions, ...onProjection];
}
