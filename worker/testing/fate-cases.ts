import {
	AGENTS_LIFECYCLE_STREAM,
	AUDIT_STREAM,
	CONSOLE_STREAM,
	POLICY_INVALIDATE_STREAM,
	type SourceStream,
} from '../../lib/streams/names';
import { auditSignature, streamSignature } from '../../lib/streams/signature';
import type { FoundRow } from './fate-of';
import { TEST_KEYS } from './traffic';

export type Fields = readonly (string | Buffer)[];

/** What must become of an entry: a row with these values, nothing at all, or a dead letter whose reason begins so. */
export type Expected = { readonly row: Partial<FoundRow> } | 'nothing' | { readonly reason: string };

export interface FateCase {
	readonly name: string;
	readonly stream: SourceStream;
	readonly fields: Fields;
	readonly expected: Expected;
}

export const ZONE = 'fates';

export type EventFields = Record<string, unknown>;

/** An honest event. */
export function plainEvent(id: string): EventFields {
	return {
		id,
		zone_id: ZONE,
		event_type: 'token_exchange',
		request_id: `request of ${id}`,
		decision: 'deny',
		evaluation_status: 'scope_mismatch',
		determining_policies_json: null,
		diagnostics_json: null,
		metadata_json: { application_id: 'app_mailer' },
		occurred_at: '2026-11-20T10:00:00.123456789Z',
	};
}

/** Fields of an audit entry around any `data`, rightly signed. */
export function signedData(data: string | Buffer): Fields {
	return ['id', 'an id of the request', 'data', data, 'sig', auditSignature(TEST_KEYS.audit, Buffer.from(data))];
}

export function signedEvent(event: EventFields): Fields {
	return signedData(JSON.stringify(event));
}

/** Fields of an authority entry, rightly signed. */
export function signedFields(stream: SourceStream, fields: Readonly<Record<string, string>>): Fields {
	const flat = Object.entries(fields).flat();
	const sig = streamSignature(
		TEST_KEYS.streams,
		stream,
		flat.map((text) => Buffer.from(text)),
	);
	return [...flat, '_sig', sig];
}

const PARSE_ERROR = 'json_parse_error:';
const BAD_SIGNATURE = 'hmac_verify_failed';

function audit(name: string, expected: Expected, make: (event: EventFields) => EventFields | string | Buffer): FateCase {
	const made = make(plainEvent(name));
	const isText = typeof made === 'string' || Buffer.isBuffer(made);
	return { name, stream: AUDIT_STREAM, fields: isText ? signedData(made) : signedEvent(made), expected };
}

function metadata(name: string, json: string, stored: string | null): FateCase {
	const expected: Expected = stored === null ? { reason: PARSE_ERROR } : { row: { metadata_json: stored } };
	return audit(name, expected, (event) => JSON.stringify({ ...event, metadata_json: 'HERE' }).replace('"HERE"', () => json));
}

function nested(depth: number): string {
	return `${'['.repeat(depth)}${']'.repeat(depth)}`;
}

function withSig(name: string, expected: Expected, change: (fields: Fields) => Fields): FateCase {
	return { name, stream: AUDIT_STREAM, fields: change(signedEvent(plainEvent(name))), expected };
}

const SIGNATURES: readonly FateCase[] = [
	withSig('wrong signature', { reason: BAD_SIGNATURE }, (fields) => [...fields.slice(0, 5), '0'.repeat(64)]),
	withSig('no signature', { reason: BAD_SIGNATURE }, (fields) => fields.slice(0, 4)),
	withSig('empty signature', { reason: BAD_SIGNATURE }, (fields) => [...fields.slice(0, 5), '']),
	withSig('signature that is not hex', { reason: BAD_SIGNATURE }, (fields) => [...fields.slice(0, 5), 'z'.repeat(64)]),
	withSig('signature cut short', { reason: BAD_SIGNATURE }, (fields) => [...fields.slice(0, 5), String(fields[5]).slice(0, 62)]),
	withSig('signature in upper case', { row: {} }, (fields) => [...fields.slice(0, 5), String(fields[5]).toUpperCase()]),
	withSig('data changed after signing', { reason: BAD_SIGNATURE }, (fields) => [
		...fields.slice(0, 3),
		`${fields[3]} `,
		...fields.slice(4),
	]),
	withSig('no data', { reason: 'missing_data_field' }, (fields) => [...fields.slice(0, 2), ...fields.slice(4)]),
	// of a repeated field the last counts, for the signature as for the event
	withSig('two data fields', { row: { id: 'two data fields' } }, (fields) => ['data', '{}', ...fields]),
	withSig('a field named like ours', { reason: BAD_SIGNATURE }, (fields) => [
		...fields.slice(0, 4),
		'entry_id',
		'1-1',
		'stream',
		'mine',
		'reason',
		'x',
	]),
];

