import { type SQL, sql } from 'drizzle-orm';
import type { Test } from '../../../lib/query/ast';
import { globHolds } from '../../../lib/query/match';
import { patternParts } from '../../../lib/query/test-of';
import { instantOfMicros } from '../../epoch';

/** A pattern of the language as one of LIKE with its default escape. */
export function likeOf(pattern: string): string {
	return patternParts(pattern)
		.map((part) => part.replace(/[\\%_]/g, '\\$&'))
		.join('%');
}

/** Whether a text fulfils a test; a range is none of texts. */
export function valueHolds(test: Test, value: string): boolean {
	switch (test.op) {
		case 'present':
			return true;
		case 'equals':
			return test.value === value;
		case 'matches':
			return globHolds(patternParts(test.pattern), value);
		case 'range':
			return false;
	}
}

/** What a test asks of a text in SQL. */
export function textCondition(test: Test, text: SQL): SQL {
	switch (test.op) {
		case 'present':
			return sql`${text} is not null`;
		case 'equals':
			// no stored text holds U+0000, and Postgres takes no parameter with it
			return test.value.includes('\u0000') ? sql`false` : sql`${text} = ${test.value}`;
		case 'matches':
			return test.pattern.includes('\u0000') ? sql`false` : sql`${text} like ${likeOf(test.pattern)}`;
		case 'range':
			return sql`false`;
	}
}

/** What a range asks of a number or instant in SQL. */
export function rangeCondition(test: Extract<Test, { op: 'range' }>, column: SQL, kind: 'number' | 'instant'): SQL {
	const conditions: SQL[] = [];
	const value = (bound: bigint | number) => (kind === 'instant' ? instantOfMicros(BigInt(bound)) : sql`${String(bound)}::numeric`);
	if (test.min !== null) conditions.push(sql`${column} ${sql.raw(test.min.inclusive ? '>=' : '>')} ${value(test.min.value)}`);
	if (test.max !== null) conditions.push(sql`${column} ${sql.raw(test.max.inclusive ? '<=' : '<')} ${value(test.max.value)}`);
	return conditions.length === 0 ? sql`${column} is not null` : sql`(${sql.join(conditions, sql` and `)})`;
}
