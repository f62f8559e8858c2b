import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SEARCH } from '../url/search';
import { boundedText, TEXT_BYTES_MAX } from './bounded';
import { CONSOLE_EVENT_BYTES_MAX, CONSOLE_TYPES, CONSOLE_ZONE, type ConsoleEvent, consoleEvent, zonesConcerned } from './console';
import { searchFilters } from './console-search';
import { parseAuditData } from './parse';
import { projectEvent } from './project';
import { parsed } from './read-json';

const SEARCH: ConsoleEvent<'console.search'> = {
	action: 'console.search',
	zoneId: 'prod-eu',
	actor: { kind: 'user', id: 7, name: 'ada' },
	requestId: 'req-1',
	at: 1_795_262_400_123_456n,
	id: '7e0c3c1e-6f0e-4c0a-9d4f-3f6f3c1e9b11',
	details: { filters: { last: '24h', decision: 'deny' }, zones: ['prod-eu'], events_shown: 3 },
};

function read(data: string) {
	const result = parseAuditData(data);
	if (!result.ok) throw new Error(result.reason);
	return { event: result.event, metadata: parsed(result.event.metadataText ?? 'null') as Record<string, unknown> };
}

test('an event has the members of the audit stream', () => {
	expect(JSON.parse(consoleEvent(SEARCH))).toEqual({
		id: SEARCH.id,
		zone_id: 'prod-eu',
		event_type: 'console.search',
		request_id: 'req-1',
		decision: '',
		evaluation_status: '',
		determining_policies_json: null,
		diagnostics_json: null,
		metadata_json: {
			filters: { last: '24h', decision: 'deny' },
			zones: ['prod-eu'],
			events_shown: 3,
			actor_kind: 'user',
			actor_id: '7',
			actor_name: 'ada',
		},
		occurred_at: '2026-11-21T12:00:00.123456Z',
	});
});

test('only sign-ins carry a decision; a refusal is found by its reason, and nobody is an application', () => {
	const actor = { kind: 'user', id: '', name: 'ada' } as const;
	const refused = {
		...SEARCH,
		action: 'console.sign_in_failed',
		details: { method: 'password', reason: 'wrong_credentials' },
		actor,
	} as const;
	const projection = projectEvent(read(consoleEvent(refused)).event);
	expect(projection).toMatchObject({ decision: 'deny', reason: 'wrong_credentials', application: null, resource: null, host: null });
	expect(read(consoleEvent({ ...SEARCH, action: 'console.sign_in', details: { method: 'oidc' } })).event.decision).toBe('allow');
	expect(projectEvent(read(consoleEvent(SEARCH)).event)).toMatchObject({ decision: null, reason: null, application: null });
});

test('details cannot speak for somebody else', () => {
	const details = { ...SEARCH.details, actor_name: 'bob', actor_id: '1', actor_kind: 'system' };
	expect(read(consoleEvent({ ...SEARCH, details })).metadata).toMatchObject({ actor_name: 'ada', actor_id: '7', actor_kind: 'user' });
});

describe('whatever was typed', () => {
	const text = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 60 }),
		fc.constantFrom(
			'\u0000',
			'\ud800',
			'\udfff\ud800',
			'__proto__',
			'',
			'é'.repeat(400),
			'\u0001'.repeat(5000),
			'😀'.repeat(3000),
			'"\\'.repeat(600),
		),
	);
	const json = fc.letrec<{ value: unknown }>((tie) => ({
		value: fc.oneof(
			{ depthSize: 'medium' },
			text,
			fc.double(),
			fc.boolean(),
			fc.constant(null),
			fc.constant(undefined),
			fc.array(tie('value'), { maxLength: 70 }),
			fc.dictionary(text, tie('value'), { maxKeys: 70 }),
		),
	})).value;

	test('the result is an event the ledger accepts, of the right zone, type and actor, and within its bounds', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...CONSOLE_TYPES),
				fc.record({ zoneId: text, requestId: text, id: fc.uuid(), name: text, actorId: text }),
				fc.dictionary(text, json),
				(action, { zoneId, requestId, id, name, actorId }, details) => {
					const actor = { kind: 'token', id: actorId, name } as const;
					// details of any shape, as a caller without types could give them
					const data = consoleEvent({
						...SEARCH,
						action,
						zoneId,
						requestId,
						id,
						actor,
						details,
					} as unknown as ConsoleEvent<'console.search'>);
					expect(Buffer.byteLength(data)).toBeLessThanOrEqual(CONSOLE_EVENT_BYTES_MAX);
					const { event, metadata } = read(data);
					expect([event.id, event.eventType, event.zoneId]).toEqual([id, action, boundedText(zoneId) || CONSOLE_ZONE]);
					expect([metadata.actor_kind, metadata.actor_name]).toEqual(['token', boundedText(name)]);
				},
			),
			{ numRuns: 300 },
		);
	});

	test('what does not fit is left out, and the event says so', () => {
		const filters = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`f${i}`, '\u0001'.repeat(2000)]));
		const { metadata } = read(consoleEvent({ ...SEARCH, details: { filters, zones: [] } }));
		expect(metadata.details_cut).toBe(true);
		expect(Object.keys(metadata.filters as object).length).toBeGreaterThan(5);
		expect(read(consoleEvent(SEARCH)).metadata).not.toHaveProperty('details_cut');
	});
});