const REQUIRED: readonly FateCase[] = ['id', 'zone_id', 'occurred_at'].flatMap((name) => [
	audit(`without ${name}`, { reason: PARSE_ERROR }, (event) => ({ ...event, [name]: undefined })),
	audit(`${name} null`, { reason: PARSE_ERROR }, (event) => ({ ...event, [name]: null })),
	audit(`${name} empty`, { reason: PARSE_ERROR }, (event) => ({ ...event, [name]: '' })),
	audit(`${name} a number`, { reason: PARSE_ERROR }, (event) => ({ ...event, [name]: 17 })),
]);

const JSON_TEXTS: readonly FateCase[] = [
	audit('data cut short', { reason: PARSE_ERROR }, (event) => JSON.stringify(event).slice(0, -9)),
	audit('data twice', { reason: PARSE_ERROR }, (event) => JSON.stringify(event).repeat(2)),
	audit('data empty', { reason: PARSE_ERROR }, () => ''),
	audit('data null', { reason: PARSE_ERROR }, () => 'null'),
	audit('data an array', { reason: PARSE_ERROR }, () => '[]'),
	audit('data a text', { reason: PARSE_ERROR }, () => '"event"'),
	audit('byte order mark', { reason: PARSE_ERROR }, (event) => `\ufeff${JSON.stringify(event)}`),
	audit('raw line feed in a string', { reason: PARSE_ERROR }, (event) => JSON.stringify(event).replace('mailer', 'mai\nler')),
	audit('nested too deep', { reason: PARSE_ERROR }, () => nested(200_000)),
	audit('bytes that are no UTF-8', { reason: PARSE_ERROR }, (event) =>
		Buffer.from(JSON.stringify({ ...event, request_id: 'caf\u00e9' }), 'latin1'),
	),
	audit('decision true', { reason: PARSE_ERROR }, (event) => ({ ...event, decision: true })),
	audit('id of 513 bytes', { reason: PARSE_ERROR }, (event) => ({ ...event, id: 'i'.repeat(513) })),
	audit('zone of 513 bytes', { reason: PARSE_ERROR }, (event) => ({ ...event, zone_id: 'z'.repeat(513) })),
	audit('id of NUL alone', { reason: PARSE_ERROR }, (event) => ({ ...event, id: '\u0000' })),
	audit('17 MB', { reason: PARSE_ERROR }, (event) => ({ ...event, metadata_json: { note: 'x'.repeat(17 * 1024 * 1024) } })),
	audit('5 MB', { row: { decision: 'deny' } }, (event) => ({ ...event, metadata_json: { note: 'x'.repeat(5 * 1024 * 1024) } })),
	audit('1 MB in every text', { row: { decision: 'd'.repeat(1_000_000) } }, (event) => ({
		...event,
		decision: 'd'.repeat(1_000_000),
		event_type: 'e'.repeat(1_000_000),
		request_id: 'r'.repeat(1_000_000),
		evaluation_status: 's'.repeat(1_000_000),
		metadata_json: { application_id: 'a'.repeat(1_000_000), resource: 'o'.repeat(1_000_000), latency_ms: 1e300 },
	})),
	audit('duplicate keys', { row: { decision: 'last', request_id: 'r' } }, (event) =>
		JSON.stringify({ ...event, request_id: 'r' })
			.replace('{', '{"decision":"first","request_id":"first",')
			.replace(/}$/, ',"decision":"last"}'),
	),
	audit('prototype keys', { row: { decision: 'deny', zone_id: ZONE } }, (event) =>
		JSON.stringify(event).replace('{', '{"__proto__":{"decision":"allow","zone_id":"x"},"constructor":1,'),
	),
	audit('half a pair in a string', { row: { request_id: 'half \ufffd' } }, (event) =>
		JSON.stringify({ ...event, request_id: 'half \ud800' }),
	),
	audit('NUL in a string', { row: { request_id: 'ab', decision: 'cd' } }, (event) => ({
		...event,
		request_id: 'a\u0000b',
		decision: '\u0000cd',
	})),
	audit('unknown type and decision', { row: { event_type: 'future.event', decision: 'perhaps' } }, (event) => ({
		...event,
		event_type: 'future.event',
		decision: 'perhaps',
		surplus: [1],
	})),
	audit('nothing but what is required', { row: { event_type: '', request_id: '', decision: '', metadata_json: null } }, (event) => ({
		id: event.id,
		zone_id: ZONE,
		occurred_at: event.occurred_at,
	})),
];

