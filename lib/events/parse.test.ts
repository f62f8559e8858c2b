import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRfc3339Micros } from '../time';
import { type AuditEvent, DATA_BYTES_MAX, ID_BYTES_MAX, JSON_DEPTH_MAX } from './contract';
import { parseAuditData } from './parse';
import { plainMicros } from './parse-time';

const BASE = { id: 'evt-1', zone_id: 'zn', occurred_at: '2026-11-21T12:00:00.123456789Z' };

function accepted(data: string): AuditEvent {
	const read = parseAuditData(data);
	if (!read.ok) throw new Error(read.reason);
	return read.event;
}

function rejected(data: string): string {
	const read = parseAuditData(data);
	if (read.ok) throw new Error('it was accepted');
	return read.reason;
}

const withRaw = (members: string) => `${JSON.stringify(BASE).slice(0, -1)},${members}}`;

test('what is not said is empty', () => {
	expect(accepted(JSON.stringify(BASE))).toEqual({
		id: 'evt-1',
		zoneId: 'zn',
		eventType: '',
		requestId: '',
		decision: '',
		policySetId: '',
		policySetVersionId: '',
		manifestSha: '',
		evaluationStatus: '',
		determiningPoliciesText: null,
		diagnosticsText: null,
		metadataText: null,
		occurredAt: 1_795_262_400_123_456n,
	} satisfies AuditEvent);
});

test('every member is read, unknown ones are tolerated', () => {
	const event = accepted(
		withRaw(
			'"event_type":"t","request_id":"r","decision":"d","policy_set_id":"ps","policy_set_version_id":"psv","manifest_sha":"m",' +
				'"evaluation_status":"e","determining_policies_json":[{"policy":"p"}],"diagnostics_json":[ ],"metadata_json":{"b":1.50,"a":1e3},"later":{"x":[1]}',
		),
	);
	expect(event).toMatchObject({
		eventType: 't',
		requestId: 'r',
		decision: 'd',
		policySetId: 'ps',
		policySetVersionId: 'psv',
		manifestSha: 'm',
		evaluationStatus: 'e',
		determiningPoliciesText: '[{"policy": "p"}]',
		diagnosticsText: '[]',
		metadataText: '{"a": 1000, "b": 1.50}',
	});
});

describe("as Go's decoder reads", () => {
	test('member names match in any case', () => {
		expect(
			accepted(
				'{"ID":"a","Zone_Id":"z","OCCURRED_AT":"2026-11-21T12:00:00Z","deci\\u017fion":"x","ma\\u006eifest_\\u017fha":"y","Id_":"no"}',
			),
		).toMatchObject({
			id: 'a',
			zoneId: 'z',
			decision: 'x',
			manifestSha: 'y',
		});
	});

	test('of several the last counts, and null leaves a string as it was', () => {
		expect(accepted(withRaw('"id":"second","decision":"allow","decision":null,"request_id":null'))).toMatchObject({
			id: 'second',
			decision: 'allow',
			requestId: '',
		});
		expect(accepted(withRaw('"metadata_json":{"a":1},"metadata_json":null')).metadataText).toBeNull();
		expect(accepted(withRaw('"occurred_at":null')).occurredAt).toBe(1_795_262_400_123_456n);
	});

	test('the JSON members may be any JSON', () => {
		for (const [raw, text] of [
			['"a\\n"', '"a\\n"'],
			['1.0e1', '10'],
			['-0', '0'],
			['true', 'true'],
			['"\\u0000x"', '"x"'],
			['[]', '[]'],
		]) {
			expect(accepted(withRaw(`"metadata_json":${raw}`)).metadataText).toBe(text);
		}
	});

	test('any other type is an error', () => {
		expect(rejected('{"id":1}')).toBe('json_parse_error:cannot read number as the string id');
		expect(rejected(withRaw('"decision":{}'))).toBe('json_parse_error:cannot read object as the string decision');
		expect(rejected(withRaw('"request_id":[]'))).toBe('json_parse_error:cannot read array as the string request_id');
		expect(rejected(withRaw('"occurred_at":true'))).toBe('json_parse_error:cannot read bool as the string occurred_at');
		expect(rejected(withRaw('"ID":2,"id":"a"'))).toBe('json_parse_error:cannot read number as the string id');
	});

	test('half surrogate pairs become U+FFFD in strings, and are refused inside the JSON members', () => {
		expect(accepted(withRaw('"request_id":"a\\ud800b","unknown":"\\udc00"')).requestId).toBe('a\uFFFDb');
		expect(rejected(withRaw('"metadata_json":{"a":"\\ud800"}'))).toBe('json_parse_error:lone surrogate');
		// the decision's flaw is not the metadata's
		expect(accepted(withRaw('"decision":"\\ud800","metadata_json":{"n":1.50}')).metadataText).toBe('{"n": 1.50}');
	});

	test('U+0000 is removed; only in a JSON member that has it do numbers go through float64', () => {
		const event = accepted(withRaw('"decision":"al\\u0000low","metadata_json":{"k\\u0000":"v\\u0000","n":1.50},"diagnostics_json":[1.50]'));
		expect(event).toMatchObject({ decision: 'allow', metadataText: '{"k": "v", "n": 1.5}', diagnosticsText: '[1.50]' });
		expect(rejected(withRaw('"id":"\\u0000"'))).toBe('json_parse_error:required fields missing (id, zone_id, occurred_at)');
	});

	test('a number beyond numeric is only an error inside a JSON member', () => {
		expect(rejected(withRaw('"metadata_json":{"a":1e200000}'))).toBe('json_parse_error:number out of range');
		expect(accepted(withRaw('"later":1e200000')).id).toBe('evt-1');
	});

	test('an ordinary key is an ordinary key', () => {
		expect(accepted(withRaw('"__proto__":{"id":"x"},"metadata_json":{"__proto__":{"a":1}}'))).toMatchObject({
			id: 'evt-1',
			metadataText: '{"__proto__": {"a": 1}}',
		});
	});
});

