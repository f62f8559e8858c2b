import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { DEFAULT_COLUMNS, parseColumns } from './columns';
import { DEFAULT_RANGE, fixRange, PRESETS, type Preset, type TimeRange } from './range';
import { DEFAULT_SEARCH, formatSearch, parseSearch, type SearchState } from './search';

const wellFormed = (lengthMax: number) =>
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: lengthMax }).filter((text) => text.isWellFormed() && text.length <= lengthMax);
const values = fc.uniqueArray(wellFormed(40), { maxLength: 6 });
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
	q: fc.oneof(fc.constant(''), wellFormed(200)),
	columns: fc.constantFrom(DEFAULT_COLUMNS, parseColumns('time:200,what,app') ?? DEFAULT_COLUMNS),
	collapse: fc.boolean(),
	panel: fc.constantFrom(null, { kind: 'context' as const, of: { zone: 'a,b/c', seq: 3 } }),
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
			q: 'decision:deny,pending -type:token_exchange request:"req:42" latency:>500',
			columns: parseColumns('time,what,app:140') ?? DEFAULT_COLUMNS,
			collapse: true,
			panel: { kind: 'context', of: { zone: 'zn_prod/eu', seq: 7 } },
			selected: { zone: 'zn_prod/eu', seq: 7 },
			range: parse('from=2026-11-21T02:00:00Z&to=2026-11-21T03:00:00.5%2B01:00').state.range,
		};
		expect(formatSearch({ ...state, range: DEFAULT_RANGE })).toBe(
			'zone=zn_prod/eu&q=decision:deny,pending%20-type:token_exchange%20request:%22req:42%22%20latency:%3E500&cols=time,what,app:140&collapse=1&panel=context:zn_prod/eu/7&event=zn_prod/eu/7',
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
		['q=a&q=b', ['q=b']],
		['decision=deny', ['decision=deny']],
		[`zone=${'x'.repeat(300)}`, [`zone=${'x'.repeat(300)}`]],
		[`zone=a,${'x'.repeat(300)}`, [`zone=a,${'x'.repeat(300)}`]],
		[`q=${'x'.repeat(20_001)}`, [`q=${'x'.repeat(20_001)}`]],
		['cols=nothing', ['cols=nothing']],
		['collapse=yes', ['collapse=yes']],
		['panel=context:', ['panel=context:']],
	])('%s falls back and says so', (query, ignored) => {
		const parsed = parse(query);
		expect(parsed.ignored).toEqual(ignored);
		expect(parsed.state.range).toEqual(DEFAULT_RANGE);
	});

	test('no query makes it throw, and what it keeps is stable', () => {
		const key = fc.constantFrom('zone', 'last', 'from', 'to', 'tz', 'q', 'cols', 'collapse', 'panel', 'event', '__proto__');
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