const METADATA: readonly FateCase[] = [
	metadata('__proto__ in metadata', '{"__proto__":{"a":1},"b":2}', '{"b": 2, "__proto__": {"a": 1}}'),
	metadata('duplicate keys in metadata', '{"a":1,"b":{"c":1,"c":2},"a":3}', '{"a": 3, "b": {"c": 2}}'),
	metadata('numbers in metadata', '{"a":1e3,"b":1.50,"c":-0,"d":1E-5}', '{"a": 1000, "b": 1.50, "c": 0, "d": 0.00001}'),
	metadata('number beyond numeric', '{"n":1e200000}', null),
	metadata('number with a leading zero', '{"n":01}', null),
	metadata('half a pair in metadata', '{"a":"\\udc00"}', null),
	metadata('nested 900 deep', nested(900), nested(900)),
	metadata('nested 5,000 deep', nested(5000), null),
	audit('metadata null', { row: { metadata_json: null } }, (event) => ({ ...event, metadata_json: null })),
];

const YEAR_1 = '-62135596800000000';
const TIMES: readonly FateCase[] = [
	...['yesterday', '2026-02-30T00:00:00Z', '2026-11-20 12:00:00Z', '2026-11-20T24:00:00Z', '1795262400', '2026-11-20T12:00:00'].map(
		(time) => audit(`time ${time}`, { reason: PARSE_ERROR }, (event) => ({ ...event, occurred_at: time })),
	),
	...(
		[
			['2026-11-20T10:00:00.123456789Z', '1795168800123456'],
			['2026-11-20T12:00:00+02:00', '1795168800000000'],
			['9999-12-31T23:59:59.999999999Z', '253402300799999999'],
			['9999-12-31T23:59:59-23:59', '253402387139000000'],
			['2099-12-31T23:59:59.999999Z', '4102444799999999'],
			['2100-01-01T00:00:00Z', '4102444800000000'],
			['2014-12-31T23:59:59.999999Z', '1420070399999999'],
			['1969-12-31T23:59:59.9999999Z', '-1'],
			['0001-01-01T00:00:00Z', YEAR_1],
			['0000-01-01T00:00:00Z', '-62167219200000000'],
		] as const
	).map(([time, micros]) => audit(`time ${time}`, { row: { occurred_micros: micros } }, (event) => ({ ...event, occurred_at: time }))),
];

const SPAWN = { outbox_id: 'outbox', zone_id: ZONE, event: 'spawn', agent_session_id: 'ses_1', parent_id: 'null', application_id: 'app_1' };

function authority(name: string, expected: Expected, change: (fields: Record<string, string>) => Record<string, string>): FateCase {
	const stream = AGENTS_LIFECYCLE_STREAM;
	return { name, stream, fields: signedFields(stream, change({ ...SPAWN, outbox_id: name })), expected };
}

function without(fields: Record<string, string>, name: string): Record<string, string> {
	return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
}

