import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteSink } from '../chain/byte-sink';
import type { JsonValue } from '../json';
import { parseAuditData } from './parse';
import { DataParser } from './parse-data';
import { ParsedView } from './parse-view';
import { LABELS_MAX, type Projection, projectEvent, projectView } from './project';
import { keyOf, TERM_BYTES_MAX, termOf } from './terms';

const BASE = {
	id: 'a',
	zone_id: 'z',
	occurred_at: '2026-11-21T12:00:00Z',
	event_type: 'token_exchange',
	evaluation_status: 'complete',
	decision: 'deny',
};

const parser = new DataParser();
const view = new ParsedView(parser);

/** The projection from the bytes, as the worker makes it. */
function fromBytes(data: string): Projection {
	const sink = new ByteSink(16);
	sink.putText(data);
	parser.read(sink, 0, sink.end);
	return projectView(view.refresh());
}

/** The projection, made both ways. */
function projected(members: { readonly [key: string]: JsonValue }): Projection {
	const data = JSON.stringify({ ...BASE, ...members });
	const read = parseAuditData(data);
	if (!read.ok) throw new Error(read.reason);
	const projection = projectEvent(read.event);
	expect(fromBytes(data)).toEqual(projection);
	return projection;
}

describe('reason', () => {
	test.each([
		[
			'the first reason among the diagnostics',
			{ diagnostics_json: [{ risk: [] }, { reason: 'no_rule_matched' }, { reason: 'x' }] },
			'no_rule_matched',
		],
		['a hold', { diagnostics_json: [{ risk: [] }, { step_up_required: null }] }, 'step_up_required'],
		['a reason before a hold', { diagnostics_json: [{ step_up_required: {} }, { reason: 'x' }] }, 'x'],
		['the evaluation status', { diagnostics_json: null, evaluation_status: 'rate_limited' }, 'rate_limited'],
		['no reason that is no text', { diagnostics_json: [{ reason: 1 }, { reason: '' }, 'reason', null, []] }, 'complete'],
		[
			'the error of the gateway',
			{ event_type: 'gateway_resource_request', metadata_json: { error_kind: 'transport_error' }, diagnostics_json: [{ reason: 'x' }] },
			'transport_error',
		],
		[
			'the status of the gateway without an error',
			{ event_type: 'gateway_resource_request', evaluation_status: 'executed', metadata_json: {} },
			'executed',
		],
		['the reason of the control plane', { event_type: 'control.invoke', metadata_json: { reason: 'scope_missing' } }, 'scope_missing'],
		['the status of the control plane without a reason', { event_type: 'control.invoke', metadata_json: { reason: '' } }, 'complete'],
		[
			'the reason of an authority event',
			{ event_type: 'session_revoke', evaluation_status: '', metadata_json: { reason: 'requested' } },
			'requested',
		],
		['nothing', { evaluation_status: '', metadata_json: 'reason' }, null],
	] as const)('%s', (_, members, reason) => {
		expect(projected(members as unknown as { [key: string]: JsonValue }).reason).toBe(reason);
	});
});

describe('application', () => {
	test.each([
		['token_exchange', { application_id: 'app', client_id: 'c', workload_id: 'w' }, 'app'],
		['replay_detected', { client_id: 'c' }, 'c'],
		['control.invoke', { client_id: 'c', subject: 's' }, 'c'],
		['jti_collision', { app_id: 'x', client_id: 'c' }, 'x'],
		['token_exchange', { client_id: 'c', workload_id: 'w' }, 'w'],
		['run_launch', { workload_id: 'w' }, 'w'],
		['toString', { app_id: 'x' }, null],
		['token_exchange', { application_id: '', app_id: 'x' }, null],
	] as const)('of %s with %j is %s', (eventType, metadata, application) => {
		expect(projected({ event_type: eventType, metadata_json: metadata }).application).toBe(application);
	});
});

test.each([
	[31, 31],
	[0, 0],
	[-5, -5],
	[2_147_483_647, 2_147_483_647],
	[2_147_483_648, null],
	[1.5, null],
	['31', null],
	[null, null],
])('a latency of %s becomes %s', (latency, kept) => {
	expect(projected({ metadata_json: { latency_ms: latency } }).latencyMs).toBe(kept);
});

