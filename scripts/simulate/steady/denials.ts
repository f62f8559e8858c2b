import type { JsonValue } from '../../../lib/json';
import type { Entry } from '../entry';
import type { Wire } from '../producers/audit-entry';
import { type Caller, exchangeDenied, policyEvalFailed, policyVerdict, prePolicyDeny } from '../producers/sts';
import { RESOURCES } from '../world/resources';
import type { Flow } from './flow';
import { gatewayRequestId, pickActor, pickTarget } from './requests';
import { type Actor, currentPolicy, type ZoneState } from './zone-state';

/** Reasons of a policy's deny, by how often they occur (wire reference 2.2). */
const POLICY_REASONS = [
	[14, 'no_rule_matched'],
	[18, 'delegation_scope_exceeded'],
	[8, 'resource_not_granted'],
	[5, 'restriction_active'],
	[6, 'role_scope_mismatch'],
	[2, 'confinement_violation'],
	[2, 'mandate_target_mismatch'],
	[0.6, 'malformed_risk_data'],
	[0.6, 'malformed_approval_data'],
	[0.8, 'no_active_policy_set'],
] as const;

/** Denies outside the policy. */
const STATUSES = [
	[14, 'scope_mismatch'],
	[10, 'resource_outside_delegation'],
	[9, 'operation_not_permitted'],
	[6, 'resource_not_found'],
	[9, 'rate_limited'],
	[1, 'control_resource_requires_control_key'],
	[3, 'provider_unavailable'],
	[3, 'credential_not_provisioned'],
	[2, 'credential_refresh_failed'],
	[1, 'credential_injection_denied'],
	[1, 'provider_credential_unavailable'],
	[0.7, 'approval_invalid'],
	[0.7, 'approval_already_consumed'],
	[1, 'policy_eval_failed'],
] as const;
const PROVIDER_REASONS: Readonly<Record<string, string>> = {
	provider_unavailable: 'connect: connection refused',
	credential_not_provisioned: 'no_active_connection',
	credential_refresh_failed: 'invalid_grant',
	credential_injection_denied: 'host_not_allowed',
	provider_credential_unavailable: 'credential_expired',
};

function policyDeny(state: ZoneState, wire: Wire, atMs: number, caller: Caller, actor: Actor, resource: string, scopes: string[]): Entry {
	const reason = wire.rng.weighted(POLICY_REASONS);
	const diagnostics: JsonValue[] = [{ reason }];
	return policyVerdict(wire, { atMs }, caller, {
		decision: 'deny',
		resource,
		requestedScopes: scopes,
		authority: actor.authority,
		policies: [],
		diagnostics,
		policy: reason === 'no_active_policy_set' ? 'none' : currentPolicy(state),
	});
}

function statusDeny(state: ZoneState, wire: Wire, atMs: number, caller: Caller, resource: string): Entry {
	const status = wire.rng.weighted(STATUSES);
	if (status === 'policy_eval_failed')
		return policyEvalFailed(
			wire,
			{ atMs },
			caller,
			resource,
			'rego_type_error: to_number: operand 1 must be one of {null, boolean, number, string}',
			currentPolicy(state),
		);
	if (status === 'operation_not_permitted')
		return prePolicyDeny(wire, { atMs }, caller, status, resource, {
			method: wire.rng.pick(['DELETE', 'PUT', 'PATCH']),
			path: `/${wire.rng.pick(['contacts', 'orders', 'items'])}/${wire.rng.int(1, 9999)}`,
		});
	const reason = PROVIDER_REASONS[status];
	if (status === 'resource_not_found') return prePolicyDeny(wire, { atMs }, caller, status, `${resource}-v2`);
	return prePolicyDeny(wire, { atMs }, caller, status, resource, reason === undefined ? {} : { reason });
}

/** One refused exchange and, since nothing was granted, its summary. */
function refusal(state: ZoneState, wire: Wire, atMs: number, actor: Actor, resource: string, scopes: string[], ofPolicy: boolean): Entry[] {
	const caller = { zone: state.zone, requestId: gatewayRequestId(wire, atMs), application: actor.application };
	const deny = ofPolicy ? policyDeny(state, wire, atMs, caller, actor, resource, scopes) : statusDeny(state, wire, atMs, caller, resource);
	return [deny, exchangeDenied(wire, { atMs: atMs + 1 }, caller, [resource], currentPolicy(state))];
}

function beyondReach(actor: Actor, wire: Wire): { resource: string; scopes: string[] } {
	if (wire.rng.chance(0.6)) {
		const { resource } = pickTarget(actor, wire);
		return { resource: resource.identifier, scopes: [resource.scopes.at(-1) ?? ''] };
	}
	const resource = wire.rng.pick(RESOURCES);
	return { resource: resource.identifier, scopes: [wire.rng.pick(resource.scopes)] };
}

/** A refused exchange. */
export function denied(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const { resource, scopes } = beyondReach(actor, wire);
	return { now: refusal(state, wire, atMs, actor, resource, scopes, wire.rng.chance(0.5)) };
}

/** An agent that does not take no for an answer: the same refusal again and again for some seconds. */
export function retryLoop(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const { resource, scopes } = beyondReach(actor, wire);
	const now: Entry[] = [];
	let at = atMs;
	for (let i = wire.rng.int(8, 25); i > 0; i--) {
		now.push(...refusal(state, wire, at, actor, resource, scopes, true));
		at += wire.rng.int(40, 200);
	}
	state.busyUntilMs = Math.max(state.busyUntilMs, at);
	return { now };
}
