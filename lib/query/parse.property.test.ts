import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Query } from './ast';
import { formatQuery } from './format';
import { parseQuery } from './parse';
import { scan } from './scan';
import { queryArbitrary, queryTextArbitrary } from './testing/arbitrary';

const context = { nowMicros: 1_795_262_400_000_000n };

/** The tree without spans, to compare. */
function bare(query: Query): unknown {
	if (query.kind === 'and' || query.kind === 'or') return { ...query, of: query.of.map(bare) };
	if (query.kind === 'not') return { ...query, of: bare(query.of) };
	if (!('span' in query)) return query;
	const { span, ...rest } = query;
	return rest;
}

/** Texts made of the language's own signs, nested, cut and joined at random. */
const signs = fc.constantFrom(
	...[
		'(',
		')',
		'"',
		'\\',
		'-',
		'*',
		',',
		':',
		' ',
		'\t',
		'\n',
		'AND',
		'OR',
		'NOT',
		'app:',
		'meta.',
		'meta.a.',
		'latency:',
		'since:',
		'>',
		'<=',
	],
	...[
		'..',
		'5',
		'15m',
		'a',
		'zone:prod',
		'desicion:',
		'%',
		'_',
		'.*',
		'[a-z]+',
		'😀',
		'\ud800',
		'\u0000',
		'“',
		'constructor:',
		'__proto__:',
	],
);
const hostile = fc.oneof(
	fc.array(signs, { maxLength: 40 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 60 }),
	queryTextArbitrary.chain((text) => fc.nat(text.length).map((at) => text.slice(0, at))),
);

describe('whatever is typed', () => {
	test('parses, with positions inside the text and in its order', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				const { query, problems } = parseQuery(text, context);
				const visit = (part: Query): void => {
					if (part.kind === 'and' || part.kind === 'or') part.of.forEach(visit);
					else if (part.kind === 'not') visit(part.of);
					else if ('span' in part) {
						expect(part.span.from).toBeGreaterThanOrEqual(0);
						expect(part.span.to).toBeGreaterThan(part.span.from);
						expect(part.span.to).toBeLessThanOrEqual(text.length);
					}
				};
				visit(query);
				let last = 0;
				for (const { span, message, suggestion } of problems) {
					expect(span.from).toBeGreaterThanOrEqual(last);
					expect(span.to).toBeGreaterThan(span.from);
					expect(span.to).toBeLessThanOrEqual(text.length);
					expect(message).not.toBe('');
					expect(suggestion).not.toBe(text);
					last = span.from;
				}
			}),
			{ numRuns: 5000 },
		);
	});

	test('is cut into tokens in order that do not overlap and leave out only blanks', () => {
		fc.assert(
			fc.property(hostile, (text) => {
				let last = 0;
				for (const { span } of scan(text).tokens) {
					expect(text.slice(last, span.from).trim()).toBe('');
					expect(span.to).toBeGreaterThan(span.from);
					last = span.to;
				}
				expect(text.slice(last).trim()).toBe('');
			}),
			{ numRuns: 2000 },
		);
	});

	test('a suggestion taken mends what it was made for, and in the end everything or all that has one', () => {
		fc.assert(
			fc.property(hostile, (typed) => {
				let text = typed;
				for (let i = 0; i < 100; i++) {
					const fix = parseQuery(text, context).problems.find(({ suggestion }) => suggestion !== null)?.suggestion;
					if (fix === undefined || fix === null) return;
					text = fix;
				}
				throw new Error(`suggestions never end: ${JSON.stringify(typed)} -> ${JSON.stringify(text)}`);
			}),
			{ numRuns: 2000 },
		);
	});
});

test('a tree written as text and read again is the same tree', () => {
	fc.assert(
		fc.property(queryArbitrary, (query) => {
			const { query: again, problems } = parseQuery(formatQuery(query), context);
			expect(problems).toEqual([]);
			expect(bare(again)).toEqual(bare(query));
		}),
		{ numRuns: 3000 },
	);
});

test('a text read, written and read again is the same tree', () => {
	fc.assert(
		fc.property(hostile, (text) => {
			const first = parseQuery(text, context);
			fc.pre(first.problems.length === 0);
			const second = parseQuery(formatQuery(first.query), context);
			expect(second.problems).toEqual([]);
			expect(bare(second.query)).toEqual(bare(first.query));
		}),
		{ numRuns: 2000 },
	);
});
