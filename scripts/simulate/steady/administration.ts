import { uuid7 } from '../ids';
import { controlInvoke, credentialRevealed, policyInvalidate } from '../producers/api';
import type { Wire } from '../producers/audit-entry';
import { replayDetected } from '../producers/gateway';
import { jtiCollision, runCredential, runLaunch } from '../producers/sts';
import { APPLICATIONS } from '../world/applications';
import { WORKLOAD_LIST } from '../world/people';
import { nextActivationMs } from '../world/policy';
import type { Flow } from './flow';
import { gatewayRequestId, pickActor, pickTarget } from './requests';
import { currentPolicy, type ZoneState } from './zone-state';

/** A scheduled job starts and fetches its credentials; sometimes its secret is wrong. */
export function launch(state: ZoneState, wire: Wire, atMs: number): Flow {
	const { rng } = wire;
	const workload = rng.pick(WORKLOAD_LIST);
	if (rng.chance(0.06)) return { now: [runLaunch(wire, { atMs }, state.zone, uuid7(rng, atMs), workload, null)] };
	const launchId = `ln_${uuid7(rng, atMs)}`;
	const entries = [runLaunch(wire, { atMs }, state.zone, uuid7(rng, atMs), workload, launchId)];
	let at = atMs;
	for (const resource of workload.resources) {
		at += rng.int(10, 60);
		const denied = rng.chance(0.05) ? { status: 'credential_not_provisioned', reason: 'no_active_connection' } : undefined;
		const credential = { workload, launchId, resource: resource.identifier, scopes: resource.scopes.slice(0, 1), denied };
		entries.push(runCredential(wire, { atMs: at }, state.zone, uuid7(rng, at), credential));
	}
	return { now: entries };
}

const COMMANDS = [
	['session', 'terminate'],
	['session', 'suspend'],
	['session', 'list'],
	['delegation', 'revoke'],
	['policy', 'activate'],
	['policy', 'validate'],
	['application', 'list'],
	['grant', 'create'],
] as const;

/** An automation calls the control plane. */
export function control(state: ZoneState, wire: Wire, atMs: number): Flow {
	const { rng } = wire;
	const [command, subcommand] = rng.pick(COMMANDS);
	const denied = rng.chance(0.15);
	const application = rng.pick(APPLICATIONS);
	const call = {
		requestId: rng.chance(0.7) ? `ctl-${rng.hex(16)}` : rng.hex(32),
		decision: denied ? ('deny' as const) : ('allow' as const),
		subject: application.id,
		jti: uuid7(rng, atMs),
		clientId: application.id,
		command,
		subcommand,
		reason: denied ? rng.pick(['scope_missing', 'zone_mismatch', 'command_not_permitted', 'idempotency_conflict']) : '',
		idempotencyKey: rng.chance(0.4) ? uuid7(rng, atMs) : '',
		authorizedBy: !denied && rng.chance(0.5) ? rng.pick(state.people).account : '',
	};
	return { now: [controlInvoke(wire, { atMs }, state.zone, call, rng.chance(0.6) ? 'direct' : 'outbox')] };
}

/** Someone looks at a secret. */
export function reveal(state: ZoneState, wire: Wire, atMs: number): Flow {
	const of = wire.rng.chance(0.7) ? wire.rng.pick(APPLICATIONS) : wire.rng.pick(WORKLOAD_LIST);
	const actor = wire.rng.pick(state.people).account;
	return { now: [credentialRevealed(wire, { atMs }, state.zone, { requestId: uuid7(wire.rng, atMs), actor, of })] };
}

/** A token id turns up twice: at the Gateway a replay, at the STS a collision. */
export function anomaly(state: ZoneState, wire: Wire, atMs: number): Flow {
	const actor = pickActor(state, wire, atMs);
	const caller = { zone: state.zone, requestId: gatewayRequestId(wire, atMs), application: actor.application };
	const jti = uuid7(wire.rng, atMs - 30_000);
	if (wire.rng.chance(0.2)) return { now: [jtiCollision(wire, { atMs }, caller, jti)] };
	const { resource } = pickTarget(actor, wire);
	return { now: [replayDetected(wire, { atMs }, caller, { jti, resource: resource.identifier, fingerprint: actor.fingerprint })] };
}

/** The next version of the zone's policy set comes into force. */
export function activatePolicy(state: ZoneState, wire: Wire, atMs: number): Flow {
	state.policyNumber += 1;
	state.activationMs = nextActivationMs(state.zone.id, atMs);
	const { setId, versionId } = currentPolicy(state);
	return { now: [policyInvalidate(wire, { atMs }, state.zone, setId, versionId)] };
}
