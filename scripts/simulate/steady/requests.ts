import type { JsonValue } from '../../../lib/json';
import { uuid4, uuid7 } from '../ids';
import type { Wire } from '../producers/audit-entry';
import type { GatewayCall } from '../producers/gateway';
import { AGENTS, APPLICATIONS } from '../world/applications';
import type { Resource } from '../world/types';
import { type Actor, directActor, pickSession, reachable, type ZoneState } from './zone-state';

/** Who makes the next request: mostly an agent in a session, sometimes an application for itself. */
export function pickActor(state: ZoneState, wire: Wire, atMs: number): Actor {
	const session = wire.rng.chance(0.93) ? pickSession(state, wire, atMs) : null;
	if (session !== null && reachable(session).length > 0) return session;
	return directActor(state, wire, atMs, wire.rng.pick(wire.rng.chance(0.8) ? AGENTS : APPLICATIONS));
}

/** What it asks for: a resource in its reach and one to three of the scopes. */
export function pickTarget(actor: Actor, wire: Wire): { resource: Resource; scopes: string[] } {
	const { resource, scopes } = wire.rng.pick(reachable(actor));
	const first = wire.rng.chance(0.6) ? scopes[0] : wire.rng.pick(scopes);
	const more = scopes.filter((scope) => scope !== first && wire.rng.chance(0.35)).slice(0, 2);
	return { resource, scopes: [first ?? '', ...more] };
}

/** A request id as callers send them: mostly none (the Gateway makes a UUIDv4), else one of their own kind. */
export function gatewayRequestId(wire: Wire, atMs: number): string {
	const { rng } = wire;
	if (rng.chance(0.6)) return uuid4(rng);
	return rng.chance(0.7) ? uuid7(rng, atMs) : `req-${rng.hex(12)}`;
}

const TIERS: Readonly<Record<string, string>> = {
	delete: 'high',
	purge: 'high',
	approve: 'high',
	rotate: 'high',
	export: 'high',
	deploy: 'high',
	write: 'medium',
	send: 'medium',
	share: 'medium',
	publish: 'medium',
	merge: 'medium',
	cancel: 'medium',
};

export function tierOf(scope: string): string {
	return TIERS[scope.slice(scope.indexOf(':') + 1)] ?? 'low';
}

export function riskDiagnostic(scopes: readonly string[]): JsonValue {
	return { risk: scopes.map((scope) => ({ scope, tier: tierOf(scope) })) };
}

/** The policies that allowed it. */
export function usedPolicies(actor: Actor, wire: Wire): string[] {
	const own = `caracal-${actor.application.name}-use`;
	return wire.rng.chance(0.15) ? ['caracal-bootstrap', own] : [own];
}

const METHODS = [
	[70, 'GET'],
	[18, 'POST'],
	[6, 'PATCH'],
	[3, 'PUT'],
	[3, 'DELETE'],
] as const;
const SUCCESS: Readonly<Record<string, number>> = { GET: 200, POST: 201, PATCH: 200, PUT: 200, DELETE: 204 };
type Outcome = readonly [gatewayStatus: number, upstreamStatus: number, errorKind: string];
const FAILURES: readonly (readonly [number, Outcome])[] = [
	[25, [404, 404, '']],
	[12, [409, 409, '']],
	[12, [422, 422, '']],
	[8, [429, 429, '']],
	[10, [500, 500, '']],
	[10, [502, 502, '']],
	[8, [503, 503, '']],
	[2, [304, 304, '']],
	[8, [502, 0, 'transport_error']],
	[2, [502, 200, 'response_copy_failed']],
	[1, [502, 0, 'upstream_not_addressable']],
	[1, [502, 0, 'provider_host_not_allowed']],
	[1, [500, 0, 'request_build_failed']],
];
const FAILURE_CHANCE = 0.08;
/** Gateway latencies stay between these, so that every call ends 5 to 300 ms after its exchange. */
const LATENCY_MIN_MS = 4;
const LATENCY_MAX_MS = 296;

/** What becomes of the call to the resource. */
export function gatewayCall(actor: Actor, resource: Resource, wire: Wire): GatewayCall {
	const { rng } = wire;
	const method = rng.weighted(METHODS);
	const [gatewayStatus, upstreamStatus, errorKind] = rng.chance(FAILURE_CHANCE)
		? rng.weighted(FAILURES)
		: [SUCCESS[method] ?? 200, SUCCESS[method] ?? 200, ''];
	return {
		resource,
		method,
		fingerprint: actor.fingerprint,
		gatewayStatus,
		latencyMs: Math.min(LATENCY_MAX_MS, LATENCY_MIN_MS + Math.floor(rng.exponential(38))),
		responseBytes: upstreamStatus === 204 || upstreamStatus === 0 ? 0 : Math.floor(rng.exponential(6000)),
		traceId: rng.chance(0.9) ? rng.hex(32) : '',
		subjectKind: actor.authority.subjectKind,
		connectionId: resource.connectionIds.length > 0 ? rng.pick(resource.connectionIds) : '',
		errorKind,
		upstreamStatus,
		revocationInterrupted: upstreamStatus === 200 && rng.chance(0.0005),
	};
}
