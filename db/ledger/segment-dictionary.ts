/**
 * What deflate may refer back to in a segment of codec 1: the shapes of the wire's events (wire reference 2 and 1.5 to 1.7), the
 * most frequent last. It is part of the stored format: never change it, add a codec with another one instead.
 */
const FIELDS = [
	'outbox_iddedupe_keyzone_ideventagent_session_ididparent_idnullapplication_idapp_reason_sig',
	'edge_createedge_revokeedge_expireedge_idedge_idssource_session_idtarget_session_idepochaffected_edges',
	'spawn:ses_suspendresumeterminate:ses_requestedttldelegation_revokedservice_heartbeat_lostpolicy_set_idpolicy_set_version_id',
];
const HEAD = '{"id":"019a0000-0000-7000-8000-000000000000","zone_id":"zn_prod","event_type":"';
const REQUEST = '","request_id":"019a0000-0000-7000-8000-000000000000","decision":"';
const NULLS = '","determining_policies_json":null,"diagnostics_json":null,"metadata_json":{"';
const EMPTIES = '","determining_policies_json":[],"diagnostics_json":[],"metadata_json":{"';
const TIME = '},"occurred_at":"2026-11-21T12:00:00.000000000Z"}';
const CHALLENGE =
	'challenge_id":"ch_","tier":"high","approver_class":"operator","privacy_mode":"identified","binding":"9f2c","expires_at":"2026-11-21T12:00:00Z","subject_anchor":"","application_id":"app_","application_name":"","application_registration_method":"managed","session_id":"ar_","agent_session_id":"ses_","delegation_edge_id":"edge_","agent_labels":["';

const EVENTS = [
	`${HEAD}run_launch${REQUEST}allow","evaluation_status":"complete${NULLS}workload_id":"wl_","workload_name":"","binding_count":2,"launch_id":"ln_"${TIME}`,
	`${HEAD}credential_revealed${REQUEST}allow","evaluation_status":"complete${EMPTIES}credential":"application_client_secret","application_id":"app_","application_name":"","actor":"console:"${TIME}`,
	`${HEAD}replay_detected${REQUEST}deny","evaluation_status":"anomaly${EMPTIES}jti":"019a0000-0000-7000-8000-000000000000","resource":"resource://","client_id":"app_","subject_fp":"","request_id":""${TIME}`,
	`${HEAD}control.invoke${REQUEST}deny","evaluation_status":"complete${EMPTIES}subject":"app_","jti":"","client_id":"app_","command":"session","subcommand":"terminate","reason":"scope_missing","idempotency_key":"","authorized_by":""${TIME}`,
	`${HEAD}step_up_issued${REQUEST}pending","evaluation_status":"complete${NULLS}${CHALLENGE}batch"]${TIME}`,
	`${HEAD}step_up_decided${REQUEST}approved","evaluation_status":"complete${EMPTIES}${CHALLENGE}batch"],"approver_plane":"operator","approver_subject_id":"console:","reason":""${TIME}`,
	`${HEAD}token_exchange${REQUEST}deny","evaluation_status":"operation_not_permitted${NULLS}application_id":"app_","application_name":"","application_registration_method":"managed","resource":"resource://","method":"DELETE","path":"/"${TIME}`,
	`${HEAD}token_exchange${REQUEST}deny","policy_set_version_id":"psv_","manifest_sha":"","evaluation_status":"complete","determining_policies_json":[],"diagnostics_json":[{"reason":"resource_not_granted"},{"step_up_required":{"type":"human_approval","tiers":[{"tier":"high","approver":"operator","ttl_seconds":900,"privacy":"identified"}]}}],"metadata_json":{"application_id":"app_","application_name":"","application_registration_method":"dcr","resource":"resource://","requested_scopes":["`,
	`${HEAD}gateway_resource_request${REQUEST}allow","evaluation_status":"executed${EMPTIES}application_id":"app_","resource":"resource://","subject_fingerprint":"","method":"POST","gateway_status":200,"latency_ms":31,"trace_id":"","subject_kind":"application","upstream_host":"","auth_mode":"provider_oauth","provider_id":"prov_","connection_id":"","upstream_status":200,"result_class":"success","response_bytes":5120${TIME}`,
	`${HEAD}token_exchange${REQUEST}allow","policy_set_version_id":"psv_","manifest_sha":"","evaluation_status":"complete","determining_policies_json":[{"policy":"caracal-app-use"}],"diagnostics_json":[{"risk":[{"scope":"crm:read","tier":"low"},{"scope":"crm:write","tier":"medium"}]}],"metadata_json":{"application_id":"app_","application_name":"","application_registration_method":"managed","resource":"resource://","requested_scopes":["crm:read"],"session_id":"ar_019a0000-0000-7000-8000-000000000000","agent_session_id":"","delegation_edge_id":"","subject_kind":"application","agent_lifecycle":"task","agent_labels":["batch"],"agent_depth":1,"agent_parent_id":"ses_","delegation_chain":[{"application_id":"app_","agent_session_id":"ses_","delegation_edge_id":"edge_"},{"application_id":"app_","agent_session_id":"ses_","delegation_edge_id":""}],"delegation_hop_count":1,"delegation_graph_epoch":12${TIME}`,
];

export const SEGMENT_DICTIONARY = Buffer.from(FIELDS.join('') + EVENTS.join(''));
