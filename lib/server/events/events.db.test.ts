import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SeedEvent, seedEvents } from '../../../db/testing/seed-events';
import { searchOf } from '../../api/search-query';
import { parseRfc3339Micros } from '../../time';
import { DEFAULT_SEARCH, type SearchState } from '../../url/search';
import { readStatus } from '../status';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { newEvents, totalEvents } from './count';
import { getEvent } from './get';
import { listEvents } from './list';
import { lookup } from './lookup';

const T = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;
const ctx = contextOf('admin');
let database: ConsoleDatabase;

const EVENTS: readonly SeedEvent[] = Array.from({ length: 40 }, (_, i) => ({
	zone: i % 2 === 0 ? 'zn/odd zone' : 'zn_b',
	at: T + BigInt(Math.floor(i / 4)) * 1_000_000n,
	decision: i % 5 === 0 ? '' : i % 3 === 0 ? 'deny' : 'allow',
	requestId: `req-${i % 10}`,
	metadata: { application_name: 'mailer', resource: 'resource://crm', requested_scopes: ['crm:read'] },
	diagnostics: [{ reason: 'no_rule_matched' }],
}));

beforeAll(async () => {
	database = await useConsoleDatabase();
	await seedEvents(database.owner, EVENTS);
});
afterAll(() => database?.close());

function search(given: Partial<SearchState> = {}): SearchState {
	return { ...DEFAULT_SEARCH, range: { kind: 'all' }, ...given };
}
const places = (list: { events: readonly { zone: string; seq: number }[] }) => list.events.map((event) => `${event.zone}/${event.seq}`);

describe('listing', () => {
	test('pages by the cursors it gives, down to the end and up again', async () => {
		const seen: string[] = [];
		let before: string | undefined;
		let last = await listEvents({ ctx, input: { search: search(), limit: 7 } });
		expect(last.newer).toBeNull();
		for (;;) {
			seen.push(...places(last));
			if (last.older === null) break;
			before = last.older;
			last = await listEvents({ ctx, input: { search: search(), before, limit: 7 } });
		}
		expect(new Set(seen).size).toBe(40);
		const up = await listEvents({ ctx, input: { search: search(), after: last.newer, limit: 500 } });
		expect(up.newer).toBeNull();
		expect([...places(up), ...places(last)]).toEqual(seen);
	});

	test('rows tell the event in words', async () => {
		const { events } = await listEvents({ ctx, input: { search: search({ q: 'decision:deny' }), limit: 1 } });
		expect(events[0]?.sentence.map((segment) => segment.text).join('')).toBe('mailer wanted crm:read on crm; no rule allows it');
		expect(events[0]?.occurredAt).toBe('2026-11-21T12:00:09.000000Z');
	});

	test('a page around an event holds it, with newer ones above; one already on the first page changes nothing', async () => {
		const around = await listEvents({ ctx, input: { search: search(), around: { zone: 'zn_b', seq: 3 }, limit: 6 } });
		expect(places(around)).toContain('zn_b/3');
		expect(around.newer).not.toBeNull();
		expect(around.events).toHaveLength(6);
		const first = await listEvents({ ctx, input: { search: search(), limit: 6 } });
		const [top] = first.events;
		const same = await listEvents({ ctx, input: { search: search(), around: { zone: top?.zone, seq: top?.seq }, limit: 6 } });
		expect(places(same)).toEqual(places(first));
	});

	test('a page around an event that the filter hides begins at the end of the window', async () => {
		const denied = search({ q: 'decision:deny' });
		const hidden = await listEvents({ ctx, input: { search: denied, around: { zone: 'zn_b', seq: 1 }, limit: 3 } });
		expect(places(hidden)).toEqual(places(await listEvents({ ctx, input: { search: denied, limit: 3 } })));
		const nowhere = await listEvents({ ctx, input: { search: search(), around: { zone: 'nowhere', seq: 1 }, limit: 3 } });
		expect(nowhere.events).toHaveLength(3);
	});

	test('events dated ahead of a window that ends now are counted', async () => {
		await seedEvents(database.owner, [{ zone: 'zn_future', at: T + 4_000_000_000_000_000n }]);
		const list = await listEvents({ ctx, input: { search: search({ zones: ['zn_future'], range: { kind: 'last', preset: '1h' } }) } });
		expect(list).toMatchObject({ events: [], datedAhead: 1 });
	});

	test.each([
		['a cursor that is none', { search: search(), before: 'zzz' }, 'invalid_input'],
		['too many rows', { search: search(), limit: 501 }, 'invalid_input'],
		['no number of rows', { search: search(), limit: Number.NaN }, 'invalid_input'],
		['no search', {}, 'invalid_input'],
		['a zone that is not there', { search: search({ zones: ['nowhere'] }) }, 'forbidden'],
	])('%s is refused', async (_, input, code) => {
		await expect(listEvents({ ctx, input })).rejects.toMatchObject({ code });
	});

	test('an endpoint refuses a filter it does not understand', () => {
		expect(() => searchOf({ from: 'yesterday' })).toThrow('from=yesterday');
		expect(() => searchOf({ last: '1y' })).toThrow('last=1y');
		expect(searchOf({ q: 'decision:deny', limit: 5 }).q).toBe('decision:deny');
	});

	test('an account without zones sees none, and is not told which exist', async () => {
		const viewer = contextOf('viewer', ['zn_elsewhere']);
		expect((await listEvents({ ctx: viewer, input: { search: search() } })).events).toEqual([]);
		expect((await readStatus({ ctx: viewer })).zones).toEqual([]);
		const [there, missing] = await Promise.all(
			['zn_b', 'nowhere'].map((zone) => getEvent({ ctx: viewer, input: { zone, seq: '1' } }).catch((error: Error) => error.message)),
		);
		expect(String(there).replace('zn_b', 'nowhere')).toBe(missing);
		expect((await lookup({ ctx: viewer, input: { text: 'req-1' } })).requestEvents).toBe(0);
	});
});

