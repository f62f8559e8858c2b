/**
 * The shapes of the wire reference (2.2 to 2.8 and 1.5 to 1.7), written from the reference and not from the producers.
 * A shape matches when every required key is there and no key outside required and optional.
 */
export interface Shape {
	readonly required: readonly string[];
	readonly optional?: readonly string[];
}

export interface EventShape extends Shape {
	readonly decisions: readonly string[];
	readonly statuses: readonly string[];
	/** What policies and diagnostics may be: `null`, `[]` or `some` elements. */
	readonly lists: readonly ('null' | 'empty' | 'some')[];
	/** Fields of the stream entry, one list per path it may take. */
	readonly entries: readonly (readonly string[])[];
	/** Whether `occurred_at` is Go's (up to nine digits, any zone) or JavaScript's (milliseconds, UTC). */
	readonly clock: 'go' | 'js' | 'either';
}

const words = (text: string) => text.split(' ');
const DIRECT = words('id data sig');
const OUTBOX = words('outbox_id id data sig _sig');
const APPLICATION = words('application_id application_name application_registration_method');
const CHALLENGE = words('challenge_id tier approver_class privacy_mode binding expires_at');
const CHALLENGE_OPTIONAL = words('subject_anchor application_id session_id agent_session_id delegation_edge_id agent_labels');
const STATUSES = words(
	'complete approval_invalid approval_already_consumed approval_rejected approval_expired approval_policy_changed approval_class_conflict resource_not_found scope_mismatch resource_outside_delegation operation_not_permitted rate_limited control_resource_requires_control_key provider_unavailable credential_not_provisioned credential_refresh_failed credential_injection_denied subject_federation_invalid subject_federation_rejected policy_eval_failed exchange_denied provider_credential_unavailable',
);

export const EVENT_SHAPES: Readonly<Record<string, EventShape>> = {
	token_exchange: {
		decisions: ['allow', 'deny'],
		statuses: STATUSES,
		lists: ['null', 'empty', 'some'],
		entries: [DIRECT],
		clock: 'go',
		required: [],
		optional: [
			...APPLICATION,
			...words('resource requested reason method path requested_scopes session_id agent_session_id delegation_edge_id subject_kind'),
			...words('agent_lifecycle agent_labels agent_depth agent_parent_id delegation_chain delegation_hop_count delegation_graph_epoch'),
			...words('federated_user_issuer workload_id workload_name launch_id env'),
			...CHALLENGE,
			'subject_anchor',
		],
	},
	run_launch: {
		decisions: ['allow', 'deny'],
		statuses: ['complete', 'workload_auth_failed'],
		lists: ['null'],
		entries: [DIRECT],
		clock: 'go',
		required: ['workload_id'],
		optional: words('workload_name binding_count launch_id'),
	},
	step_up_issued: {
		decisions: ['pending'],
		statuses: ['complete'],
		lists: ['null'],
		entries: [DIRECT],
		clock: 'go',
		required: CHALLENGE,
		optional: [...APPLICATION, ...CHALLENGE_OPTIONAL, ...words('workload_id workload_name resource env')],
	},
	step_up_decided: {
		decisions: ['approved', 'rejected'],
		statuses: ['complete'],
		lists: ['null', 'empty'],
		entries: [OUTBOX],
		clock: 'either',
		required: words('challenge_id tier approver_class privacy_mode binding approver_plane'),
		optional: [...CHALLENGE_OPTIONAL, ...words('expires_at approver_session_id approver_subject_id reason')],
	},
	step_up_consumed: {
		decisions: ['consumed'],
		statuses: ['complete'],
		lists: ['null'],
		entries: [DIRECT],
		clock: 'go',
		required: ['challenge_id', ...APPLICATION],
		optional: [...CHALLENGE, ...CHALLENGE_OPTIONAL, ...words('reissued authority_record_id')],
	},
	jti_collision: {
		decisions: ['deny'],
		statuses: ['anomaly'],
		lists: ['null'],
		entries: [DIRECT],
		clock: 'go',
		required: words('jti app_id request_id'),
	},
	replay_detected: {
		decisions: ['deny'],
		statuses: ['anomaly'],
		lists: ['empty'],
		entries: [DIRECT],
		clock: 'go',
		required: words('jti resource client_id subject_fp request_id'),
	},
	gateway_resource_request: {
		decisions: ['allow'],
		statuses: words('executed upstream_error upstream_rejected build_failed'),
		lists: ['empty'],
		entries: [DIRECT],
		clock: 'go',
		required: words('application_id resource method subject_fingerprint gateway_status latency_ms response_bytes'),
		optional: words(
			'trace_id subject_kind upstream_host auth_mode provider_id connection_id error_kind upstream_status result_class revocation_interrupted',
		),
	},
	'control.invoke': {
		decisions: ['allow', 'deny'],
		statuses: ['complete'],
		lists: ['empty'],
		entries: [DIRECT, OUTBOX],
		clock: 'js',
		required: words('subject jti client_id command subcommand reason idempotency_key authorized_by'),
	},
	credential_revealed: {
		decisions: ['allow'],
		statuses: ['complete'],
		lists: ['empty'],
		entries: [OUTBOX],
		clock: 'js',
		required: ['credential', 'actor'],
		optional: words('application_id application_name workload_id workload_name'),
	},
};