test.each([
	'',
	'null',
	'{}',
	'{"id":"a","zone_id":"z"}',
	'{"id":"","zone_id":"z","occurred_at":"2026-11-21T12:00:00Z"}',
	'{"id":"a","zone_id":null,"occurred_at":"2026-11-21T12:00:00Z"}',
])('without id, zone_id or occurred_at it is rejected: %s', (data) => {
	expect(rejected(data)).toMatch(data === '' ? /^json_parse_error:unexpected end/ : /^json_parse_error:required fields missing/);
});

test.each(['[]', '"a"', '1', '{"id":"a"', '{"id":"a"}x', '{"id":"a",}', '\uFEFF{}'])('what is no JSON object is rejected: %s', (data) => {
	expect(rejected(data)).toMatch(/^json_parse_error:(cannot read|unexpected)/);
});

test('bounds', () => {
	expect(accepted(JSON.stringify({ ...BASE, id: 'x'.repeat(ID_BYTES_MAX) })).id).toHaveLength(ID_BYTES_MAX);
	expect(rejected(JSON.stringify({ ...BASE, id: 'é'.repeat(ID_BYTES_MAX / 2 + 1) }))).toBe(
		`json_parse_error:id longer than ${ID_BYTES_MAX} bytes`,
	);
	expect(rejected(JSON.stringify({ ...BASE, zone_id: 'x'.repeat(ID_BYTES_MAX + 1) }))).toBe(
		`json_parse_error:zone_id longer than ${ID_BYTES_MAX} bytes`,
	);
	expect(rejected(JSON.stringify({ ...BASE, metadata_json: 'x'.repeat(DATA_BYTES_MAX) }))).toBe(
		`json_parse_error:data longer than ${DATA_BYTES_MAX} bytes`,
	);
	const deep = (depth: number) => withRaw(`"metadata_json":${'['.repeat(depth)}${']'.repeat(depth)}`);
	expect(accepted(deep(JSON_DEPTH_MAX)).metadataText).toHaveLength(2 * JSON_DEPTH_MAX);
	expect(rejected(deep(JSON_DEPTH_MAX + 1))).toMatch(/^json_parse_error:nested deeper/);
	const large = 'y'.repeat(5_000_000);
	expect(accepted(JSON.stringify({ ...BASE, metadata_json: { large } })).metadataText).toBe(`{"large": "${large}"}`);
});

describe('times', () => {
	test.each([
		['2026-11-21T12:00:00Z', 1_795_262_400_000_000n],
		['2026-11-21T13:00:00.5+01:00', 1_795_262_400_500_000n],
		['2026-11-21T07:00:00.000941024-05:00', 1_795_262_400_000_941n],
		['0001-01-01T00:00:00Z', -62_135_596_800_000_000n],
		['9999-12-31T23:59:59.999999999Z', 253_402_300_799_999_999n],
		['1600-02-29T00:00:00.0000001Z', -11_670_998_400_000_000n],
	])('%s', (text, micros) => {
		expect(accepted(JSON.stringify({ ...BASE, occurred_at: text })).occurredAt).toBe(micros);
	});

	test.each([
		'',
		'2026-11-21',
		'2026-02-30T00:00:00Z',
		'2026-11-21T24:00:00Z',
		'2026-11-21T12:00:00',
		'2026-11-21 12:00:00Z',
		'2026-11-21T12:00:00.Z',
		'1795262400',
	])('%s is no time', (text) => {
		expect(rejected(JSON.stringify({ ...BASE, occurred_at: text }))).toBe('json_parse_error:occurred_at is no RFC 3339 time');
	});

	test('the short way reads what the exact one reads, or leaves it to it', () => {
		const two = (max: number) => fc.nat(max).map((n) => String(n).padStart(2, '0'));
		const time = fc
			.tuple(
				fc.integer({ min: 1600, max: 2400 }),
				two(13),
				two(32),
				two(24),
				two(60),
				two(60),
				fc.option(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 12 })),
				fc.oneof(
					fc.constantFrom('Z', 'z', '', '+0100', '+1:00'),
					fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
				),
			)
			.map(
				([year, month, day, h, m, s, fraction, zone]) =>
					`${year}-${month}-${day}T${h}:${m}:${s}${fraction === null ? '' : `.${fraction}`}${zone}`,
			);
		let short = 0;
		fc.assert(
			fc.property(time, (text) => {
				const bytes = Buffer.from(`..${text}..`);
				const micros = plainMicros(bytes, 2, 2 + text.length);
				if (Number.isNaN(micros)) return;
				short++;
				expect(BigInt(micros)).toBe(parseRfc3339Micros(text));
			}),
			{ numRuns: 5000 },
		);
		expect(short).toBeGreaterThan(500);
	});
});