describe('counting', () => {
	test('totals are exact, by decision, with none as a word', async () => {
		const total = await totalEvents({ ctx, input: { search: search({ zones: ['zn/odd zone', 'zn_b'] }) } });
		expect(total).toMatchObject({ total: 40, exact: true });
		expect(total.decisions.find((row) => row.decision === 'none')?.events).toBe(8);
		expect(await totalEvents({ ctx, input: { search: search({ q: 'request:req-3' }) } })).toMatchObject({ total: 4, exact: true });
	});

	test('what came since a list was read', async () => {
		const zones = search({ zones: ['zn_b'] });
		const { position } = await listEvents({ ctx, input: { search: zones } });
		expect(await newEvents({ ctx, input: { search: zones, since: position } })).toEqual({ total: 0, exact: true });
		await seedEvents(database.owner, [{ zone: 'zn_b', at: T + 99_000_000n, decision: 'deny' }]);
		expect(await newEvents({ ctx, input: { search: zones, since: position } })).toEqual({ total: 1, exact: true });
		await expect(newEvents({ ctx, input: { search: zones, since: '!' } })).rejects.toMatchObject({ code: 'invalid_input' });
	});
});

describe('one event', () => {
	test('is found by its place, whatever its zone is called', async () => {
		const event = await getEvent({ ctx, input: { zone: 'zn/odd zone', seq: '2' } });
		expect(event).toMatchObject({ zone: 'zn/odd zone', seq: 2, stream: 'caracal.audit.events', chain: { headSeq: 20 } });
		expect(event.streamedAt > event.occurredAt && event.ingestedAt > event.streamedAt).toBe(true);
	});

	test.each([
		[{ zone: 'zn_b', seq: '99999' }, 'not_found'],
		[{ zone: 'nowhere', seq: '1' }, 'not_found'],
		[{ zone: 'zn_b', seq: '0' }, 'invalid_input'],
		[{ zone: 'zn_b', seq: 'x' }, 'invalid_input'],
	])('%o is refused in words', async (input, code) => {
		await expect(getEvent({ ctx, input })).rejects.toMatchObject({ code, todo: expect.stringMatching(/\w/) });
	});

	test('a pasted text is known as event or as request', async () => {
		expect(await lookup({ ctx, input: { text: ' zn_b-3 ' } })).toMatchObject({ events: [{ zone: 'zn_b', seq: 3 }], requestEvents: 0 });
		expect(await lookup({ ctx, input: { text: 'req-3' } })).toMatchObject({ events: [], requestEvents: 4 });
	});
});

describe('status', () => {
	const beat = (values: string) =>
		database.owner.unsafe(`insert into worker_heartbeats
		(worker_id, seen_at, accepts_unsigned_audit, undelivered_entries, pending_entries, oldest_pending_ms, dead_letter_entries) values ${values}`);

	test('takes the workers together, and knows the head of each zone', async () => {
		expect((await readStatus({ ctx })).worker).toMatchObject({ alive: 0, silentMs: null, lagEntries: null, deadLetters: null });
		await beat(`('gone', now() - interval '1 minute', true, 900, 0, 0, 7), ('idle', now(), false, null, null, null, null)`);
		const idle = await readStatus({ ctx });
		expect(idle.worker).toMatchObject({ alive: 1, acceptsUnsigned: false, lagEntries: null, lagMs: null, deadLetters: null });
		await beat(`('busy', now(), true, 40, 2, 3000, 1), ('other', now(), false, 41, 0, 2500, 1)`);
		const busy = await readStatus({ ctx });
		expect(busy.worker).toMatchObject({ alive: 3, acceptsUnsigned: true, lagEntries: 42, lagMs: 3000, deadLetters: 1 });
		expect(busy.zones.find((zone) => zone.zone === 'zn/odd zone')?.headSeq).toBe(20);
	});
});
