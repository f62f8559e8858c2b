import { type SQL, sql } from 'drizzle-orm';
import { integers } from '../reader';
import type { Normal } from './normal-form';
import type { Narrowed } from './question';
import { type Held, hourConditions, type Terms } from './terms';

/** Hours of zones in which something may match, as rows (zone_no, hour). */
export interface Hours {
	readonly rows: SQL;
	/** At most so many, or null when that is not known. */
	readonly count: number;
	/** At most so many events of these hours match. */
	readonly events: number;
	/** No matching event is before `from`, or as late as `to`; both are whole hours, null when nothing matches. */
	readonly held: Held | null;
}

const DENSE_SHARE = 0.7;
const MICROS_PER_HOUR = 3_600_000_000n;

/** Hours of zones that the window has; without end when it is open. */
export function hoursOfWindow({ from, to, zoneNos }: Narrowed): number {
	return from === null || to === null ? Number.POSITIVE_INFINITY : (Number((to - from) / MICROS_PER_HOUR) + 1) * zoneNos.length;
}

function leafHours(form: Extract<Normal, { kind: 'leaf' }>, question: Narrowed, terms: Terms): Hours | null {
	const known = terms.get(form.leaf);
	if (known === undefined || known.withAbsent || known.isExcept || form.negated) return null;
	const rows = sql`select zone_no, hour from rollup_hour where term_no = any(${integers(known.termNos)}) and ${hourConditions(question)}`;
	return {
		rows: known.termNos.length > 1 ? sql`select distinct zone_no, hour from (${rows}) h` : rows,
		count: known.hours,
		events: known.events,
		held: known.held,
	};
}

/** The window without what lies before the first and behind the last hour that something can match in. */
export function heldWindow<Asked extends Narrowed & { readonly hours: Hours | null }>(asked: Asked): Asked {
	const held = asked.hours?.held ?? null;
	if (held === null) return asked;
	const { from, to } = asked;
	return {
		...asked,
		from: from === null || from < held.from ? held.from : from,
		to: to === null || to > held.to ? held.to : to,
	};
}

/** The time in which all of the parts can match, or any of them; null when none is known to be. */
function joinedHeld(parts: readonly Hours[], how: 'and' | 'or'): Held | null {
	const held = parts.map((part) => part.held).filter((part) => part !== null);
	const froms = held.map((part) => part.from).toSorted(ascending);
	const tos = held.map((part) => part.to).toSorted(ascending);
	const [from, to] = how === 'and' ? [froms.at(-1), tos[0]] : [froms[0], tos.at(-1)];
	return from === undefined || to === undefined || from >= to ? null : { from, to };
}
const ascending = (a: bigint, b: bigint) => Number(a > b) - Number(a < b);

/**
 * The hours a question can be answered from alone, by what rollup_hour says of the dictionary values it names; null when it names
 * none that everything depends on.
 */
export function hoursOf(form: Normal, question: Narrowed, terms: Terms): Hours | null {
	if (form.kind === 'leaf') return leafHours(form, question, terms);
	if (form.kind === 'and') {
		const parts = form.of.map((part) => hoursOf(part, question, terms)).filter((part) => part !== null);
		// what holds in nearly every hour narrows nothing and costs the same to ask
		const narrow = parts.filter((part) => part.count < hoursOfWindow(question) * DENSE_SHARE);
		const asked = narrow.length > 0 ? narrow : parts.toSorted((a, b) => a.events - b.events).slice(0, 1);
		const [only] = asked;
		if (only === undefined) return null;
		return {
			rows:
				asked.length === 1
					? only.rows
					: sql.join(
							asked.map((part) => sql`(${part.rows})`),
							sql` intersect `,
						),
			count: Math.min(...parts.map((part) => part.count)),
			events: Math.min(...parts.map((part) => part.events)),
			held: joinedHeld(parts, 'and'),
		};
	}
	if (form.kind === 'or') {
		const parts = form.of.map((part) => hoursOf(part, question, terms));
		if (parts.some((part) => part === null)) return null;
		const known = parts.filter((part) => part !== null);
		return {
			rows: sql.join(
				known.map((part) => sql`(${part.rows})`),
				sql` union `,
			),
			count: known.reduce((sum, part) => sum + part.count, 0),
			events: known.reduce((sum, part) => sum + part.events, 0),
			held: joinedHeld(known, 'or'),
		};
	}
	return null;
}