/** Entries of the authority streams, by stream and `event`; the coordinator's have a `dedupe_key`, the API's have none. */
export const AUTHORITY_SHAPES: Readonly<Record<string, Shape>> = {
	'caracal.sessions.revoke': {
		required: words('outbox_id zone_id reason _sig'),
		optional: words('dedupe_key session_id agent_session_id delegation_edge_id grant_id'),
	},
	'caracal.delegations.invalidate edge_create': {
		required: words('outbox_id dedupe_key event zone_id edge_id source_session_id target_session_id epoch _sig'),
	},
	'caracal.delegations.invalidate edge_revoke': {
		required: words('outbox_id dedupe_key event zone_id edge_id epoch _sig'),
		optional: words('affected_edges reason'),
	},
	'caracal.delegations.invalidate edge_expire': {
		required: words('outbox_id dedupe_key event zone_id affected_edges edge_ids epoch _sig'),
	},
	'caracal.agents.lifecycle spawn': {
		required: words('outbox_id dedupe_key event zone_id agent_session_id parent_id application_id _sig'),
	},
	'caracal.agents.lifecycle suspend': { required: words('outbox_id dedupe_key event zone_id agent_session_id parent_id reason _sig') },
	'caracal.agents.lifecycle resume': { required: words('outbox_id dedupe_key event zone_id agent_session_id parent_id _sig') },
	'caracal.agents.lifecycle terminate': {
		required: words('outbox_id event zone_id agent_session_id reason _sig'),
		optional: words('dedupe_key parent_id'),
	},
	'caracal.policy.invalidate': { required: words('outbox_id zone_id policy_set_id _sig'), optional: ['policy_set_version_id'] },
};

/** The keys of `data`, in any order (wire reference 1.3); `policy_set_id` is never set by a producer. */
export const DATA_SHAPE: Shape = {
	required: words(
		'id zone_id event_type request_id decision evaluation_status determining_policies_json diagnostics_json metadata_json occurred_at',
	),
	optional: words('policy_set_version_id manifest_sha'),
};

/** What does not fit, or []. */
export function misfits(shape: Shape, keys: readonly string[]): string[] {
	const allowed = new Set([...shape.required, ...(shape.optional ?? [])]);
	return [
		...shape.required.filter((key) => !keys.includes(key)).map((key) => `missing ${key}`),
		...keys.filter((key) => !allowed.has(key)).map((key) => `unknown ${key}`),
	];
}
