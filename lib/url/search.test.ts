import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { DEFAULT_RANGE, fixRange, PRESETS, type Preset, type TimeRange } from './range';
import { DEFAULT_SEARCH, formatSearch, parseSearch, type SearchState } from './search';

const wellFormed = (lengthMax: number) =>
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: lengthMax }).filter((text) => text.isWellFormed() && text.length <= lengthMax);
const values = fc.uniqueArray(wellFormed(40), { maxLength: 6 });
const filter = fc.tuple(values, values).map(([only, not]) => ({ only, not: not.filter((value) => !only.includes(value)) }));
const instant = fc.bigInt({ min: INSTANT_MIN, max: INSTANT_MAX });
const range: fc.Arbitrary<TimeRange> = fc.oneof(
	fc.constantFrom(...(Object.keys(PRESETS) as Preset[])).map((preset) => ({ kind: 'last' as const, preset })),
	fc.constant({ kind: 'all' as const }),
	fc
		.tuple(fc.option(instant), fc.option(instant))
		.filter(([a, b]) => (a !== null || b !== null) && a !== b)
		.map(([a, b]) => ({
			kind: 'between' as const,
			from: a !== null && b !== null && a > b ? b : a,
			to: a !== null && b !== null && a > b ? a : b,
		})),
);
const states: fc.Arbitrary<SearchState> = fc.record({
	zones: values,
	range,
	timeZone: fc.constantFrom(null, 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'),
	decisions: filter,
	types: filter,
	requestId: fc.option(wellFormed(200)),
	eventId: fc.option(wellFormed(200)),
	selected: fc.option(fc.record({ zone: wellFormed(60), seq: fc.integer({ min: 1, max: 9_999_999_999_999 }) })),
});

const parse = (query: string) => parseSearch(new URLSearchParams(query));

describe('the address of /search', () => {
	test('every state survives its link, and nothing of it is ignored', () => {
		fc.assert(
			fc.property(states, (state) => {
				expect(parse(formatSearch(state))).toEqual({ state, ignored: [] });
			}),
			{ numRuns: 500 },
		);
	});

	test('a default state is an empty query', () => {
		expect(formatSearch(DEFAULT_SEARCH)).toBe('');
		expect(parse('')).toEqual({ state: DEFAULT_SEARCH, ignored: [] });
		expect(parse('last=24h').ignored).toEqual([]);
	});

	test('a link reads well', () => {
		const state: SearchState = {
			...DEFAULT_SEARCH,
			zones: ['zn_prod/eu'],
			decisions: { only: ['deny', 'pending'], not: [] },
			types: { only: [], not: ['token_exchange'] },
			requestId: 'req:42',
			selected: { zone: 'zn_prod/eu', seq: 7 },
			range: parse('from=2026-11-21T02:00:00Z&to=2026-11-21T03:00:00.5%2B01:00').state.range,
		};
		expect(formatSearch({ ...state, range: DEFAULT_RANGE })).toBe(
			'zone=zn_prod/eu&decision=deny,pending&type_not=token_exchange&request=req:42&event=zn_prod/eu/7',
		);
		expect(
			formatSearch({ ...DEFAULT_SEARCH, range: parse('from=2026-11-21T02:00:00Z&to=2026-11-21T04:00:00.5%2B01:00').state.range }),
		).toBe('from=2026-11-21T02:00:00Z&to=2026-11-21T03:00:00.5Z');
	});

	test.each([
		['last=1y', ['last=1y']],
		['from=yesterday', ['from=yesterday']],
		['from=2026-11-21T03:00:00Z&to=2026-11-21T02:00:00Z', ['from=2026-11-21T03:00:00Z', 'to=2026-11-21T02:00:00Z']],
		['tz=Mars/Olympus', ['tz=Mars/Olympus']],
		['event=zn_demo', ['event=zn_demo']],
		['event=zn_demo/0', ['event=zn_demo/0']],
		['sort=asc', ['sort=asc']],
		['decision=deny&decision=allow', ['decision=allow']],
		['decision=deny&decision_not=deny', ['decision_not=deny']],
		[`type=${'x'.repeat(300)}`, [`type=${'x'.repeat(300)}`]],
		[`type=a,${'x'.repeat(300)}`, [`type=a,${'x'.repeat(300)}`]],
		['request=', ['request=']],
	])('%s falls back and says so', (query, ignored) => {
		const parsed = parse(query);
		expect(parsed.ignored).toEqual(ignored);
		expect(parsed.state.range).toEqual(DEFAULT_RANGE);
	});

	test('no query makes it throw, and what it keeps is stable', () => {
		const key = fc.constantFrom('zone', 'last', 'from', 'to', 'tz', 'decision', 'type_not', 'request', 'event', '__proto__');
		fc.assert(
			fc.property(fc.array(fc.tuple(key, fc.string())), (pairs) => {
				const { state } = parseSearch(pairs);
				expect(parse(formatSearch(state)).state).toEqual(state);
			}),
		);
	});
});

describe('a range seen from now', () => {
	test('what is relative ends at now, what is absolute stays', () => {
		expect(fixRange({ kind: 'last', preset: '1h' }, 10_000_000_000n)).toEqual({ from: 6_400_000_000n, to: 10_000_000_000n });
		expect(fixRange({ kind: 'all' }, 5n)).toEqual({ from: null, to: null });
		expect(fixRange({ kind: 'between', from: 1n, to: null }, 5n)).toEqual({ from: 1n, to: null });
	});
});
