import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonbText } from '../chain/jsonb-text';
import type { AuditEvent } from '../events/contract';
import { termOf } from '../events/terms';
import type { JsonValue } from '../json';
import { parseRfc3339Micros } from '../time';
import { AREAS, areaOf, typesOfAreas } from './areas';
import { compareDecimals } from './decimal';
import { queryEventOf } from './event';
import { FIELDS } from './fields';
import { formatQuery } from './format';
import { globHolds, matches } from './match';
import { namesAsked, resolveNames } from './names';
import { parseQuery } from './parse';
import { patternParts } from './test-of';
import { eventArbitrary, queryArbitrary } from './testing/arbitrary';

const NOW = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;

function eventOf(
	given: Omit<Partial<AuditEvent>, 'metadataText'> & { metadata?: JsonValue; diagnostics?: JsonValue; policies?: JsonValue },
): AuditEvent {
	const { metadata, diagnostics, policies, ...rest } = given;
	const text = (value: JsonValue | undefined) => (value === undefined ? null : jsonbText(JSON.stringify(value)));
	return {
		id: 'ev-1',
		zoneId: 'prod-eu',
		eventType: 'token_exchange',
		requestId: '',
		decision: '',
		policySetId: '',
		policySetVersionId: '',
		manifestSha: '',
		evaluationStatus: '',
		determiningPoliciesText: text(policies),
		diagnosticsText: text(diagnostics),
		metadataText: text(metadata),
		occurredAt: NOW - 600_000_000n,
		...rest,
	};
}

/** Wire reference 2.2: a delegated agent, allowed. */
const EXCHANGE = eventOf({
	id: '0199a001-7c10-7a00-9b01-000000000001',
	requestId: 'req-42',
	decision: 'allow',
	policySetId: 'ps_demo',
	policySetVersionId: 'psv_demo_7',
	evaluationStatus: 'complete',
	policies: [{ policy: 'caracal-mailer-use' }],
	diagnostics: [{ risk: [{ scope: 'crm:read', tier: 'low' }] }],
	metadata: {
		application_id: 'app_mailer',
		application_name: 'mailer',
		resource: 'resource://crm',
		requested_scopes: ['crm:read', 'crm:write'],
		session_id: 'ar_presented_1',
		agent_session_id: 'ses_child',
		agent_parent_id: 'ses_root',
		delegation_edge_id: 'edge_1',
		agent_labels: ['batch', 'nightly'],
		delegation_chain: [
			{ application_id: 'app_orchestrator', agent_session_id: 'ses_top', delegation_edge_id: 'edge_0' },
			{ application_id: 'app_mailer', agent_session_id: 'ses_child', delegation_edge_id: '' },
		],
		delegation_hop_count: 1,
		note: 'MFA required, "twice"\nby C:\\new',
		password: 'hunter2 tiger',
		ratio: 1.5,
	},
});
/** Wire reference 2.6. */
const GATEWAY = eventOf({
	eventType: 'gateway_resource_request',
	requestId: 'req-42',
	decision: 'allow',
	evaluationStatus: 'upstream_error',
	diagnostics: [],
	policies: [],
	metadata: {
		application_id: 'app_mailer',
		resource: 'resource://crm',
		method: 'GET',
		path: '/contacts/9',
		subject_fingerprint: '8c1f0a2b3d4e5f60',
		latency_ms: 31,
		trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
		upstream_host: 'crm.internal',
		provider_id: 'prov_1',
		upstream_status: 503,
		error_kind: 'transport_error',
	},
});
const APPROVAL = eventOf({
	eventType: 'step_up_decided',
	decision: 'approved',
	evaluationStatus: 'complete',
	metadata: { challenge_id: 'ch_1', tier: 'high', approver_subject_id: 'console:acct_9', workload_id: 'wl_1', jti: 'jti-1' },
});
const EDGES = eventOf({ eventType: 'delegation_edge_expire', metadata: { edge_ids: ['edge_7', 'edge_8'], affected_edges: 2, epoch: 12 } });
const EVENTS = { exchange: EXCHANGE, gateway: GATEWAY, approval: APPROVAL, edges: EDGES };
const ALL = Object.keys(EVENTS);

