import { type SQL, sql } from 'drizzle-orm';
import { TERM_FIELD_NO } from '../../../lib/events/terms';
import { decisionWord } from '../../../lib/events/vocabulary';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader, rowsOf } from '../reader';
import { allOf, type Compiled } from './compile';
import type { Normal } from './normal-form';
import { matchingRows } from './rows';
import { valueHolds } from './text-test';

/** Matching events of a bar by decision, `none` for those without one. */
export interface DecisionCount {
	/** Number of the bar: its start divided by its length, since 1970; 0 when there are no bars. */
	readonly bar: number;
	readonly decision: string;
	readonly events: number;
}

export interface DecisionCounts {
	readonly counts: readonly DecisionCount[];
	readonly source: 'rollup' | 'projection' | 'ledger';
}

const MICROS_PER_MINUTE = 60_000_000n;
const MICROS_PER_HOUR = 3_600_000_000n;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** Whether a part of a query says something of the decision and of nothing else. */
function isOfDecision(form: Normal): boolean {
	if (form.kind === 'and' || form.kind === 'or') return form.of.every(isOfDecision);
	return form.kind !== 'leaf' || (form.leaf.kind === 'field' && form.leaf.field === 'decision');
}

/** Whether a decision, `none` for none, fulfils a part that is of the decision alone. */
function decisionHolds(form: Normal, decision: string): boolean {
	if (form.kind === 'and') return form.of.every((part) => decisionHolds(part, decision));
	if (form.kind === 'or') return form.of.some((part) => decisionHolds(part, decision));
	if (form.kind !== 'leaf' || form.leaf.kind !== 'field') return form.kind === 'true';
	const { test } = form.leaf;
	return valueHolds(test, decision) !== form.negated;
}

function floorTo(at: bigint, unit: bigint): bigint {
	const rest = at % unit;
	return at - (rest < 0n ? rest + unit : rest);
}

const EPOCH = sql`timestamptz 'epoch'`;

/** SQL for the start of the bar an instant lies in: what rows are grouped by, since a number would cost more for each row. */
function binOf(instant: SQL, stepMs: number | null): SQL {
	return stepMs === null ? EPOCH : sql`date_bin(${stepMs}::bigint * interval '1 millisecond', ${instant}, ${EPOCH})`;
}

/** SQL for the number of the bar that begins at an instant. */
function barOf(bin: SQL, stepMs: number | null): SQL {
	return stepMs === null ? sql`0` : sql`(extract(epoch from ${bin}) * 1000 / ${stepMs}::bigint)::bigint`;
}

interface Span {
	readonly from: bigint | null;
	readonly to: bigint | null;
}

function within(column: SQL, { from, to }: Span): SQL[] {
	const conditions: SQL[] = [];
	if (from !== null) conditions.push(sql`${column} >= ${instantOfMicros(from)}`);
	if (to !== null) conditions.push(sql`${column} < ${instantOfMicros(to)}`);
	return conditions;
}

/** The whole units inside a span, and what is left of it at either end. */
function split(span: Span, unit: bigint): { readonly whole: Span | null; readonly ends: readonly Span[] } {
	const first = span.from === null ? null : floorTo(span.from + unit - 1n, unit);
	const last = span.to === null ? null : floorTo(span.to, unit);
	if (first !== null && last !== null && first >= last) return { whole: null, ends: [span] };
	const ends: Span[] = [];
	if (span.from !== null && first !== null && span.from < first) ends.push({ from: span.from, to: first });
	if (span.to !== null && last !== null && last < span.to) ends.push({ from: last, to: span.to });
	return { whole: { from: first, to: last }, ends };
}

/** Rows of the projection in a span. */
function projectionPart(zoneNos: readonly number[], span: Span, stepMs: number | null): SQL {
	return sql`select ${binOf(sql`s.occurred_at`, stepMs)} as bin, coalesce(s.decision_no, 0) as decision_no, count(*) as events from search_events s
		where ${allOf([sql`s.zone_no = any(${integers(zoneNos)})`, ...within(sql`s.occurred_at`, span)])} group by 1, 2`;
}

