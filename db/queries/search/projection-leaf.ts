import { type SQL, sql } from 'drizzle-orm';
import type { FieldLeaf, Test } from '../../../lib/query/ast';
import { integers } from '../reader';
import { type Narrowed, zonesOf } from './question';
import { type TermColumn, type Terms, termColumnOf } from './terms';
import { rangeCondition } from './text-test';

/** The column of a row `s` that holds a value's number. */
export const TERM_COLUMNS_OF_ROW: Readonly<Record<Exclude<TermColumn, 'label'>, SQL>> = {
	decision: sql`s.decision_no`,
	eventType: sql`s.event_type_no`,
	reason: sql`s.reason_no`,
	application: sql`s.application_no`,
	resource: sql`s.resource_no`,
	policyVersion: sql`s.policy_version_no`,
	host: sql`s.host_no`,
};

function either(parts: readonly (SQL | null)[], none: SQL): SQL {
	const given = parts.filter((part) => part !== null);
	return given.length === 0 ? none : given.length === 1 ? (given[0] ?? none) : sql`(${sql.join(given, sql` or `)})`;
}

function termCondition(
	column: TermColumn,
	terms: { readonly termNos: readonly number[]; readonly isExcept: boolean; readonly withAbsent: boolean },
	negated: boolean,
): SQL {
	const nos = integers(terms.termNos);
	const isSome = terms.termNos.length > 0;
	if (column === 'label') {
		// a label among many: "any but these" is asked of presence alone
		if (terms.isExcept) return negated ? sql`s.label_nos is null` : sql`s.label_nos is not null`;
		if (!isSome) return negated ? sql`true` : sql`false`;
		return negated ? sql`(s.label_nos is null or not s.label_nos && ${nos})` : sql`s.label_nos && ${nos}`;
	}
	const name = TERM_COLUMNS_OF_ROW[column];
	const keepsNamed = terms.isExcept === negated;
	const keepsAbsent = terms.withAbsent !== negated;
	if (keepsNamed) return either([isSome ? sql`${name} = any(${nos})` : null, keepsAbsent ? sql`${name} is null` : null], sql`false`);
	if (keepsAbsent) return isSome ? sql`(${name} is null or ${name} <> all(${nos}))` : sql`true`;
	return isSome ? sql`${name} <> all(${nos})` : sql`${name} is not null`;
}

const INTEGER_MAX = 2_147_483_647;

/** A range of whole numbers, with its ends as integers: a column compared with a fraction would be turned into one, row by row. */
function wholeCondition(test: Test, column: SQL, type: 'integer' | 'bigint', negated: boolean): SQL {
	if (test.op !== 'range') {
		const isPresent = test.op === 'present' ? !negated : negated;
		return test.op === 'present' ? (isPresent ? sql`${column} is not null` : sql`${column} is null`) : sql.raw(String(negated));
	}
	const most = type === 'integer' ? INTEGER_MAX : Number.MAX_SAFE_INTEGER;
	const min =
		test.min === null
			? -most
			: Math.ceil(Number(test.min.value)) + (test.min.inclusive || !Number.isInteger(Number(test.min.value)) ? 0 : 1);
	const max =
		test.max === null
			? most
			: Math.floor(Number(test.max.value)) - (test.max.inclusive || !Number.isInteger(Number(test.max.value)) ? 0 : 1);
	if (min > max || min > most || max < -most) return sql.raw(String(negated));
	const cast = sql.raw(`::${type}`);
	const [low, high] = [Math.max(min, -most), Math.min(max, most)].map((end) => sql`${String(end)}${cast}`);
	return negated ? sql`(${column} is null or ${column} not between ${low} and ${high})` : sql`${column} between ${low} and ${high}`;
}

/** What a leaf asks of a row `s` of the projection, or null when only the ledger knows. */
export function projectionLeaf(leaf: FieldLeaf, negated: boolean, question: Narrowed, terms: Terms): SQL | null {
	const column = termColumnOf(leaf);
	if (column !== null) {
		const known = terms.get(leaf);
		if (known === undefined) throw new Error(`the terms of ${leaf.field} were not looked up`);
		return termCondition(column, known, negated);
	}
	switch (leaf.field) {
		case 'zone':
			return sql`s.zone_no = any(${integers(zonesOf(question.zones, leaf, negated).map((zone) => zone.zoneNo))})`;
		case 'latency':
			return wholeCondition(leaf.test, sql`s.latency_ms`, 'integer', negated);
		case 'seq':
			return wholeCondition(leaf.test, sql`s.chain_seq`, 'bigint', negated);
		case 'since':
		case 'until': {
			if (leaf.test.op !== 'range') return sql.raw(String((leaf.test.op === 'present') !== negated));
			const inside = rangeCondition(leaf.test, sql`s.occurred_at`, 'instant');
			return negated ? sql`not ${inside}` : inside;
		}
		case 'request':
			// the key is there exactly when the event has a request ID
			if (leaf.test.op === 'present') return negated ? sql`s.request_key is null` : sql`s.request_key is not null`;
			return null;
		default:
			return null;
	}
}