/** The events a query finds, by name; places 1, 2, 3, ... */
function found(text: string): string[] {
	const { query, problems } = parseQuery(text, { nowMicros: NOW });
	expect(problems).toEqual([]);
	return Object.entries(EVENTS)
		.filter(([, event], i) => matches(query, queryEventOf(event, i + 1)))
		.map(([name]) => name);
}

describe('every field', () => {
	const asked: [string, string[]][] = [
		['zone:prod-eu', ALL],
		['zone:prod*', ALL],
		['zone:prod-us', []],
		['decision:allow', ['exchange', 'gateway']],
		['decision:none', ['edges']],
		['decision:Allow', []],
		['decision:a*', ['exchange', 'gateway', 'approval']],
		['type:token_exchange', ['exchange']],
		['area:approvals,delegations', ['approval', 'edges']],
		['reason:transport_error', ['gateway']],
		['status:complete', ['exchange', 'approval']],
		['request:req-42', ['exchange', 'gateway']],
		['request:*', ['exchange', 'gateway']],
		['id:*0001', ['exchange']],
		['app:app_mailer', ['exchange', 'gateway']],
		['app:wl_1', ['approval']],
		['workload:wl_1', ['approval']],
		['subject:8c1f0a2b3d4e5f60', ['gateway']],
		['subject:console:acct_9', ['approval']],
		['resource:resource://crm', ['exchange', 'gateway']],
		['resource:"resource://c*"', ['exchange', 'gateway']],
		['resource:resource://%', []],
		['scope:crm:write', ['exchange']],
		['scope:crm:read AND scope:crm:write', ['exchange']],
		['method:GET', ['gateway']],
		['method:get', []],
		['path:/contacts/*', ['gateway']],
		['host:crm.internal', ['gateway']],
		['policy:caracal-mailer-use', ['exchange']],
		['policy:ps_demo', ['exchange']],
		['policy-version:psv_demo_7', ['exchange']],
		['session:ses_child', ['exchange']],
		['session:ses_root', ['exchange']],
		['session:ses_top', ['exchange']],
		['session:ar_presented_1', []],
		['authority:ar_presented_1', ['exchange']],
		['edge:edge_1', ['exchange']],
		['edge:edge_0', ['exchange']],
		['edge:edge_8', ['edges']],
		['label:nightly', ['exchange']],
		['challenge:ch_1', ['approval']],
		['tier:high', ['approval']],
		['tier:low', ['exchange']],
		['jti:jti-1', ['approval']],
		['trace:4bf9*', ['gateway']],
		['latency:>30', ['gateway']],
		['latency:>31', []],
		['latency:31..31', ['gateway']],
		['latency:*', ['gateway']],
		['upstream-status:500..599', ['gateway']],
		['provider:prov_1', ['gateway']],
		['seq:2..3', ['gateway', 'approval']],
		['since:15m', ALL],
		['since:5m', []],
		['until:5m', ALL],
		['until:10m', []],
		['meta.delegation_hop_count:1', ['exchange']],
		['meta.delegation_hop_count:>=1', ['exchange']],
		['meta.ratio:1.4..1.6', ['exchange']],
		['meta.delegation_chain.application_id:app_orch*', ['exchange']],
		['meta.delegation_chain:*', []],
		['meta.agent_labels:*', ['exchange']],
		['meta.edge_ids:edge_7', ['edges']],
		['meta.constructor:*', []],
		['meta.__proto__:*', []],
	];
	test.each(asked)('%s', (text, expected) => {
		expect(found(text)).toEqual(expected);
		expect(found(`-(${text})`)).toEqual(ALL.filter((name) => !expected.includes(name)));
	});

	test('none was forgotten', () => {
		for (const { name } of FIELDS)
			expect(
				asked.some(([text]) => text.startsWith(`${name}:`)),
				name,
			).toBe(true);
	});
});

describe('free text', () => {
	test.each([
		['mailer', ['exchange']],
		['MAILER', ['exchange']],
		['mail', []],
		['mail*', ['exchange']],
		['*ailer', ['exchange', 'gateway']],
		['"mfa required"', ['exchange']],
		['"required mfa"', []],
		['mfa twice', ['exchange']],
		['"c:\\\\new"', ['exchange']],
		['crm', ['exchange', 'gateway']],
		['step_up_decided', ['approval']],
		['hunter2', []],
		['*hunter*', []],
		['password', ['exchange']],
		['%', null],
		['_', []],
	])('%j', (text, expected) => {
		if (expected === null) expect(parseQuery(text, { nowMicros: NOW }).problems).toHaveLength(1);
		else expect(found(text)).toEqual(expected);
	});
});

