/** The columns of Caracal's audit rows, in its order, and the place in the chain, which it does not tell. */
export const AUDIT_COLUMNS = [
	'id',
	'zone_id',
	'event_type',
	'request_id',
	'decision',
	'policy_set_id',
	'policy_set_version_id',
	'manifest_sha',
	'evaluation_status',
	'determining_policies_json',
	'diagnostics_json',
	'metadata_json',
	'occurred_at',
	'ingested_at',
	'chain_seq',
] as const;
export type AuditColumn = (typeof AUDIT_COLUMNS)[number];

/** Short forms that `fields` takes besides the columns: the names of the policies, and the two other JSON columns. */
export const AUDIT_SHORT_FIELDS = ['determining_policies', 'diagnostics', 'metadata'] as const;

/** Members of metadata that `fields` takes, each a field of its own (wire reference, section 2). The names are the producers'. */
export const METADATA_FIELDS = [
	...['application_id', 'application_name', 'application_registration_method', 'app_id', 'client_id'],
	...['workload_id', 'workload_name', 'launch_id', 'env', 'binding_count'],
	...['resource', 'requested', 'requested_scopes', 'reason', 'method', 'path'],
	...['session_id', 'authority_record_id', 'subject', 'subject_kind', 'federated_user_issuer', 'subject_anchor'],
	...['agent_session_id', 'agent_parent_id', 'agent_lifecycle', 'agent_labels', 'agent_depth'],
	...['delegation_edge_id', 'delegation_chain', 'delegation_hop_count', 'delegation_graph_epoch'],
	...['challenge_id', 'tier', 'approver_class', 'privacy_mode', 'binding', 'expires_at', 'reissued'],
	...['approver_plane', 'approver_subject_id', 'approver_session_id'],
	...['jti', 'subject_fingerprint', 'subject_fp', 'trace_id', 'gateway_status', 'latency_ms', 'response_bytes'],
	...['upstream_host', 'upstream_status', 'result_class', 'error_kind', 'auth_mode', 'provider_id', 'connection_id'],
	...['revocation_interrupted', 'command', 'subcommand', 'idempotency_key', 'authorized_by', 'credential', 'actor'],
	...['edge_id', 'edge_ids', 'affected_edges', 'source_session_id', 'target_session_id', 'parent_id', 'grant_id', 'epoch'],
] as const;

const KNOWN: ReadonlySet<string> = new Set([...AUDIT_COLUMNS, ...AUDIT_SHORT_FIELDS, ...METADATA_FIELDS]);

/** Whether `fields` may name it. */
export function isAuditField(name: string): boolean {
	return KNOWN.has(name);
}