describe('labels', () => {
	const many = Array.from({ length: LABELS_MAX + 5 }, (_, i) => `label ${i}`);
	test.each([
		['token_exchange', { agent_labels: ['batch', '', 'nightly', 1, 'batch', null] }, ['batch', 'nightly']],
		['token_exchange', { agent_labels: null, labels: ['x'] }, []],
		['token_exchange', { agent_labels: 'batch' }, []],
		['session_spawn', { labels: ['x'] }, ['x']],
		['session_spawn', { agent_labels: [], labels: ['x'] }, ['x']],
		['session_spawn', { agent_labels: ['a'], labels: ['x'] }, ['a']],
		['token_exchange', { agent_labels: many }, many.slice(0, LABELS_MAX)],
	])('of %s with %j are %j', (eventType, metadata, labels) => {
		expect(projected({ event_type: eventType, metadata_json: metadata }).labels).toEqual(labels);
	});
});

test('the other fields are taken as they are, empty ones as absent', () => {
	expect(projected({ policy_set_version_id: 'psv', metadata_json: { resource: 'resource://crm', upstream_host: 'crm.internal' } })).toEqual(
		{
			eventType: 'token_exchange',
			decision: 'deny',
			reason: 'complete',
			application: null,
			resource: 'resource://crm',
			policyVersion: 'psv',
			host: 'crm.internal',
			latencyMs: null,
			labels: [],
		},
	);
	expect(projected({ event_type: '', decision: '', metadata_json: [] })).toMatchObject({
		eventType: '',
		decision: null,
		resource: null,
		host: null,
	});
});

test('bytes and strings give the same projection, whatever the event holds', () => {
	const text = fc.oneof(fc.constantFrom('', 'a', 'é\n', '\u{1F600}"\\'), fc.string({ unit: 'grapheme', maxLength: 8 }));
	const scalar = fc.oneof(text, fc.integer(), fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }));
	const names = [
		'application_id',
		'client_id',
		'app_id',
		'workload_id',
		'resource',
		'reason',
		'upstream_host',
		'latency_ms',
		'error_kind',
		'step_up_required',
		'agent_labels',
		'labels',
		'x',
	];
	const object = fc.dictionary(fc.constantFrom(...names), fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })));
	fc.assert(
		fc.property(
			fc.constantFrom(
				'token_exchange',
				'gateway_resource_request',
				'control.invoke',
				'jti_collision',
				'replay_detected',
				'session_spawn',
				'',
			),
			fc.oneof(object, scalar, fc.array(object)),
			fc.oneof(fc.array(fc.oneof(object, scalar), { maxLength: 4 }), object, scalar),
			text,
			(eventType, metadata, diagnostics, status) => {
				projected({
					event_type: eventType,
					metadata_json: metadata as JsonValue,
					diagnostics_json: diagnostics as JsonValue,
					evaluation_status: status,
				});
			},
		),
		{ numRuns: 500 },
	);
});

test('keys written with escapes and repeated keys are found', () => {
	const data = `${JSON.stringify(BASE).slice(0, -1)},"metadata_json":{"resource":"first","re\\u0073ource":"last","application_id":"a\\u0000pp"}}`;
	expect(fromBytes(data)).toMatchObject({ resource: 'last', application: 'app' });
});

describe('dictionary values', () => {
	test('short ones stay, long ones are cut and stay different', () => {
		expect(termOf('resource://crm')).toBe('resource://crm');
		expect(termOf('a\u0000b')).toBe('ab');
		expect(termOf('x'.repeat(TERM_BYTES_MAX))).toBe('x'.repeat(TERM_BYTES_MAX));
		const [a, b] = [termOf(`${'\u{1F600}'.repeat(100)}a`), termOf(`${'\u{1F600}'.repeat(100)}b`)];
		expect(a).not.toBe(b);
		expect(a).toMatch(/^\u{1F600}{48}…[0-9a-f]{16}$/u);
	});

	test('a key is the first eight bytes of SHA-256', () => {
		// sha256("abc") begins with ba7816bf8f01cfea
		expect(BigInt.asUintN(64, keyOf('abc')).toString(16)).toBe('ba7816bf8f01cfea');
	});
});
