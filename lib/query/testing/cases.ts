import { jsonbText } from '../../chain/jsonb-text';
import type { AuditEvent } from '../../events/contract';
import type { JsonValue } from '../../json';
import { parseRfc3339Micros } from '../../time';

/** Few events and what each query finds of them, for every backend: the instant the queries are asked at. */
export const NOW = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;

/** An event of which only some members matter. */
export function eventOf(
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
	id: 'ev-2',
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
	id: 'ev-3',
	eventType: 'step_up_decided',
	decision: 'approved',
	evaluationStatus: 'complete',
	metadata: { challenge_id: 'ch_1', tier: 'high', approver_subject_id: 'console:acct_9', workload_id: 'wl_1', jti: 'jti-1' },
});
const EDGES = eventOf({
	id: 'ev-4',
	eventType: 'delegation_edge_expire',
	metadata: { edge_ids: ['edge_7', 'edge_8'], affected_edges: 2, epoch: 12 },
});
/** By name; places 1, 2, 3, ... in the chain of their zone. */
export const EVENTS = { exchange: EXCHANGE, gateway: GATEWAY, approval: APPROVAL, edges: EDGES };
export const ALL: readonly string[] = Object.keys(EVENTS);

/** At least one query for every field, and the events it finds. */
export const FIELD_CASES: readonly (readonly [query: string, found: readonly string[]])[] = [
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

/** Free text. */
export const WORDS_CASES: readonly (readonly [query: string, found: readonly string[]])[] = [
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
	['_', []],
];
