/** Small sets of events, each with one story to tell; the notation is that of draw.ts. Values hold no spaces. */

const MAILER = 'app=app_mailer name=mailer';
const CHAIN = 'record=ar_1 session=ses_m edge=edge_1 kind=user chain=app_o/ses_o>edge_1>app_mailer/ses_m hops=1 epoch=12';
const USE = 'policies=caracal-mailer-use version=psv_7';

export const ALLOWED = `
0     token_exchange allow complete ${MAILER} ${CHAIN} resource=resource://crm scopes=crm:read diag=risk:crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31 host=crm.internal trace=4bf92f3577b34da6a3ce929d0e0e4736
`;

export const TWO_RESOURCES = `
0     token_exchange allow complete ${MAILER} ${CHAIN} resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
90ms  token_exchange deny complete ${MAILER} ${CHAIN} resource=resource://pay scopes=pay:send diag=delegation_scope_exceeded policies= version=psv_7
`;

export const BAD_GATEWAY = `
0     token_exchange allow complete ${MAILER} resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=502 up=502 took=31
`;

export const STEP_UP = `
0     token_exchange allow complete ${MAILER} ${CHAIN} resource=resource://pay scopes=pay:approve diag=step_up ${USE}
3ms   step_up_issued pending complete ${MAILER} challenge=ch_1 tier=high approver_class=operator expires_at=2026-11-21T16:00:00Z
42s   step_up_decided approved complete request=adm-1 challenge=ch_1 tier=high approver_plane=operator approver_subject_id=console:acct_9 app=app_mailer
45s   token_exchange allow complete request=req-2 ${MAILER} ${CHAIN} resource=resource://pay scopes=pay:approve ${USE}
45003ms step_up_consumed consumed complete request=req-2 ${MAILER} challenge=ch_1 tier=high approver_class=operator
45040ms gateway_resource_request allow executed request=req-2 app=app_mailer resource=resource://pay method=POST got=200 up=200 took=31
`;

export const HELD = STEP_UP.trim().split('\n').slice(0, 2).join('\n');

export const REJECTED = `
${HELD}
20s   step_up_decided rejected complete request=ch_1 challenge=ch_1 approver_plane=subject tier=high
23s   token_exchange deny approval_rejected request=req-3 ${MAILER} resource=resource://pay challenge=ch_1 tier=high
`;

/** The delegation above is revoked; its own edge is never named, its session is. */
export const CASCADE = `
-2h   session_spawn session=ses_o application_id=app_o
-2h   session_spawn session=ses_m parent_id=ses_o application_id=app_mailer
-2h   delegation_edge_create edge_id=edge_0 source_session_id=ses_o target_session_id=ses_b epoch=10
-2h   delegation_edge_create edge_id=edge_1 source_session_id=ses_b target_session_id=ses_m epoch=11
-1min token_exchange allow complete request=req-0 ${MAILER} record=ar_1 session=ses_m edge=edge_1 chain=app_o/ses_o>edge_0>app_b/ses_b>edge_1>app_mailer/ses_m hops=2 resource=resource://crm scopes=crm:read,crm:export ${USE}
-7s   delegation_edge_revoke edge_id=edge_0 affected_edges=2 epoch=12
-6900ms session_terminate session=ses_m parent_id=ses_o reason=delegation_revoked
0     token_exchange allow complete ${MAILER} record=ar_1 session=ses_m edge=edge_1 chain=app_o/ses_o>edge_0>app_b/ses_b>edge_1>app_mailer/ses_m hops=2 resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
`;

/** The same request before and after a policy version. */
export const POLICY_CHANGE = `
-3min token_exchange allow complete request=req-0 ${MAILER} ${CHAIN} resource=resource://crm scopes=crm:export ${USE}
-179960ms gateway_resource_request allow executed request=req-0 app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
-35s  policy_activate policy_set_id=ps_1 policy_set_version_id=psv_8
-20s  token_exchange allow complete request=req-00 ${MAILER} ${CHAIN} resource=resource://crm scopes=crm:read policies=caracal-mailer-use version=psv_8
0     token_exchange deny complete ${MAILER} ${CHAIN} resource=resource://crm scopes=crm:export diag=no_rule_matched policies= version=psv_8
1ms   token_exchange deny exchange_denied ${MAILER} requested=resource://crm version=psv_8
`;

/** STS runs 4 min ahead, the Gateway 3 min behind. */
export const STS_AHEAD = `
0     token_exchange allow complete skew=4min ${MAILER} resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
`;
export const GATEWAY_BEHIND = `
0     token_exchange allow complete ${MAILER} resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed skew=-3min app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
`;

/** One ID, three requests: another application, and hours later once more. */
export const REUSED_ID = `
0     token_exchange allow complete ${MAILER} resource=resource://crm scopes=crm:read ${USE}
40ms  gateway_resource_request allow executed app=app_mailer resource=resource://crm method=GET got=200 up=200 took=31
1s    token_exchange deny scope_mismatch app=app_billing name=billing resource=resource://pay
5h    token_exchange deny rate_limited ${MAILER} resource=resource://crm
`;
