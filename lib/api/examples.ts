const EVENT = {
	id: '0199a001-7c10-7a00-9b01-000000000001',
	zone_id: 'zn_demo',
	event_type: 'token_exchange',
	request_id: 'req-42',
	decision: 'deny',
	policy_set_id: '',
	policy_set_version_id: 'psv_demo_7',
	manifest_sha: '5b1f0c9d5b1f0c9d5b1f0c9d5b1f0c9d5b1f0c9d5b1f0c9d5b1f0c9d5b1f0c9d',
	evaluation_status: 'complete',
	determining_policies_json: [],
	diagnostics_json: [{ reason: 'no_rule_matched' }],
	metadata_json: {
		application_id: 'app_mailer',
		resource: 'resource://crm',
		requested_scopes: ['crm:read'],
		session_id: 'ar_1',
		agent_session_id: 'ses_1',
	},
	occurred_at: '2026-11-21T12:00:00.123456Z',
	ingested_at: '2026-11-21T12:00:00.180211Z',
	chain_seq: 1042,
};

const ITEM = {
	zone: 'zn_demo',
	seq: 1042,
	id: EVENT.id,
	occurredAt: EVENT.occurred_at,
	ingestedAt: EVENT.ingested_at,
	type: 'token_exchange',
	decision: 'deny',
	evaluationStatus: 'complete',
	requestId: 'req-42',
	sentence: [
		{ text: 'mailer', kind: 'strong' },
		{ text: ' wanted ', kind: 'plain' },
		{ text: 'crm:read', kind: 'code' },
	],
};

/** What every error has besides its code and message. */
export const ERROR_EXAMPLE = {
	todo: 'What to do about it, in a sentence.',
	requestId: 'b1c63a1e-5a0e-4a43-9f6e-2f9d3b0b8f11',
};

/** An example answer by the id of the operation. */
export const ANSWER_EXAMPLES: Readonly<Record<string, unknown>> = {
	listEvents: {
		events: [ITEM],
		older: 'MX4xNzYzNzI2NDAwMTIzNDU2fjF-MTA0Mg',
		newer: null,
		window: { from: '2026-11-20T12:00:05.000000Z', to: '2026-11-21T12:00:05.000000Z' },
		position: 'eyIxIjoxMDQyfQ',
		datedAhead: 0,
		readAt: '2026-11-21T12:00:05.000000Z',
	},
	countEvents: {
		total: 1042,
		exact: true,
		decisions: [
			{ decision: 'allow', events: 1000 },
			{ decision: 'deny', events: 42 },
		],
	},
	newEvents: { total: 3, exact: true },
	lookUp: { events: [{ zone: 'zn_demo', seq: 1042, occurredAt: EVENT.occurred_at }], requestEvents: 0 },
	listZones: { items: [{ zone_id: 'zn_demo', events: 1042, head_seq: 1042, newest_at: EVENT.ingested_at }] },
	listAudit: { items: [EVENT], next_cursor: 'Mn4xNzYzNzI2NDAwMTIzNDU2fjEwNDJ-' },
	listRequestAudit: [EVENT],
	explainRequest: {
		request_id: 'req-42',
		zone_id: 'zn_demo',
		final_decision: 'deny',
		denied: [
			{
				event_id: EVENT.id,
				event_type: 'token_exchange',
				evaluation_status: 'complete',
				determining_policies: [],
				diagnostics: [{ reason: 'no_rule_matched' }],
				metadata: EVENT.metadata_json,
				policy_input: {
					reconstructed: true,
					principal: { type: 'application', id: 'app_mailer' },
					resource: 'resource://crm',
					requested_scopes: ['crm:read'],
					session_id: 'ar_1',
					agent_session_id: 'ses_1',
					delegation_edge_id: null,
				},
			},
		],
		events: [EVENT],
		events_total: 1,
	},
	listAdminAudit: {
		items: [
			{
				id: 'ctl-req-1',
				request_id: 'ctl-req-1',
				actor_id: 'app_ops',
				actor_name: null,
				actor_scope: null,
				action: 'session.terminate',
				method: null,
				path: null,
				entity_type: 'session',
				entity_id: null,
				status_code: null,
				payload_json: { subject: 'app_ops', client_id: 'app_ops', command: 'session', subcommand: 'terminate' },
				occurred_at: '2026-11-21T12:00:04.000000Z',
				chain_seq: 1050,
				signed: true,
			},
		],
		next_cursor: null,
	},
};
