import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionAt, fieldsNamed, rankValues, takeExcluded, takeField, takeValue } from './complete';
import { highlight } from './highlight';
import { parseQuery } from './parse';
import { queryTextArbitrary } from './testing/arbitrary';

/** The completion where `|` stands. */
function at(marked: string) {
	const caret = marked.indexOf('|');
	return completionAt(marked.replace('|', ''), caret);
}

describe('what is completed', () => {
	test.each([
		['|', '', 0, 0],
		['decision:deny |', '', 14, 14],
		['de|', 'de', 0, 2],
		['d|e', 'd', 0, 2],
		['-re|', 're', 1, 3],
		['(la|', 'la', 1, 3],
		['deci|sion:deny', 'deci', 0, 8],
		['a |b', '', 2, 3],
	])('%j: a field', (marked, typed, from, to) => {
		expect(at(marked)).toMatchObject({ kind: 'field', typed, span: { from, to } });
	});

	test.each([
		['reason:|', 'reason', '', 7, 7, []],
		['reason:no|_rule', 'reason', 'no', 7, 14, []],
		['outcome:|', 'decision', '', 8, 8, []],
		['-app:a,b|,c', 'app', 'b', 7, 8, ['a', 'c']],
		['app:"b c|', 'app', 'b c', 4, 8, []],
		['app:a\\"b|', 'app', 'a"b', 4, 8, []],
		['(app:|)', 'app', '', 5, 5, []],
		['app:a,|', 'app', '', 6, 6, ['a']],
	])('%j: a value of %s', (marked, field, typed, from, to, taken) => {
		expect(at(marked)).toMatchObject({ kind: 'value', key: { field }, typed, span: { from, to }, taken });
	});

	test('a value under a path', () => {
		expect(at('meta.a."b.c":x|')).toMatchObject({ kind: 'value', key: { path: ['a', 'b.c'] }, typed: 'x' });
	});

	test.each(['"mfa re|', 'http://f|', 'desicion:x|', 'AND|', 'crm%|'])('%j: nothing', (marked) => {
		expect(at(marked)).toEqual({ kind: 'nothing' });
	});

	test('never fails, wherever the caret stands', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'()"\\-*,: .aAND app:meta.'), maxLength: 30 }), fc.nat(30), (text, caret) => {
				const found = completionAt(text, Math.min(caret, text.length));
				if (found.kind === 'nothing') return;
				expect(found.span.from).toBeLessThanOrEqual(Math.min(caret, text.length));
				expect(found.span.to).toBeGreaterThanOrEqual(Math.min(caret, text.length));
			}),
			{ numRuns: 3000 },
		);
	});
});

test('fields are found by name, then by another spelling, then by what is near', () => {
	expect(fieldsNamed('re').map(({ name }) => name)).toEqual(['reason', 'request', 'resource', 'scope']);
	expect(fieldsNamed('policy_v').map(({ name }) => name)).toEqual(['policy-version']);
	expect(fieldsNamed('latnecy').map(({ name }) => name)).toEqual(['latency']);
	expect(fieldsNamed('zzz')).toEqual([]);
});

test('taking a field leaves the caret where its value goes', () => {
	const first = at('a de|');
	expect(first.kind === 'field' && takeField('a de', first, 'decision')).toEqual({ text: 'a decision:', caret: 11 });
	const second = at('de|:x b');
	expect(second.kind === 'field' && takeField('de:x b', second, 'decision')).toEqual({ text: 'decision:x b', caret: 9 });
});

test('taking a value quotes it and leaves the rest as it stands', () => {
	const take = (marked: string, value: string) => {
		const found = at(marked);
		if (found.kind !== 'value') throw new Error(`no value at ${marked}`);
		return takeValue(marked.replace('|', ''), found, value);
	};
	expect(take('scope:|', 'crm:read')).toEqual({ text: 'scope:"crm:read" ', caret: 17 });
	expect(take('app:a,b| x', 'billing')).toEqual({ text: 'app:a,billing x', caret: 13 });
	expect(take('app:"b c|', 'b c d')).toEqual({ text: 'app:"b c d" ', caret: 12 });
	expect(take('latency:|', '>500')).toEqual({ text: 'latency:>500 ', caret: 13 });
	expect(take('app:|', '*')).toEqual({ text: 'app:* ', caret: 6 });
});

test.each([
	['app:b|', '-app:x ', 7],
	['a (app:"b c|" d)', 'a (-app:x d)', 9],
	['-app:b|', '-app:x ', 7],
	['NOT app:b|', 'NOT app:x ', 10],
])('a value left out at %j', (marked, text, caret) => {
	const found = at(marked);
	expect(found.kind === 'value' && takeExcluded(marked.replace('|', ''), found, 'x')).toEqual({ text, caret });
});

test('values: those that begin so, then words that do, then those that hold it, each by their events', () => {
	const values = [
		{ value: 'rule_no', events: 900 },
		{ value: 'no_rule_matched', events: 10 },
		{ value: 'none', events: 20 },
		{ value: 'unknown', events: 5 },
		{ value: 'app_7', name: 'Nora', events: 1 },
		{ value: 'other', events: 99 },
	];
	expect(rankValues(values, 'no').map(({ value }) => value)).toEqual(['none', 'no_rule_matched', 'app_7', 'rule_no', 'unknown']);
	expect(rankValues(values, '', ['other', 'rule_no']).map(({ value }) => value)).toEqual(['none', 'no_rule_matched', 'unknown', 'app_7']);
	expect(rankValues(values, 'no*', ['none'])[0]?.value).toBe('no_rule_matched');
});

describe('colours', () => {
	test('each sign as what it is', () => {
		const text = '-app:a*,"b c" OR (x) foo:1';
		const kinds = highlight(text).map(({ from, to, kind }) => [text.slice(from, to), kind]);
		expect(kinds.filter(([, kind]) => kind !== 'plain')).toEqual([
			['-', 'minus'],
			['app:', 'name'],
			['a', 'value'],
			['*', 'star'],
			[',', 'operator'],
			['"b c"', 'value'],
			['OR', 'operator'],
			['(', 'bracket'],
			['x', 'words'],
			[')', 'bracket'],
			['foo:', 'unknown'],
			['1', 'value'],
		]);
	});

	test('cover the text without gaps, problems exactly where they are', () => {
		fc.assert(
			fc.property(
				fc.oneof(queryTextArbitrary, fc.string({ unit: fc.constantFrom(...'()"\\-*,: .aAND app:meta.x:'), maxLength: 40 })),
				(text) => {
					const { problems } = parseQuery(text, { nowMicros: 0n });
					const marks = highlight(text, problems);
					expect(marks.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
					for (const mark of marks) {
						expect(mark.to).toBeGreaterThan(mark.from);
						for (let i = mark.from; i < mark.to; i++)
							expect(mark.problem !== null).toBe(problems.some(({ span }) => span.from <= i && i < span.to));
					}
				},
			),
			{ numRuns: 2000 },
		);
	});
});
