import { code, type Segment, say } from './words';

/**
 * Why a request was refused, in words: evaluation statuses and diagnostic reasons of wire reference 2.2 and 2.3.
 * Each completes "<who> wanted <what>; ...".
 */
const REASONS: Readonly<Record<string, string>> = {
	no_rule_matched: 'no rule allows it',
	restriction_active: 'a restriction is active',
	malformed_risk_data: "the policy's risk data is malformed",
	malformed_approval_data: "the policy's approval data is malformed",
	resource_not_granted: 'it was never granted that resource',
	delegation_scope_exceeded: 'its delegation lacks that scope',
	confinement_violation: 'it is confined to less than that',
	role_scope_mismatch: 'its role lacks that scope',
	mandate_target_mismatch: 'its mandate names another target',
	no_active_policy_set: 'no policy set is active',
	approval_invalid: 'the approval it presented is not valid',
	approval_already_consumed: 'its approval was already used',
	approval_rejected: 'its approval was rejected',
	approval_expired: 'its approval has expired',
	approval_policy_changed: 'the policy changed after its approval',
	approval_class_conflict: 'its approvals need different kinds of approver',
	resource_not_found: 'there is no such resource',
	scope_mismatch: 'the resource has no such scope',
	resource_outside_delegation: 'its delegation does not reach that resource',
	operation_not_permitted: 'that operation is not permitted',
	rate_limited: 'it asks too often',
	control_resource_requires_control_key: 'the control API needs a control key',
	provider_unavailable: 'the credential provider is unavailable',
	credential_not_provisioned: 'no credential is provisioned for it',
	credential_refresh_failed: "the provider's credential could not be refreshed",
	credential_injection_denied: 'the credential may not be sent there',
	subject_federation_invalid: "the user's identity token is not valid",
	subject_federation_rejected: "the user's identity token was rejected",
	policy_eval_failed: 'the policy could not be evaluated',
	exchange_denied: 'nothing it asked for was granted',
	provider_credential_unavailable: "policy allowed it, but the provider's credential was unavailable",
	workload_auth_failed: 'its credentials were not accepted',
};

/** Reasons this version has words for. */
export const KNOWN_REASONS: readonly string[] = Object.keys(REASONS);

/** A reason code in words; one this version does not know is named as the code it is. */
export function reasonWords(reason: string): Segment[] {
	if (Object.hasOwn(REASONS, reason)) return say`${REASONS[reason] ?? ''}`;
	return reason === '' ? say`no reason was recorded` : say`reason ${code(reason)}`;
}