const lifecycle = authority('authority signature wrong', { reason: BAD_SIGNATURE }, (fields) => fields);
const AUTHORITY: readonly FateCase[] = [
	authority('authority entry', { row: { id: 'authority entry', event_type: 'session_spawn', decision: '' } }, (fields) => fields),
	authority('authority of an unknown event', { row: { event_type: 'session_teleport' } }, (fields) => ({ ...fields, event: 'teleport' })),
	authority('authority without outbox_id', { reason: PARSE_ERROR }, (fields) => without(fields, 'outbox_id')),
	authority('authority without zone', { reason: PARSE_ERROR }, (fields) => without(fields, 'zone_id')),
	authority('authority without event', { reason: PARSE_ERROR }, (fields) => without(fields, 'event')),
	{ ...lifecycle, fields: [...lifecycle.fields.slice(0, -1), '0'.repeat(64)] },
	{ ...lifecycle, name: 'authority signature missing', fields: lifecycle.fields.slice(0, -2) },
	{ ...lifecycle, name: 'authority field added', fields: [...lifecycle.fields, 'more', '1'] },
	{ ...lifecycle, name: 'authority signed for another stream', stream: POLICY_INVALIDATE_STREAM },
	{ ...lifecycle, name: 'authority fields on the audit stream', stream: AUDIT_STREAM, expected: { reason: 'missing_data_field' } },
];

function onConsole(name: string, expected: Expected, change: (fields: Fields) => Fields = (fields) => fields): FateCase {
	return { name, stream: CONSOLE_STREAM, fields: change(signedEvent({ ...plainEvent(name), event_type: 'console.search' })), expected };
}

const CONSOLE: readonly FateCase[] = [
	onConsole('console event', { row: { id: 'console event', event_type: 'console.search', decision: 'deny' } }),
	onConsole('console event, wrong signature', { reason: BAD_SIGNATURE }, (fields) => [...fields.slice(0, 5), '0'.repeat(64)]),
	onConsole('console event, no signature', { reason: BAD_SIGNATURE }, (fields) => fields.slice(0, 4)),
	onConsole('console event, no data', { reason: 'missing_data_field' }, (fields) => fields.slice(4)),
	{ ...lifecycle, name: 'authority fields on the console stream', stream: CONSOLE_STREAM, expected: { reason: 'missing_data_field' } },
];

const changed = plainEvent('event that comes again');
/** In the order they are written; each follows the first within the same batch. */
const REPLAYS: readonly FateCase[] = [
	audit('event that comes again', { row: {} }, (event) => event),
	audit('again, unchanged', 'nothing', () => changed),
	audit('again, keys in another order', 'nothing', () => Object.fromEntries(Object.entries(changed).reverse())),
	audit('again, the time in other words', 'nothing', () => ({ ...changed, occurred_at: '2026-11-20T12:00:00.1234560+02:00' })),
	audit('again, changed', { reason: 'tamper_on_replay' }, () => ({ ...changed, decision: 'allow' })),
	audit('again, at another time', { row: { id: 'event that comes again' } }, () => ({ ...changed, occurred_at: '2026-11-20T10:00:01Z' })),
	authority('outbox entry that comes again', { row: {} }, (fields) => fields),
	authority('outbox again, unchanged', 'nothing', (fields) => ({ ...fields, outbox_id: 'outbox entry that comes again' })),
	authority('outbox again, changed', { reason: 'tamper_on_replay' }, (fields) => ({
		...fields,
		outbox_id: 'outbox entry that comes again',
		application_id: 'app_2',
	})),
];

export const FATE_CASES: readonly FateCase[] = [
	...SIGNATURES,
	...REQUIRED,
	...JSON_TEXTS,
	...METADATA,
	...TIMES,
	...AUTHORITY,
	...CONSOLE,
	...REPLAYS,
];

/** What comes again after the first round is in the ledger: the replays, under new names. */
export const LATER_CASES: readonly FateCase[] = REPLAYS.map((replay) => ({
	...replay,
	name: `later: ${replay.name}`,
	expected: 'row' in Object(replay.expected) ? 'nothing' : replay.expected,
}));
