import type { JsonValue } from '../../json';

/** Metadata that no producer writes and anybody may send. */
export const HOSTILE_METADATA: readonly JsonValue[] = [
	null,
	[],
	'text',
	1e21,
	{},
	JSON.parse('{"__proto__":{"application_id":"app_x"},"constructor":{"prototype":1},"toString":"x","hasOwnProperty":1}') as JsonValue,
	{ application_id: 5, resource: ['r'], requested_scopes: 'crm:read', delegation_chain: { a: 1 }, latency_ms: '31', gateway_status: {} },
	{ delegation_chain: [null, 5, 'x', [], { application_id: {} }], delegation_hop_count: -3, delegation_graph_epoch: 'NaN' },
	{ challenge_id: '__proto__', agent_session_id: 'constructor', delegation_edge_id: 'toString', session_id: 'hasOwnProperty' },
	{
		application_name: '\u202egnp.exe\u0000<script>',
		resource: 'x'.repeat(5000),
		requested_scopes: Array.from({ length: 500 }, (_, i) => `s${i}`),
	},
	{ expires_at: 'tomorrow', latency_ms: -1e300, upstream_status: 1e308, edge_ids: ['a', 5, null], affected_edges: 'many' },
];

/** Chains and parents that close on themselves, and what contradicts itself. */
export const CYCLES = `
0     session_spawn session=ses_a parent_id=ses_b application_id=app_a
0     session_spawn session=ses_b parent_id=ses_a application_id=app_b
1s    token_exchange allow complete app=app_a session=ses_a record=ar_1 resource=resource://crm scopes=x policies=caracal-a-use version=psv_1
2s    token_exchange allow complete app=app_a session=ses_a record=ar_1 edge=edge_9 chain=app_a/ses_a>edge_1>app_b/ses_b>edge_2>app_a/ses_a>edge_1>app_b/ses_b hops=7 resource=resource://pay scopes=x policies=caracal-a-use version=psv_1
`;

/** An approval that was decided twice, used before that and after it had expired. */
export const TORN_APPROVAL = `
0     token_exchange allow complete app=app_a resource=resource://pay diag=step_up policies=caracal-a-use
1s    step_up_issued pending complete app=app_a challenge=ch_x expires_at=2026-11-21T12:00:30Z tier=high
5s    step_up_consumed consumed complete app=app_a challenge=ch_x
40s   step_up_decided approved complete request=adm-1 challenge=ch_x approver_subject_id=console:a
41s   step_up_decided rejected complete request=adm-2 challenge=ch_x approver_subject_id=console:b
50s   step_up_consumed consumed complete app=app_a challenge=ch_x
`;

/** An event without anything, one of an unknown type, one whose stream entry is not known. */
export const BARE = `
0     - - - meta=null
1s    future.event partial odd meta={}
2s    token_exchange partial complete meta={"resource":"resource://crm"}
3s    token_exchange allow made_up stream= app=app_a resource=resource://crm
4s    gateway_resource_request allow made_up app=app_a resource=resource://crm
`;