test('values longer than the dictionary keeps are found whole and by their dictionary form, not by what was cut off', () => {
	const long = `resource://${'ż'.repeat(200)}`;
	const event = queryEventOf(eventOf({ metadata: { resource: `${long}1` } }), 1);
	const holds = (value: string, op: 'equals' | 'matches' = 'equals') => {
		const test = op === 'equals' ? ({ op, value } as const) : ({ op, pattern: value } as const);
		return matches({ kind: 'field', field: 'resource', test, span: { from: 0, to: 0 } }, event);
	};
	expect(holds(`${long}1`)).toBe(true);
	expect(holds(`${long}2`)).toBe(false);
	expect(holds(termOf(`${long}1`))).toBe(true);
	expect(holds('resource://ż*', 'matches')).toBe(true);
	expect(holds('*1', 'matches')).toBe(termOf(`${long}1`).endsWith('1'));
});

test('names become the ids known by them, the name itself stays one', () => {
	const parsed = parseQuery('app:billing -workload:night* type:billing app:*', { nowMicros: NOW }).query;
	expect(namesAsked(parsed)).toMatchObject([
		{ field: 'app', test: { op: 'equals', value: 'billing' } },
		{ field: 'workload', test: { op: 'matches', pattern: 'night*' } },
	]);
	const resolved = resolveNames(parsed, ({ field }) => (field === 'app' ? ['app_1', 'billing', 'app_2'] : ['wl_1']));
	const asked = '((app:billing OR app:app_1 OR app:app_2) OR app:*) AND NOT (workload:"night*" OR workload:wl_1) AND type:billing';
	expect(formatQuery(resolved)).toBe(asked);
	expect(formatQuery(resolveNames(parsed, () => []))).toBe(formatQuery(parsed));
});

test('areas: every type is in one, and the types of areas are theirs', () => {
	expect(areaOf('constructor')).toBe('other');
	for (const area of AREAS) {
		const { types, isExcept } = typesOfAreas((each) => each === area);
		for (const type of ['token_exchange', 'console.search', 'policy_activate', 'brand_new', ''])
			expect(types.includes(type) !== isExcept, `${type} in ${area}`).toBe(areaOf(type) === area);
	}
});

test('a query and its negation share the events out between them', () => {
	fc.assert(
		fc.property(queryArbitrary, eventArbitrary, fc.nat(300), (query, event, seq) => {
			const made = queryEventOf(event, seq);
			expect(matches({ kind: 'not', of: query }, made)).toBe(!matches(query, made));
			const text = `-(${formatQuery(query)})`;
			expect(matches(parseQuery(text, { nowMicros: NOW }).query, made)).toBe(!matches(query, made));
		}),
		{ numRuns: 2000 },
	);
});

test('patterns match as regular expressions made of them do', () => {
	const piece = fc.string({ unit: fc.constantFrom(...'ab*\\.%'), maxLength: 8 });
	fc.assert(
		fc.property(piece, fc.string({ unit: fc.constantFrom(...'ab*\\.%'), maxLength: 12 }), (pattern, text) => {
			const parts = patternParts(pattern);
			const expression = new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*')}$`);
			expect(globHolds(parts, text)).toBe(expression.test(text));
		}),
		{ numRuns: 5000 },
	);
});

test('decimals compare as numbers of any length', () => {
	const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(9)).map(([digits, places]) => {
		const size = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
		const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
		return { text: digits < 0n ? `-${text}` : text, scaled: digits * 10n ** BigInt(9 - places) };
	});
	fc.assert(
		fc.property(decimal, decimal, (a, b) => {
			expect(Math.sign(compareDecimals(a.text, b.text))).toBe(a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0);
		}),
	);
	expect(compareDecimals('-0', '0.0')).toBe(0);
	expect(compareDecimals('1.50', '1.5')).toBe(0);
});
