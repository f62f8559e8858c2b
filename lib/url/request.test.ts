import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	DEFAULT_REQUEST,
	formatRequest,
	outsideTraceHref,
	parseRequest,
	type RequestState,
	requestHref,
	requestIdOf,
	requestOfText,
	requestPath,
} from './request';

const text = (lengthMax: number) =>
	fc.string({ unit: 'grapheme', minLength: 1, maxLength: lengthMax }).filter((each) => each.isWellFormed() && each.length <= lengthMax);
const place = fc.record({ zone: text(40), seq: fc.integer({ min: 1, max: 9_999_999_999_999 }) });
const states: fc.Arbitrary<RequestState> = fc.record({
	zone: fc.option(text(40)),
	of: fc.option(place),
	selected: fc.option(place),
	span: fc.oneof(
		fc.constantFrom(null, 'own' as const, 'approval' as const, 'all' as const),
		fc
			.tuple(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 1, max: 1e9 }))
			.map(([fromMicros, length]) => ({ fromMicros, toMicros: fromMicros + length })),
	),
	decision: fc.option(place),
	layer: fc.constantFrom('tree', 'input'),
	allFields: fc.boolean(),
	target: fc.oneof(
		fc.constant(null),
		fc.record({ requestId: text(200), zone: fc.constant(null), seq: fc.constant(null) }),
		fc.record({ requestId: text(200), zone: text(40), seq: fc.option(fc.integer({ min: 1, max: 1e12 })) }),
	),
	timeZone: fc.constantFrom(null, 'UTC', 'Europe/Berlin'),
});
const parse = (query: string) => parseRequest(new URLSearchParams(query));

describe('the address of /requests/{id}', () => {
	test('every state survives its link, and nothing of it is ignored', () => {
		fc.assert(
			fc.property(states, (state) => {
				expect(parse(formatRequest(state))).toEqual({ state, ignored: [] });
			}),
			{ numRuns: 400 },
		);
	});

	test('a link reads well', () => {
		expect(requestHref('req/1 ä', { zone: 'zn_prod', selected: { zone: 'zn_prod', seq: 7 }, span: 'all' })).toBe(
			'/requests/req%2F1%20%C3%A4?zone=zn_prod&event=zn_prod/7&span=all',
		);
		expect(requestHref('req-1')).toBe('/requests/req-1');
	});

	test.each([
		['span=5..5', ['span=5..5']],
		['span=0..99999999999999999', ['span=0..99999999999999999']],
		['event=7', ['event=7']],
		['layer=raw', ['layer=raw']],
		['layer=tree', []],
		['with_zone=a', ['with_zone=a']],
		['with=a&with_seq=3', ['with_seq=3']],
		['tz=Mars/Olympus', ['tz=Mars/Olympus']],
		['q=a', ['q=a']],
		[`zone=${'x'.repeat(600)}`, [`zone=${'x'.repeat(600)}`]],
	])('%s falls back and says so', (query, ignored) => {
		expect(parse(query).ignored).toEqual(ignored);
		expect({ ...parse(query).state, target: null }).toEqual(DEFAULT_REQUEST);
	});

	test('no query makes it throw, and what it keeps is stable', () => {
		const key = fc.constantFrom(
			'zone',
			'of',
			'event',
			'span',
			'decision',
			'layer',
			'fields',
			'with',
			'with_zone',
			'with_seq',
			'tz',
			'__proto__',
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(key, fc.string())), (pairs) => {
				const { state } = parseRequest(pairs);
				expect(parse(formatRequest(state)).state).toEqual(state);
			}),
		);
	});
});

describe('an ID in a path', () => {
	test('any text comes back from its segment', () => {
		fc.assert(
			fc.property(text(300), (id) => {
				const url = new URL(requestPath(id), 'http://here.invalid');
				const given = url.pathname === '/requests' ? url.searchParams.get('id') : requestIdOf(url.pathname.slice('/requests/'.length));
				expect(given).toBe(id);
			}),
			{ examples: [['.'], ['..'], ['a/b'], ['%2f'], ['?#'], ['\u202e<script>']] },
		);
	});

	test('what is no text is none', () => {
		expect(requestIdOf('%ff')).toBeNull();
		expect(requestIdOf('')).toBeNull();
		expect(requestIdOf('x'.repeat(9000))).toBeNull();
	});
});

test.each([
	['https://jaeger.example/trace/{trace_id}', 'ab', 'https://jaeger.example/trace/ab'],
	['https://x.example/?q={trace_id}&y={trace_id}', 'a/b&c', 'https://x.example/?q=a%2Fb%26c&y=a%2Fb%26c'],
	['javascript:alert({trace_id})', 'a', null],
	['not a url {trace_id}', 'a', null],
	[null, 'a', null],
	['https://x.example/{trace_id}', '', null],
])('the template %s with %s', (template, id, expected) => {
	expect(outsideTraceHref(template, id)).toBe(expected);
});

describe('the request a text names', () => {
	test('is the ID as it is, or that of a link to a request with its zone and place', () => {
		expect(requestOfText('  req-1 ')).toEqual({ requestId: 'req-1', zone: null, seq: null });
		expect(requestOfText(' ')).toBeNull();
		for (const id of ['req-1', 'a/b ä?#', '..']) {
			const href = `https://console.example${requestHref(id, { zone: 'zn_a', selected: { zone: 'zn_a', seq: 3 } })}`;
			expect(requestOfText(href)).toEqual({ requestId: id, zone: 'zn_a', seq: null });
		}
		const of = { zone: 'zn/b', seq: 7 };
		expect(requestOfText(`http://127.0.0.1:3000${requestHref('x', { of })}`)).toEqual({ requestId: 'x', ...of });
	});

	test('is any other address itself: callers choose their IDs', () => {
		for (const id of ['https://app.example/orders/7', 'https://', 'http://x/requests/%ff', 'https://x/requests'])
			expect(requestOfText(id)).toEqual({ requestId: id, zone: null, seq: null });
	});
});