describe('boundedText', () => {
	test('keeps what fits, cuts by bytes between characters', () => {
		expect(boundedText('a'.repeat(TEXT_BYTES_MAX))).toBe('a'.repeat(TEXT_BYTES_MAX));
		expect(boundedText('a'.repeat(TEXT_BYTES_MAX + 1))).toBe(`${'a'.repeat(TEXT_BYTES_MAX - 3)}…`);
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 700 }), fc.integer({ min: 4, max: TEXT_BYTES_MAX }), (text, bytesMax) => {
				const bounded = boundedText(text, bytesMax);
				expect(Buffer.byteLength(bounded)).toBeLessThanOrEqual(bytesMax);
				expect(bounded.isWellFormed()).toBe(true);
				if (Buffer.byteLength(text) <= bytesMax && !text.includes('\u0000')) expect(bounded).toBe(text.toWellFormed());
			}),
		);
	});

	const SECRET = 'k'.repeat(43);
	const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxIn0'.repeat(100)}.c2ln`;
	test.each([
		[`cat_ab12CD34_${SECRET}`, 'cat_ab12CD34_[not recorded]'],
		[`request=cat_ab12CD34_${SECRET}&x`, 'request=cat_ab12CD34_[not recorded]&x'],
		[JWT, '[token, not recorded]'],
		[`Authorization: Bearer ${SECRET}`, 'Authorization: Bearer [not recorded]'],
		['cat_ab12CD34', 'cat_ab12CD34'],
		['the bearer', 'the bearer'],
	])('%.40s does not keep a token', (typed, kept) => {
		expect(boundedText(typed)).toBe(kept);
	});

	test('a token anywhere in the details is not recorded, whatever stands before it', () => {
		fc.assert(
			fc.property(fc.string({ maxLength: 600 }), (before) => {
				const filters = { request: `${before} cat_ab12CD34_${SECRET}`, id: `${before} ${JWT}` };
				const data = consoleEvent({ ...SEARCH, details: { filters, zones: [`${before} Bearer ${SECRET}`] }, requestId: filters.request });
				expect(data).not.toContain('k'.repeat(10));
				expect(data).not.toContain('eyJhbGciOiJIUzI1NiJ9');
			}),
		);
	});
});

describe('zonesConcerned', () => {
	test.each<[string, string[], string[], string[]]>([
		['those asked for', ['a', 'b', 'a'], ['c'], ['a', 'b']],
		['those shown, when none was asked for', [], ['c', 'd', 'c'], ['c', 'd']],
		['the console, when nothing was shown either', [], [], [CONSOLE_ZONE]],
		['no name that cannot be a zone', ['', 'x'.repeat(513)], ['', 'c'], ['c']],
	])('%s', (_, asked, shown, expected) => {
		expect(zonesConcerned(asked, shown)).toEqual(expected);
	});

	test('at most 50 that were asked for', () => {
		const asked = Array.from({ length: 80 }, (_, i) => `z${i}`);
		expect(zonesConcerned(asked, [])).toEqual(asked.slice(0, 50));
		expect(zonesConcerned([], asked)).toEqual(asked);
	});
});

test('the filters of a search are those of its address, with the range always named', () => {
	const search = DEFAULT_SEARCH;
	expect(searchFilters(search)).toEqual({ last: '24h' });
	expect(searchFilters({ ...search, zones: ['a'], range: { kind: 'all' }, q: 'decision:deny request:"r&1"' })).toEqual({
		last: 'all',
		q: 'decision:deny request:"r&1"',
	});
	expect(searchFilters({ ...search, range: { kind: 'between', from: 0n, to: null } })).toEqual({ from: '1970-01-01T00:00:00Z' });
});