/** Whole minutes from rollup_minute, the rest from the projection. */
function minuteParts(zoneNos: readonly number[], span: Span, stepMs: number | null): SQL[] {
	const { whole, ends } = split(span, MICROS_PER_MINUTE);
	const parts = ends.map((end) => projectionPart(zoneNos, end, stepMs));
	if (whole !== null)
		parts.push(sql`select ${binOf(sql`minute`, stepMs)} as bin, decision_no, sum(events) as events from rollup_minute
			where ${allOf([sql`zone_no = any(${integers(zoneNos)})`, ...within(sql`minute`, whole)])} group by 1, 2`);
	return parts;
}

/**
 * Whole hours from rollup_hour. It counts decisions and types; every event has a type, so what the decisions leave of the types
 * are the events without a decision.
 */
function hourParts(zoneNos: readonly number[], span: Span, stepMs: number | null): SQL[] {
	const { whole, ends } = split(span, MICROS_PER_HOUR);
	const parts = ends.flatMap((end) => minuteParts(zoneNos, end, stepMs));
	const [type, decision] = [sql`${TERM_FIELD_NO.eventType}::smallint`, sql`${TERM_FIELD_NO.decision}::smallint`];
	// by value, since each hour has hundreds of rows of other fields
	const wanted = sql`array(select term_no from search_terms where zone_no = any(${integers(zoneNos)}) and field in (${type}, ${decision}))`;
	if (whole !== null)
		parts.push(sql`select h.bin, n.decision_no, sum(h.events * n.sign) as events
			from (
				select ${binOf(sql`hour`, stepMs)} as bin, field, case when field = ${decision} then term_no else 0 end as term_no, sum(events) as events
				from rollup_hour where ${allOf([sql`term_no = any(${wanted}) and zone_no = any(${integers(zoneNos)})`, ...within(sql`hour`, whole)])}
				group by 1, 2, 3
			) h
			cross join lateral (
				select h.term_no as decision_no, 1 as sign union all select 0, -1 where h.field = ${decision}
			) n
			group by 1, 2`);
	return parts;
}

/** By decision in every bar, from the rollups, for a query that says nothing or something of the decision alone. */
async function fromRollups(reader: Reader, compiled: Compiled, stepMs: number | null): Promise<DecisionCounts> {
	const isByHour = stepMs === null || stepMs % MS_PER_HOUR === 0;
	const parts = (isByHour ? hourParts : minuteParts)(compiled.zoneNos, compiled, stepMs);
	const rows = await rowsOf<{ bar: string; decision: string; events: string }>(
		reader,
		sql`select ${barOf(sql`part.bin`, stepMs)}::text as bar, coalesce(t.value, '') as decision, sum(part.events)::text as events
			from (${sql.join(
				parts.map((part) => sql`(${part})`),
				sql` union all `,
			)}) part
			left join search_terms t on t.term_no = part.decision_no and t.field = ${TERM_FIELD_NO.decision}::smallint
			group by part.bin, 2 having sum(part.events) > 0`,
	);
	const counts = rows
		.map((row) => ({ bar: Number(row.bar), decision: decisionWord(row.decision), events: Number(row.events) }))
		.filter(({ decision }) => compiled.all.every((part) => decisionHolds(part, decision)));
	return { counts, source: 'rollup' };
}

/**
 * Matching events by bar and decision, exact.
 * @param stepMs length of a bar, or null for one that is everything
 */
export async function decisionCounts(reader: Reader, compiled: Compiled, stepMs: number | null): Promise<DecisionCounts> {
	if (compiled.isEmpty) return { counts: [], source: compiled.source };
	const isWholeMinutes = stepMs === null || stepMs % MS_PER_MINUTE === 0;
	if (compiled.all.every(isOfDecision) && isWholeMinutes) return fromRollups(reader, compiled, stepMs);
	const rows = await rowsOf<{ bar: string; decision: string; events: string }>(
		reader,
		sql`select ${barOf(sql`n.bin`, stepMs)}::text as bar, coalesce(t.value, '') as decision, n.events::text as events
			from (select ${binOf(sql`s.occurred_at`, stepMs)} as bin, s.decision_no, count(*) as events from (${matchingRows(compiled)}) s group by 1, 2) n
			left join search_terms t on t.term_no = n.decision_no`,
	);
	const merged = new Map<string, DecisionCount>();
	for (const row of rows) {
		const [bar, decision] = [Number(row.bar), decisionWord(row.decision)];
		const key = `${bar} ${decision}`;
		merged.set(key, { bar, decision, events: (merged.get(key)?.events ?? 0) + Number(row.events) });
	}
	return { counts: [...merged.values()], source: compiled.source };
}
