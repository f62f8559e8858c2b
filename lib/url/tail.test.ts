import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INSTANT_MAX, INSTANT_MIN } from '../time-bounds';
import { parseColumns } from './columns';
import { formatPlace } from './place';
import { DEFAULT_TAIL, formatTail, parseTail, TAIL_COLUMNS, type TailState, tailHref } from './tail';

const wellFormed = (lengthMax: number) =>
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: lengthMax }).filter((text) => text.isWellFormed() && text.length <= lengthMax);
const place = fc.record({ zone: wellFormed(60), seq: fc.integer({ min: 1, max: 9_999_999_999_999 }) });
const states: fc.Arbitrary<TailState> = fc.record({
	zones: fc.uniqueArray(wellFormed(40), { maxLength: 6 }),
	q: fc.oneof(fc.constant(''), wellFormed(200)),
	timeZone: fc.constantFrom(null, 'UTC', 'Europe/Berlin'),
	order: fc.constantFrom('top' as const, 'bottom' as const),
	columns: fc.constantFrom(TAIL_COLUMNS, parseColumns('time:200,what,app') ?? TAIL_COLUMNS),
	highlight: fc.uniqueArray(wellFormed(40), { maxLength: 8 }),
	since: fc.option(fc.bigInt({ min: INSTANT_MIN, max: INSTANT_MAX })),
	paused: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,82}$/)),
	pins: fc.uniqueArray(place, { maxLength: 5, selector: formatPlace }),
	selected: fc.option(place),
});

const parse = (query: string) => parseTail(new URLSearchParams(query));

describe('the address of /tail', () => {
	test('every state survives its link, and nothing of it is ignored', () => {
		fc.assert(
			fc.property(states, (state) => {
				expect(parse(formatTail(state))).toEqual({ state, ignored: [] });
			}),
			{ numRuns: 500 },
		);
	});

	test('a default state is an empty query, and a link reads well', () => {
		expect(tailHref()).toBe('/tail');
		expect(parse('')).toEqual({ state: DEFAULT_TAIL, ignored: [] });
		expect(parse('order=top&cols=time,decision,what,reason,seq&q=')).toEqual({ state: DEFAULT_TAIL, ignored: [] });
		expect(tailHref({ zones: ['zn_prod/eu'], q: 'decision:deny app:"a b"', order: 'bottom', highlight: ['scope', 'crm'] })).toBe(
			'/tail?zone=zn_prod/eu&q=decision:deny%20app:%22a%20b%22&order=bottom&mark=scope,crm',
		);
	});

	test('nonsense falls back, and is named', () => {
		const { state, ignored } = parse('order=left&cols=nothing&since=soon&paused=a+b&pin=x&event=y&tz=Mars&of=1&q=a&q=b');
		expect(state).toEqual({ ...DEFAULT_TAIL, q: 'a' });
		expect(ignored).toEqual(['of=1', 'q=b', 'order=left', 'cols=nothing', 'since=soon', 'paused=a b', 'pin=x', 'event=y', 'tz=Mars']);
	});

	test('what a list holds too much of is named', () => {
		expect(parse(`mark=${Array.from({ length: 9 }, (_, i) => `w${i}`).join(',')}`).ignored).toHaveLength(1);
	});
});
