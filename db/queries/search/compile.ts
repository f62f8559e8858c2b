import { type SQL, sql } from 'drizzle-orm';
import { keyOf } from '../../../lib/events/terms';
import { instantOfMicros } from '../../epoch';
import { integers, type Reader } from '../reader';
import { type Hours, hoursOf } from './hours';
import { ledgerLeaf } from './ledger-leaf';
import type { Normal } from './normal-form';
import { projectionLeaf } from './projection-leaf';
import { type Narrowed, narrow, type Question } from './question';
import { type Terms, termsOf } from './terms';
import { type WantedWords, wantedWords } from './wanted-words';

/** A question as SQL. */
export interface Compiled extends Narrowed {
	/** Nothing can match, by all that is known without looking at a row. */
	readonly isEmpty: boolean;
	/** What must hold of a row `s` of search_events besides zone and window. */
	readonly onProjection: readonly SQL[];
	/** What must hold of a row `e` of the ledger together with its `s`; empty when the projection knows everything. */
	readonly onLedger: readonly SQL[];
	/** The hours to look in; null for the whole window. */
	readonly hours: Hours | null;
	readonly words: WantedWords;
	/** Key of the request ID, or the event ID, that everything depends on. */
	readonly requestKey: bigint | null;
	readonly eventId: string | null;
	readonly terms: Terms;
	/** What the answer is taken from when rows must be looked at. */
	readonly source: 'projection' | 'ledger';
}

interface Condition {
	readonly condition: SQL;
	readonly needsLedger: boolean;
}

function conditionOf(form: Normal, question: Narrowed, terms: Terms): Condition {
	switch (form.kind) {
		case 'true':
		case 'false':
			return { condition: sql.raw(form.kind), needsLedger: false };
		case 'leaf': {
			const projected = form.leaf.kind === 'field' ? projectionLeaf(form.leaf, form.negated, question, terms) : null;
			return projected === null
				? { condition: ledgerLeaf(form.leaf, form.negated), needsLedger: true }
				: { condition: projected, needsLedger: false };
		}
		default: {
			// what the projection knows first: the ledger's row is then looked at only where it matters
			const parts = form.of
				.map((part) => conditionOf(part, question, terms))
				.toSorted((a, b) => Number(a.needsLedger) - Number(b.needsLedger));
			const operator = form.kind === 'and' ? sql` and ` : sql` or `;
			return {
				condition: sql`(${sql.join(
					parts.map((part) => part.condition),
					operator,
				)})`,
				needsLedger: parts.some((part) => part.needsLedger),
			};
		}
	}
}

/** The value a part demands exactly of a field, or null. */
function demanded(part: Normal, name: 'request' | 'id'): string | null {
	const isLeaf = part.kind === 'leaf' && !part.negated && part.leaf.kind === 'field' && part.leaf.field === name;
	return isLeaf && part.leaf.kind === 'field' && part.leaf.test.op === 'equals' ? part.leaf.test.value : null;
}

/**
 * Compiles a question; its parts must hold all at once.
 * @param reader asked once for the numbers of the dictionary values the query names
 */
export async function compile(reader: Reader, question: Question): Promise<Compiled> {
	const narrowed = narrow(question);
	return narrowed.isVoid ? compileWith(narrowed, new Map(), []) : compileWith(narrowed, await termsOf(reader, narrowed));
}

/** The same with the terms at hand, and with some of the parts: what a facet asks that leaves out one field. */
export function compileWith(narrowed: Narrowed, terms: Terms, all: readonly Normal[] = narrowed.all): Compiled {
	const conditions = all.map((part) => conditionOf(part, narrowed, terms));
	const of = (needsLedger: boolean) => conditions.filter((part) => part.needsLedger === needsLedger).map((part) => part.condition);
	const onLedger = of(true);
	const whole: Normal = { kind: 'and', of: all };
	const request = all.map((part) => demanded(part, 'request')).find((value) => value !== null) ?? null;
	const hours = hoursOf(whole, narrowed, terms);
	return {
		...narrowed,
		all,
		isEmpty: narrowed.isVoid || hours?.count === 0,
		onProjection: of(false),
		onLedger,
		hours,
		words: wantedWords(whole),
		requestKey: request === null ? null : keyOf(request),
		eventId: all.map((part) => demanded(part, 'id')).find((value) => value !== null) ?? null,
		terms,
		source: onLedger.length === 0 ? 'projection' : 'ledger',
	};
}

/** The window on `occurred_at`. Constants, so that the planner sees only the months meant. */
export function windowOf(window: Pick<Narrowed, 'from' | 'to'>, row: 's' | 'e'): SQL[] {
	const occurredAt = sql.raw(`${row}.occurred_at`);
	const conditions: SQL[] = [];
	if (window.from !== null) conditions.push(sql`${occurredAt} >= ${instantOfMicros(window.from)}`);
	if (window.to !== null) conditions.push(sql`${occurredAt} < ${instantOfMicros(window.to)}`);
	return conditions;
}

/** Zone, window and what the projection must fulfil. */
export function projectionConditions(compiled: Compiled): SQL[] {
	return [sql`s.zone_no = any(${integers(compiled.zoneNos)})`, ...rowConditions(compiled)];
}

/** The same without the zone. */
export function rowConditions(compiled: Compiled): SQL[] {
	const request = compiled.requestKey === null ? [] : [sql`s.request_key = ${compiled.requestKey.toString()}::bigint`];
	return [...windowOf(compiled, 's'), ...request, ...compiled.onProjection];
}

/** All conditions joined by `and`. */
export function allOf(conditions: readonly SQL[]): SQL {
	return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}

/** The join of a row `s` with its record, fenced so that it is read for the rows that pass everything else. */
export function ledgerProbe(compiled: Compiled): SQL {
	if (compiled.onLedger.length === 0) return sql``;
	return sql`cross join lateral (select from ledger_events e where e.zone_no = s.zone_no and e.chain_seq = s.chain_seq
		and e.occurred_at = s.occurred_at and ${allOf(compiled.onLedger)} offset 0) probed`;
}
