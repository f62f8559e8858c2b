import { textAt } from '../../events/read-json';
import type { Reading } from '../reading';
import type { CheckId } from './check';

/** The check at which STS refuses with an evaluation status; all others are verdicts or unknown. */
const STAGES: Readonly<Record<string, CheckId>> = {
	subject_federation_invalid: 'token',
	subject_federation_rejected: 'token',
	workload_auth_failed: 'token',
	resource_not_found: 'resource',
	resource_outside_delegation: 'resource',
	operation_not_permitted: 'resource',
	control_resource_requires_control_key: 'resource',
	scope_mismatch: 'scopes',
	rate_limited: 'rate',
	provider_unavailable: 'credential',
	credential_not_provisioned: 'credential',
	credential_refresh_failed: 'credential',
	credential_injection_denied: 'credential',
	approval_invalid: 'approval',
	approval_already_consumed: 'approval',
	approval_rejected: 'approval',
	approval_expired: 'approval',
	approval_policy_changed: 'approval',
	approval_class_conflict: 'approval',
	policy_eval_failed: 'policy',
	complete: 'policy',
	provider_credential_unavailable: 'issue',
};

/** The check a decision was made at, or null for a status this version does not know. */
export function stageOf(reading: Reading): CheckId | null {
	const status = reading.event.evaluationStatus;
	return Object.hasOwn(STAGES, status) ? (STAGES[status] ?? null) : null;
}

/** The three ways to ask STS: with an application's token, with a user's of another identity provider, as a launched workload. */
export type ExchangeKind = 'application' | 'federation' | 'workload';

export function kindOf(reading: Reading): ExchangeKind {
	if (textAt(reading.meta, 'federated_user_issuer') !== '' || reading.event.evaluationStatus.startsWith('subject_federation_'))
		return 'federation';
	return textAt(reading.meta, 'workload_id', 'env') === '' ? 'application' : 'workload';
}
