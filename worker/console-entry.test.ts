import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consoleEvent } from '../lib/events/console';
import { auditSignatureValid } from '../lib/streams/signature';
import { consoleEntry, NO_CONSOLE_EVENT } from './console-entry';

const KEY = Buffer.alloc(32, 7);
const LOOKUP = {
	action: 'console.lookup',
	zoneId: 'prod-eu',
	actor: { kind: 'user', id: 7, name: 'ada' },
	requestId: 'req-1',
	at: 1_795_262_400_000_000n,
	id: 'e1',
	details: { matches: 0 },
} as const;

test('an event of the console is signed over its exact bytes', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
			const data = consoleEvent({ ...LOOKUP, actor: { ...LOOKUP.actor, name } });
			const entry = consoleEntry(data, KEY);
			if (!('fields' in entry)) throw new Error(entry.reason);
			const [dataField, dataText, sigField, sig = ''] = entry.fields;
			expect([dataField, dataText, sigField]).toEqual(['data', data, 'sig']);
			expect(auditSignatureValid(KEY, Buffer.from(data), sig)).toBe(true);
		}),
	);
});

test('without a key it is not signed', () => {
	const data = consoleEvent(LOOKUP);
	expect(consoleEntry(data, null)).toEqual({ fields: ['data', data] });
});

test.each([
	['', 'json_parse_error:'],
	['{"id":', 'json_parse_error:'],
	['[]', 'json_parse_error:cannot read array as an event'],
	['{"event_type":"console.lookup"}', 'json_parse_error:required fields missing (id, zone_id, occurred_at)'],
	['{"id":"a","zone_id":"z","occurred_at":"2026-11-21T12:00:00Z"}', NO_CONSOLE_EVENT],
	['{"id":"a","zone_id":"z","occurred_at":"2026-11-21T12:00:00Z","event_type":"token_exchange"}', NO_CONSOLE_EVENT],
	// the reader takes the last of several members, in any case
	[
		'{"id":"a","zone_id":"z","occurred_at":"2026-11-21T12:00:00Z","event_type":"console.lookup","Event_Type":"token_exchange"}',
		NO_CONSOLE_EVENT,
	],
	['{"id":"a","zone_id":"z","occurred_at":"2026-11-21T12:00:00Z","event_type":"consoles"}', NO_CONSOLE_EVENT],
])('%j is never signed', (data, reason) => {
	const entry = consoleEntry(data, KEY);
	expect('fields' in entry ? entry.fields : entry.reason.slice(0, reason.length)).toBe(reason);
});
