import { type SQL, sql } from 'drizzle-orm';
import { instantOfMicros } from '../../epoch';
import { integers } from '../reader';
import { type Compiled, compileWith } from './compile';
import type { Normal } from './normal-form';
import { TERM_COLUMNS_OF_ROW } from './projection-leaf';
import { type TermColumn, type Terms, termColumnOf } from './terms';

/** Columns with an index by value and span. */
const INDEXED: ReadonlySet<TermColumn> = new Set(['application', 'resource', 'reason', 'decision', 'host']);
/** Below it the rows of whole spans are too many beside those of the window. */
const WINDOW_MICROS_MIN = 86_400_000_000n;

/** Whether rows are found by values alone: by one part that must hold, or by each of those of which one must. */
function isIndexed(form: Normal, terms: Terms): boolean {
	if (form.kind === 'and') return form.of.some((part) => isIndexed(part, terms));
	if (form.kind === 'or') return form.of.every((part) => isIndexed(part, terms));
	if (form.kind !== 'leaf' || form.negated) return false;
	const column = termColumnOf(form.leaf);
	const known = terms.get(form.leaf);
	return column !== null && INDEXED.has(column) && known !== undefined && !known.isExcept && !known.withAbsent;
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

/**
 * The start or the end of the month, UTC, that a moment lies in, as a condition on `s`; nothing for years that Date does not hold. A
 * constant, since SQL would add the interval for each row.
 */
function monthOf(at: bigint, bound: 'from' | 'to'): SQL[] {
	const month = new Date(Number(at / 1000n));
	month.setUTCDate(1);
	month.setUTCHours(0, 0, 0, 0);
	if (bound === 'to') month.setUTCMonth(month.getUTCMonth() + 1);
	if (Number.isNaN(month.getTime())) return [];
	const instant = instantOfMicros(BigInt(month.getTime()) * 1000n);
	return [bound === 'from' ? sql`s.occurred_at >= ${instant}` : sql`s.occurred_at < ${instant}`];
}

/** No value has this number. */
const NO_TERM = -1;

/** A column's values of which a row must have one. */
interface Way {
	readonly column: Exclude<TermColumn, 'label'>;
	readonly termNos: readonly number[];
}

/** The values of a part that is found by an index over value and span, one set for each way to fulfil it; null for a part that is not so simple. */
function waysOf(part: Normal, terms: Terms): readonly Way[] | null {
	if (part.kind === 'or') {
		const ways = part.of.map((way) => (way.kind === 'leaf' ? waysOf(way, terms) : null));
		return ways.some((way) => way === null) ? null : ways.flatMap((way) => way ?? []);
	}
	if (part.kind !== 'leaf' || !isIndexed(part, terms)) return null;
	const [column, { termNos } = { termNos: [] }] = [termColumnOf(part.leaf), terms.get(part.leaf)];
	const [first = NO_TERM, ...rest] = termNos;
	if (column === null || column === 'label') return null;
	return [
		{ column, termNos: [first] },
		{ column, termNos: rest.length === 0 ? [NO_TERM] : rest },
	];
}

/** Parts that must all hold and are each found by an index over value and span. */
export function indexedParts({ all, terms }: Compiled): readonly Normal[] {
	return all.flatMap((form) => (form.kind === 'and' ? form.of : [form])).filter((part) => waysOf(part, terms) !== null);
}

/** The window as spans, wider at either end by so many. */
function spansOf({ from, to }: Pick<Compiled, 'from' | 'to'>, more = 0): SQL[] {
	return [
		...(from === null ? [] : [sql`s.span >= ${spanOf(from) - more}::integer`]),
		...(to === null ? [] : [sql`s.span <= ${spanOf(to) + more}::integer`]),
	];
}

/**
 * Window and parts so that the planner can join the indexes of several parts: it does so only when the conditions on two indexes have
 * nothing in common. So each has spans of its own, wider than the next one's, inside an OR, which the exact window makes good.
 */
function conditionsOfSeveral(compiled: Compiled, several: readonly Normal[]): SQL[] {
	const others = compiled.all.flatMap((form) => (form.kind === 'and' ? form.of : [form])).filter((part) => !several.includes(part));
	let more = 0;
	const joined = several.map((part) => {
		const ways = (waysOf(part, compiled.terms) ?? []).map(
			({ column, termNos }) =>
				sql`(${sql.join([sql`${TERM_COLUMNS_OF_ROW[column]} = any(${integers(termNos)})`, ...spansOf(compiled, more++)], sql` and `)})`,
		);
		return sql`(${sql.join(ways, sql` or `)})`;
	});
	return [...joined, ...compileWith(compiled, compiled.terms, others).onProjection];
}

/**
 * What must hold of `s`, with the window as spans. The exact window is worded so that no index is used for it: the planner would
 * else join the whole window with the few rows that the values leave. The numbers of the values are of the zones asked for.
 */
export function termConditions(compiled: Compiled): SQL[] {
	const { from, to, onProjection } = compiled;
	const conditions: SQL[] = [];
	// whole months, for which the planner leaves out the others
	if (from !== null) conditions.push(...monthOf(from, 'from'), sql`(s.occurred_at >= ${instantOfMicros(from)}) is true`);
	if (to !== null) conditions.push(...monthOf(to, 'to'), sql`(s.occurred_at < ${instantOfMicros(to)}) is true`);
	const several = indexedParts(compiled);
	const parts = several.length > 1 ? conditionsOfSeveral(compiled, several) : [...spansOf(compiled), ...onProjection];
	return [...parts, ...conditions];
}
