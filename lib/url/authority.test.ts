import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	type AuthorityState,
	authorityHref,
	DEFAULT_AUTHORITY,
	FOCUS_KINDS,
	formatAuthority,
	PLAY_SPEEDS,
	parseAuthority,
	parseRevocation,
	revocationHref,
	SORT_COLUMNS,
} from './authority';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((each) => each.isWellFormed() && each.length <= 200);
const thing = fc.record({ kind: fc.constantFrom('session' as const, 'edge' as const), id: text });
const states: fc.Arbitrary<AuthorityState> = fc.record({
	zone: fc.option(text),
	focus: fc.option(fc.record({ kind: fc.constantFrom(...FOCUS_KINDS), id: text })),
	depth: fc.integer({ min: 1, max: 10 }),
	withPast: fc.boolean(),
	withMany: fc.boolean(),
	fold: fc.constantFrom('none', 'application', 'label'),
	view: fc.constantFrom('graph', 'table'),
	isNewest: fc.boolean(),
	sort: fc.option(
		fc.oneof(
			fc.record({ table: fc.constant('sessions' as const), column: fc.constantFrom(...SORT_COLUMNS.sessions), isDown: fc.boolean() }),
			fc.record({ table: fc.constant('delegations' as const), column: fc.constantFrom(...SORT_COLUMNS.delegations), isDown: fc.boolean() }),
		),
	),
	at: fc.option(fc.bigInt({ min: 0n, max: 4_000_000_000_000_000n })),
	selected: fc.option(fc.record({ kind: fc.constantFrom('session' as const, 'edge' as const, 'group' as const), id: text })),
	panel: fc.oneof(
		fc.constant(null),
		fc.record({ kind: fc.constant('paths' as const), resource: text }),
		fc.record({ kind: fc.constant('impact' as const), of: thing }),
	),
	struck: fc.uniqueArray(thing, { maxLength: 10, selector: ({ kind, id }) => `${kind}:${id}` }),
	timeZone: fc.constantFrom(null, 'UTC', 'Europe/Berlin'),
});
const revocation = fc.record({
	zone: text,
	shownMs: fc.option(fc.nat()),
	speed: fc.constantFrom(...PLAY_SPEEDS),
	isDrawn: fc.boolean(),
	fold: fc.constantFrom('none' as const, 'application' as const, 'label' as const),
	selected: fc.option(fc.record({ kind: fc.constantFrom('session' as const, 'edge' as const, 'group' as const), id: text })),
	timeZone: fc.constantFrom(null, 'UTC'),
});
const parse = (query: string) => parseAuthority(new URLSearchParams(query));

test('every state survives its link, and nothing of it is ignored', () => {
	fc.assert(
		fc.property(states, (state) => {
			expect(parse(formatAuthority(state))).toEqual({ state, ignored: [] });
		}),
		{ numRuns: 400 },
	);
});

test('a link reads well', () => {
	expect(
		authorityHref({
			zone: 'prod-eu',
			focus: { kind: 'session', id: 'ses_1' },
			depth: 3,
			panel: { kind: 'paths', resource: 'resource://pay' },
		}),
	).toBe('/authority?zone=prod-eu&focus=session:ses_1&depth=3&panel=paths:resource://pay');
	expect(authorityHref()).toBe('/authority');
});

test.each([
	'focus=ses_1',
	'focus=planet:x',
	'focus=session:',
	'depth=0',
	'depth=99',
	'fold=colour',
	'view=pie',
	'newest=yes',
	'sort=sessions.colour',
	'sort=-x',
	'sort=sessions.state.x',
	'at=yesterday',
	'selected=resource:x',
	'panel=impact:resource:x',
	'strike=ses_1',
	'tz=Mars/Olympus',
	'q=a',
])('%s falls back and says so', (query) => {
	expect(parse(query)).toEqual({ state: DEFAULT_AUTHORITY, ignored: [query] });
});

test('no query makes it throw, and what it keeps is stable', () => {
	const key = fc.constantFrom('zone', 'focus', 'depth', 'past', 'fold', 'view', 'at', 'selected', 'panel', 'strike', 'tz', '__proto__');
	fc.assert(
		fc.property(fc.array(fc.tuple(key, fc.string())), (pairs) => {
			const { state } = parseAuthority(pairs);
			expect(parse(formatAuthority(state)).state).toEqual(state);
		}),
	);
});

test('the address of a revocation comes back, and says what it did not understand', () => {
	fc.assert(
		fc.property(revocation, (state) => {
			const url = new URL(revocationHref(state.zone, 7, state), 'http://here.invalid');
			expect(parseRevocation(url.searchParams)).toEqual({ state, ignored: [] });
		}),
	);
	const query = 't=-1&zone=a&q=b&speed=3&fold=none&graph=1&selected=app:x&zone=second';
	const { state, ignored } = parseRevocation(new URLSearchParams(query));
	expect([state.zone, ignored]).toEqual(['a', ['t=-1', 'q=b', 'speed=3', 'fold=none', 'graph=1', 'selected=app:x', 'zone=second']]);
});
