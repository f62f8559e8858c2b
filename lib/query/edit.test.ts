import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	addFilter,
	excludeFilter,
	type FilterKey,
	filterState,
	formatTerm,
	removeField,
	removeFilter,
	removeWindow,
	replaceFilter,
	toggleFilter,
} from './edit';
import { formatQuery } from './format';
import { parseQuery } from './parse';
import { queryTextArbitrary } from './testing/arbitrary';
import { valueArbitrary } from './testing/values';

const APP: FilterKey = { field: 'app' };
const NOTE: FilterKey = { path: ['a.b', 'note'] };
const context = { nowMicros: 1_795_262_400_000_000n };
const meaning = (text: string) => {
	const { query, problems } = parseQuery(text, context);
	return problems.length > 0 ? problems : formatQuery(query);
};

describe('adding', () => {
	test.each([
		['', 'app:x'],
		['decision:deny', 'decision:deny app:x'],
		['decision:deny   ', 'decision:deny app:x'],
		['app:a decision:deny', 'app:a,x decision:deny'],
		['Application:a decision:deny', 'Application:a,x decision:deny'],
		['app:x  since:15m', 'app:x  since:15m'],
		['-app:x', 'app:x'],
		['-app:x,y a', '-app:y a app:x'],
		['NOT app:x a', 'a app:x'],
		['a OR b', '(a OR b) app:x'],
		['(app:a OR b)', '(app:a OR b) app:x'],
		['app:a*', 'app:a*,x'],
		['app:', 'app:x'],
		['a AND app:b', 'a AND app:b,x'],
		['"open', '"open app:x'],
	])('to %j gives %j', (text, expected) => {
		expect(addFilter(text, APP, 'x')).toBe(expected);
	});
});

describe('leaving out', () => {
	test.each([
		['', '-app:x'],
		['app:x', '-app:x'],
		['app:a,x since:1h', 'app:a since:1h -app:x'],
		['-app:a', '-app:a,x'],
		['NOT app:a', 'NOT app:a,x'],
		['-app:x', '-app:x'],
		['a OR app:x', '(a OR app:x) -app:x'],
	])('of %j gives %j', (text, expected) => {
		expect(excludeFilter(text, APP, 'x')).toBe(expected);
	});
});

describe('removing', () => {
	test.each([
		['app:x', ''],
		['a app:x b', 'a b'],
		['a  app:x  b', 'a  b'],
		['app:x b', 'b'],
		['a AND app:x AND b', 'a AND b'],
		['app:x AND b', 'b'],
		['a AND NOT app:x', 'a'],
		['app:x,y,x', 'app:y'],
		['app:"x" app:y -app:x', 'app:y'],
		['(a)app:x(b)', '(a)(b)'],
		['(app:x) a', '(app:x) a'],
		['a OR app:x', 'a OR app:x'],
	])('from %j gives %j', (text, expected) => {
		expect(removeFilter(text, APP, 'x')).toBe(expected);
	});

	test('a whole field, or the window', () => {
		expect(removeField('app:a b -app:c,d AND NOT app:*', APP)).toBe('b');
		expect(removeWindow('since:15m decision:deny until:now')).toBe('decision:deny');
		expect(replaceFilter('app:a b -app:c', APP, ['x', 'y z'])).toBe('b app:x,"y z"');
	});
});

test('values are quoted where they would mean something else', () => {
	expect(formatTerm(APP, 'billing')).toBe('app:billing');
	expect(formatTerm({ field: 'scope' }, 'crm:read', true)).toBe('-scope:"crm:read"');
	expect(formatTerm(NOTE, 'a*"\\')).toBe('meta."a.b".note:"a\\*\\"\\\\"');
	fc.assert(
		fc.property(valueArbitrary, (value) => {
			const { query, problems } = parseQuery(formatTerm(NOTE, value), context);
			expect(problems).toEqual([]);
			expect(query).toMatchObject({ kind: 'metadata', path: ['a.b', 'note'], test: { op: 'equals', value } });
		}),
	);
});

test('the state tells what is included, what is left out, and whether that is all', () => {
	expect(filterState('app:a,"b c" -app:d decision:deny', APP)).toEqual({ included: ['a', 'b c'], excluded: ['d'], isMore: false });
	expect(filterState('app:a*', APP)).toEqual({ included: [], excluded: [], isMore: true });
	expect(filterState('app:a OR b', APP)).toEqual({ included: [], excluded: [], isMore: true });
	expect(filterState('(app:a)', APP).isMore).toBe(true);
});

describe('whatever the query is', () => {
	const key = fc.constantFrom(APP, NOTE, { field: 'label' } as const);

	test('an added value is included, a left out one is not, a removed one is neither', () => {
		fc.assert(
			fc.property(queryTextArbitrary, key, valueArbitrary, (text, about, value) => {
				const added = addFilter(text, about, value);
				expect(parseQuery(added, context).problems).toEqual([]);
				expect(filterState(added, about).included).toContain(value);
				expect(filterState(added, about).excluded).not.toContain(value);
				const excluded = excludeFilter(added, about, value);
				expect(parseQuery(excluded, context).problems).toEqual([]);
				expect(filterState(excluded, about).included).not.toContain(value);
				expect(filterState(excluded, about).excluded).toContain(value);
				const removed = removeFilter(excluded, about, value);
				expect(parseQuery(removed, context).problems).toEqual([]);
				const left = filterState(removed, about);
				expect([...left.included, ...left.excluded]).not.toContain(value);
			}),
			{ numRuns: 1000 },
		);
	});

	test('a value taken in and out again leaves what was meant before', () => {
		fc.assert(
			fc.property(queryTextArbitrary, key, valueArbitrary, fc.constantFrom('include', 'exclude'), (text, about, value, mode) => {
				const { included, excluded } = filterState(text, about);
				fc.pre(!included.includes(value) && !excluded.includes(value));
				const there = toggleFilter(text, about, value, mode);
				expect(meaning(there)).not.toEqual(meaning(text));
				expect(meaning(toggleFilter(there, about, value, mode))).toEqual(meaning(text));
			}),
			{ numRuns: 1000 },
		);
	});

	test('a broken text is changed without a failure', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'()"\\-*,: aAND app:x'), maxLength: 30 }), (text) => {
				for (const edit of [addFilter, excludeFilter, removeFilter]) expect(typeof edit(text, APP, 'x')).toBe('string');
				expect(typeof removeField(text, APP)).toBe('string');
			}),
			{ numRuns: 2000 },
		);
	});
});
