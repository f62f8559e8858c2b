import fc from 'fast-check';
import { AREAS } from '../areas';
import type { Query, Test } from '../ast';
import { FIELD_NAMES, type FieldName, field } from '../fields';
import { formatQuery } from '../format';
import { patternOf } from '../test-of';
import { DECISIONS, KEYS, TIME, TYPES, valueArbitrary, ZONES } from './values';

export { eventArbitrary } from './arbitrary-event';
export { TIME, ZONES } from './values';

/** Trees have no text until formatQuery gives them one. */
const span = { from: 0, to: 0 } as const;

/** A piece of a value, as somebody types who remembers only a part. */
const piece = fc
	.tuple(valueArbitrary, fc.nat(12), fc.integer({ min: 1, max: 8 }))
	.map(([value, from, length]) => value.slice(Math.min(from, value.length - 1)).slice(0, length))
	.filter((text) => text.isWellFormed());

function pattern(whole: fc.Arbitrary<string>): fc.Arbitrary<string> {
	const begin = whole.map((value) => [value.slice(0, 3), '']);
	const end = whole.map((value) => ['', value.slice(-3)]);
	const inside = fc.array(piece, { minLength: 1, maxLength: 3 }).map((parts) => ['', ...parts, '']);
	const around = fc.tuple(whole, fc.nat(6)).map(([value, at]) => [value.slice(0, at), value.slice(at + 1)]);
	return fc
		.oneof(begin, end, inside, around)
		.filter((parts) => parts.some((part) => part !== '') && parts.every((part) => part.isWellFormed()))
		.map(patternOf);
}

function textTest(value: fc.Arbitrary<string>): fc.Arbitrary<Test> {
	return fc.oneof(
		{ weight: 6, arbitrary: value.map((text): Test => ({ op: 'equals', value: text })) },
		{ weight: 3, arbitrary: pattern(value).map((text): Test => ({ op: 'matches', pattern: text })) },
		{ weight: 1, arbitrary: fc.constant<Test>({ op: 'present' }) },
	);
}

/** Ranges as the language can write them, never impossible. */
function rangeTest(value: fc.Arbitrary<number>): fc.Arbitrary<Test> {
	return fc.tuple(value, value, fc.boolean(), fc.constantFrom('from', 'to', 'between', 'equal')).map(([a, b, inclusive, form]): Test => {
		const [low, high] = [Math.min(a, b), Math.max(a, b)];
		const bound = { value: low, inclusive };
		if (form === 'from') return { op: 'range', min: bound, max: null };
		if (form === 'to') return { op: 'range', min: null, max: bound };
		const ends = { min: { value: low, inclusive: true }, max: { value: form === 'equal' ? low : high, inclusive: true } };
		return { op: 'range', ...ends };
	});
}

const present = fc.constant<Test>({ op: 'present' });
const anyNumber = fc.constantFrom(0, 1, 1.5, 5, 31, 499, 500, 500.5, -7, 1000, 2147483648, 0.000001);
const instant = fc.bigInt({ min: TIME.from - 3_600_000_000n, max: TIME.to + 3_600_000_000n });

/** Values a field is likely to hold, besides the common ones. */
const OWN: Readonly<Partial<Record<FieldName, fc.Arbitrary<string>>>> = {
	zone: fc.constantFrom(...ZONES, 'nowhere'),
	type: fc.oneof(fc.constantFrom(...TYPES), valueArbitrary).filter((value) => value !== ''),
	decision: fc.constantFrom(...DECISIONS, 'none', 'never').filter((value) => value !== ''),
	id: fc.constantFrom('ev_', 'EV%', 'ev\\').chain((begin) => fc.constantFrom(begin, `${begin}0`, `${begin}a`)),
};

function testOf(name: FieldName): fc.Arbitrary<Test> {
	if (name === 'area') {
		const known = fc.constantFrom(...AREAS).map((value): Test => ({ op: 'equals', value }));
		return fc.oneof(
			known,
			fc.constantFrom('*s', 'c*', '*o*').map((text): Test => ({ op: 'matches', pattern: text })),
			present,
		);
	}
	if (name === 'since') return instant.map((value): Test => ({ op: 'range', min: { value, inclusive: true }, max: null }));
	if (name === 'until') return instant.map((value): Test => ({ op: 'range', min: null, max: { value, inclusive: false } }));
	if (field(name).kind === 'text') return textTest(OWN[name] ?? valueArbitrary);
	const value =
		name === 'latency' ? fc.oneof(fc.nat(1000), fc.constantFrom(-1, 0.5, 500.5, 3_000_000_000)) : fc.nat(name === 'seq' ? 300 : 600);
	return fc.oneof({ weight: 6, arbitrary: rangeTest(value) }, { weight: 1, arbitrary: present });
}

const fieldLeaf = fc
	.constantFrom(...FIELD_NAMES)
	.chain((name) => testOf(name).map((test): Query => ({ kind: 'field', field: name, test, span })));

const openKeys = KEYS.filter((key) => key !== 'token');
const path = fc.oneof(
	fc.array(fc.constantFrom(...openKeys), { minLength: 1, maxLength: 3 }),
	fc.constantFrom(['application_id'], ['delegation_chain', 'application_id'], ['agent_labels'], ['upstream_status'], ['latency_ms']),
);
const metadataLeaf = fc
	.tuple(path, fc.oneof({ weight: 3, arbitrary: textTest(valueArbitrary) }, { weight: 1, arbitrary: rangeTest(anyNumber) }))
	.map(([keys, test]): Query => ({ kind: 'metadata', path: keys, test, span }));

/** What the parser leaves of free text: letters or digits at the ends that have no star. */
function trimmed(text: string, starBefore: boolean, starAfter: boolean): string {
	const begun = starBefore ? text : text.replace(/^[^A-Za-z0-9_\u0080-\uffff]+/, '');
	return starAfter ? begun : begun.replace(/[^A-Za-z0-9_\u0080-\uffff]+$/, '');
}
const wordsLeaf = fc
	.tuple(fc.oneof(valueArbitrary, piece, fc.constantFrom(...KEYS, ...TYPES)), fc.boolean(), fc.boolean())
	.map(
		([text, starBefore, starAfter]): Query => ({ kind: 'words', text: trimmed(text, starBefore, starAfter), starBefore, starAfter, span }),
	)
	.filter((leaf) => leaf.kind === 'words' && /[A-Za-z0-9_\u0080-\uffff]/.test(leaf.text));

export const leafArbitrary: fc.Arbitrary<Query> = fc.oneof(
	{ weight: 6, arbitrary: fieldLeaf },
	{ weight: 2, arbitrary: metadataLeaf },
	{ weight: 2, arbitrary: wordsLeaf },
);

/** Trees as the parser makes them: no AND in an AND, no OR in an OR, at least two parts in each. */
export const queryArbitrary: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => {
	const parts = (kind: 'and' | 'or') =>
		fc
			.array(tie('query'), { minLength: 2, maxLength: 4 })
			.map((of): Query => ({ kind, of: of.flatMap((part) => (part.kind === kind ? part.of : [part])) }));
	return {
		query: fc.oneof(
			{ maxDepth: 3, depthSize: 'small' },
			{ weight: 5, arbitrary: leafArbitrary },
			{ weight: 2, arbitrary: parts('and') },
			{ weight: 2, arbitrary: parts('or') },
			{ weight: 2, arbitrary: tie('query').map((of): Query => ({ kind: 'not', of })) },
		),
	};
}).query;

/** Texts that parse without problems. */
export const queryTextArbitrary: fc.Arbitrary<string> = queryArbitrary.map(formatQuery);
