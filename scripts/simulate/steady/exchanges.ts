import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import type { Wire } from '../producers/audit-entry';
import { gatewayRequest } from '../producers/gateway';
import { type Caller, federation, policyVerdict } from '../producers/sts';
import type { Resource } from '../world/types';
import type { Flow } from './flow';
import { gatewayCall, gatewayRequestId, pickActor, pickTarget, riskDiagnostic, usedPolicies } from './requests';
import { type Actor, currentPolicy, type ZoneState } from './zone-state';

/** An allowed exchange. */
export function allow(
	state: ZoneState,
	wire: Wire,
	atMs: number,
	caller: Caller,
	actor: Actor,
	resource: Resource,
	scopes: readonly string[],
): Entry {
	return policyVerdict(wire, { atMs }, caller, {
		decision: 'allow',
		resource: resource.identifier,
		requestedScopes: scopes,
		authority: actor.authority,
		policies: usedPolicies(actor, wire),
		diagnostics: [riskDiagnostic(scopes)],
		policy: currentPolicy(state),
	});
}

/** The Gateway's record of the call, after its exchange by the time the upstream took. */
export function call(wire: Wire, exchangeMs: number, caller: Caller, actor: Actor, resource: Resource): Entry {
	const outcome = gatewayCall(actor, resource, wire);
	return gatewayRequest(wire, { atMs: exchangeMs + outcome.latencyMs + wire.rng.int(1, 4) }, caller, outcome);
}

/** A call through the Gateway: exchange, then the upstream's answer. */
export function gatewayUse(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const { resource, scopes } = pickTarget(actor, wire);
	const caller = { zone: state.zone, requestId: gatewayRequestId(wire, atMs), application: actor.application };
	return { now: [allow(state, wire, atMs, caller, actor, resource, scopes), call(wire, atMs, caller, actor, resource)] };
}

/** One request for two resources: one exchange event and one call for each. */
export function twoResources(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const caller = { zone: state.zone, requestId: gatewayRequestId(wire, atMs), application: actor.application };
	const [first, second] = [pickTarget(actor, wire), pickTarget(actor, wire)];
	const secondMs = atMs + wire.rng.int(5, 120);
	state.busyUntilMs = Math.max(state.busyUntilMs, secondMs);
	return {
		now: [
			allow(state, wire, atMs, caller, actor, first.resource, first.scopes),
			call(wire, atMs, caller, actor, first.resource),
			allow(state, wire, secondMs, caller, actor, second.resource, second.scopes),
			call(wire, secondMs, caller, actor, second.resource),
		],
	};
}

/** An agent mints its session mandate: no Gateway call has this request id. */
export function mint(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const { resource, scopes } = pickTarget(actor, wire);
	const caller = { zone: state.zone, requestId: uuid7(wire.rng, atMs), application: actor.application };
	return {
		now: [
			policyVerdict(wire, { atMs }, caller, {
				decision: 'allow',
				resource: resource.identifier,
				requestedScopes: scopes,
				authority: actor.authority,
				policies: [`caracal-${actor.application.name}-mint`],
				diagnostics: [riskDiagnostic(scopes)],
				policy: currentPolicy(state),
			}),
		],
	};
}

/** A person of another identity provider signs in, or is refused. */
export function federate(state: ZoneState, wire: Wire, atMs: number): Flow {
	const { rng } = wire;
	const actor = pickActor(state, wire, atMs);
	const caller = { zone: state.zone, requestId: uuid7(rng, atMs), application: actor.application };
	const issuer = rng.pick(['https://login.acme.example', 'https://id.partner.example']);
	const outcome = rng.chance(0.85)
		? { issuer, mintedRecordId: `ar_${uuid7(rng, atMs)}` }
		: rng.pick([
				{ issuer, status: 'subject_federation_invalid', reason: 'token_expired' },
				{ issuer, status: 'subject_federation_rejected', reason: 'issuer_not_registered' },
			]);
	return { now: [federation(wire, { atMs }, caller, outcome)] };
}
