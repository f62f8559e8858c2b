import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { termOf } from '../events/terms';
import { AREAS, areaOf, typesOfAreas } from './areas';
import { compareDecimals } from './decimal';
import { queryEventOf } from './event';
import { FIELDS } from './fields';
import { formatQuery } from './format';
import { globHolds, matches } from './match';
import { namesAsked, resolveNames } from './names';
import { parseQuery } from './parse';
import { patternParts } from './test-of';
import { eventArbitrary, queryArbitrary } from './testing/arbitrary';
import { ALL, EVENTS, eventOf, FIELD_CASES, NOW, WORDS_CASES } from './testing/cases';

/** The events a query finds, by name; places 1, 2, 3, ... */
function found(text: string): string[] {
	const { query, problems } = parseQuery(text, { nowMicros: NOW });
	expect(problems).toEqual([]);
	return Object.entries(EVENTS)
		.filter(([, event], i) => matches(query, queryEventOf(event, i + 1)))
		.map(([name]) => name);
}

describe('every field', () => {
	test.each(FIELD_CASES)('%s', (text, expected) => {
		expect(found(text)).toEqual(expected);
		expect(found(`-(${text})`)).toEqual(ALL.filter((name) => !expected.includes(name)));
	});

	test('none was forgotten', () => {
		for (const { name } of FIELDS)
			expect(
				FIELD_CASES.some(([text]) => text.startsWith(`${name}:`)),
				name,
			).toBe(true);
	});
});

test.each(WORDS_CASES)('free text %j', (text, expected) => {
	expect(found(text)).toEqual(expected);
});

test('values longer than the dictionary keeps are found whole and by their dictionary form, not by what was cut off', () => {
	const long = `resource://${'ż'.repeat(200)}`;
	const event = queryEventOf(eventOf({ metadata: { resource: `${long}1` } }), 1);
	const holds = (value: string, op: 'equals' | 'matches' = 'equals') => {
		const test = op === 'equals' ? ({ op, value } as const) : ({ op, pattern: value } as const);
		return matches({ kind: 'field', field: 'resource', test, span: { from: 0, to: 0 } }, event);
	};
	expect(holds(`${long}1`)).toBe(true);
	expect(holds(`${long}2`)).toBe(false);
	expect(holds(termOf(`${long}1`))).toBe(true);
	expect(holds('resource://ż*', 'matches')).toBe(true);
	expect(holds('*1', 'matches')).toBe(termOf(`${long}1`).endsWith('1'));
});

test('names become the ids known by them, the name itself stays one', () => {
	const parsed = parseQuery('app:billing -workload:night* type:billing app:*', { nowMicros: NOW }).query;
	expect(namesAsked(parsed)).toMatchObject([
		{ field: 'app', test: { op: 'equals', value: 'billing' } },
		{ field: 'workload', test: { op: 'matches', pattern: 'night*' } },
	]);
	const resolved = resolveNames(parsed, ({ field }) => (field === 'app' ? ['app_1', 'billing', 'app_2'] : ['wl_1']));
	const asked = '((app:billing OR app:app_1 OR app:app_2) OR app:*) AND NOT (workload:"night*" OR workload:wl_1) AND type:billing';
	expect(formatQuery(resolved)).toBe(asked);
	expect(formatQuery(resolveNames(parsed, () => []))).toBe(formatQuery(parsed));
});

test('areas: every type is in one, and the types of areas are theirs', () => {
	expect(areaOf('constructor')).toBe('other');
	for (const area of AREAS) {
		const { types, isExcept } = typesOfAreas((each) => each === area);
		for (const type of ['token_exchange', 'console.search', 'policy_activate', 'brand_new', ''])
			expect(types.includes(type) !== isExcept, `${type} in ${area}`).toBe(areaOf(type) === area);
	}
});

test('a query and its negation share the events out between them', () => {
	fc.assert(
		fc.property(queryArbitrary, eventArbitrary, fc.nat(300), (query, event, seq) => {
			const made = queryEventOf(event, seq);
			expect(matches({ kind: 'not', of: query }, made)).toBe(!matches(query, made));
			const text = `-(${formatQuery(query)})`;
			expect(matches(parseQuery(text, { nowMicros: NOW }).query, made)).toBe(!matches(query, made));
		}),
		{ numRuns: 2000 },
	);
});

test('patterns match as regular expressions made of them do', () => {
	const piece = fc.string({ unit: fc.constantFrom(...'ab*\\.%'), maxLength: 8 });
	fc.assert(
		fc.property(piece, fc.string({ unit: fc.constantFrom(...'ab*\\.%'), maxLength: 12 }), (pattern, text) => {
			const parts = patternParts(pattern);
			const expression = new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*')}$`);
			expect(globHolds(parts, text)).toBe(expression.test(text));
		}),
		{ numRuns: 5000 },
	);
});

test('decimals compare as numbers of any length', () => {
	const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(9)).map(([digits, places]) => {
		const size = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
		const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
		return { text: digits < 0n ? `-${text}` : text, scaled: digits * 10n ** BigInt(9 - places) };
	});
	fc.assert(
		fc.property(decimal, decimal, (a, b) => {
			expect(Math.sign(compareDecimals(a.text, b.text))).toBe(a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0);
		}),
	);
	expect(compareDecimals('-0', '0.0')).toBe(0);
	expect(compareDecimals('1.50', '1.5')).toBe(0);
});
