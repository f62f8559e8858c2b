import { delegate, type NewSession, revokeEdge, startSession, terminateSubtrees } from '../authority/changes';
import type { Session } from '../authority/graph';
import type { Entry } from '../entry';
import { recordId } from '../ids';
import type { Wire } from '../producers/audit-entry';
import { resume, suspend } from '../producers/coordinator';
import { AGENTS, ORCHESTRATORS } from '../world/applications';
import type { Flow } from './flow';
import { type Actor, actorOf, reachable, type ZoneState } from './zone-state';

/** Caracal's own bound of sessions per zone. */
export const SESSIONS_MAX = 50;
const DEPTH_MAX = 5;
const MINUTE_MS = 60_000;

function start(
	state: ZoneState,
	wire: Wire,
	atMs: number,
	options: Omit<NewSession, 'endMs'>,
	endMs: number,
): { session: Session; entry: Entry } {
	const started = startSession(state.graph, wire, atMs, { ...options, endMs });
	state.endings.add(endMs, started.session);
	return started;
}

/** An orchestrator starts a session for a person. */
function startRoot(state: ZoneState, wire: Wire, atMs: number): Entry[] {
	const { rng } = wire;
	const application = rng.pick(ORCHESTRATORS);
	const person = rng.pick(state.people);
	const endMs = atMs + rng.int(15, 90) * MINUTE_MS * state.patience;
	const options = {
		application,
		parent: null,
		authorityRecordId: state.graph.recordOf(person, () => recordId(rng, atMs)),
		subjectKind: 'user' as const,
		labels: application.labels,
	};
	return [start(state, wire, atMs, options, endMs).entry];
}

/** A session starts a child and delegates a part of what it may do; `[]` when no agent could use any of it. */
function startChild(state: ZoneState, wire: Wire, atMs: number, parent: Actor & { session: Session }): Entry[] {
	const { rng } = wire;
	const offer = new Map(reachable(parent).map(({ resource, scopes }) => [resource, scopes]));
	const able = AGENTS.filter((agent) => agent !== parent.application && agent.resources.some((resource) => offer.has(resource)));
	if (able.length === 0) return [];
	const application = rng.pick(able);
	const scopes = application.resources.flatMap((resource) => {
		const offered = offer.get(resource) ?? [];
		return offered.filter((_, i) => i === 0 || rng.chance(0.6));
	});
	const own = rng.chance(0.5);
	const endMs = Math.min(parent.session.endMs - MINUTE_MS, atMs + rng.int(5, 45) * MINUTE_MS * state.patience);
	if (endMs - atMs < 2 * MINUTE_MS) return [];
	const { session, entry } = start(
		state,
		wire,
		atMs,
		{
			application,
			parent: parent.session,
			authorityRecordId: own ? state.graph.recordOf(application, () => recordId(rng, atMs)) : parent.authority.authorityRecordId,
			subjectKind: own ? 'application' : parent.authority.subjectKind,
			labels: rng.chance(0.7) ? [...application.labels, ...parent.session.labels.slice(0, 1)] : application.labels,
		},
		endMs,
	);
	const expiresMs = atMs + rng.int(10, 60) * MINUTE_MS * state.patience;
	const delegated = delegate(state.graph, wire, atMs + rng.int(1, 40), { source: parent.session, target: session, scopes, expiresMs });
	return [entry, delegated.entry];
}

/** Sessions start; when the zone is full the oldest makes room. */
export function sessionStart(state: ZoneState, wire: Wire, atMs: number): Flow {
	const sessions = [...state.graph.sessions.values()];
	const oldest = sessions[0];
	if (sessions.length >= SESSIONS_MAX && atMs < state.busyUntilMs) return { now: [] };
	if (sessions.length >= SESSIONS_MAX && oldest !== undefined)
		return { now: terminateSubtrees(state.graph, wire, atMs, [oldest], 'requested').entries };
	if (sessions.length > 0 && wire.rng.chance(0.88)) {
		const parent = actorOf(wire.rng.pick(sessions), atMs, state.graph);
		if (parent !== null && parent.session !== null && parent.session.depth < DEPTH_MAX) {
			const entries = startChild(state, wire, atMs, { ...parent, session: parent.session });
			if (entries.length > 0) return { now: entries };
		}
	}
	return { now: startRoot(state, wire, atMs) };
}

/** Someone revokes a delegation: its cascade, announced as Caracal announces it. */
export function delegationRevoke(state: ZoneState, wire: Wire, atMs: number): Flow {
	const edges = [...state.graph.edges.values()].filter((edge) => edge.source.depth > 0 || wire.rng.chance(0.5));
	if (edges.length === 0 || atMs < state.busyUntilMs) return sessionStart(state, wire, atMs);
	return { now: revokeEdge(state.graph, wire, atMs, wire.rng.pick(edges)).entries };
}

/** A session is suspended, and resumed some seconds after. */
export function sessionSuspend(state: ZoneState, wire: Wire, atMs: number): Flow {
	const leaves = [...state.graph.sessions.values()].filter((session) => session.endMs - atMs > 3 * MINUTE_MS && session.depth > 0);
	if (leaves.length === 0) return sessionStart(state, wire, atMs);
	const session = wire.rng.pick(leaves);
	const parentId = session.parent?.id ?? null;
	return {
		now: [suspend(wire, { atMs }, state.zone, session.id, parentId, 'requested')],
		later: [{ entry: resume(wire, { atMs: atMs + wire.rng.int(2000, 20_000) }, state.zone, session.id, parentId), actor: null }],
	};
}

/** A session comes to its end by itself. */
export function sessionEnd(state: ZoneState, wire: Wire, atMs: number, session: Session): Flow {
	if (session.status === 'terminated') return { now: [] };
	const reason = session.application.lifecycle === 'service' ? 'service_heartbeat_lost' : wire.rng.chance(0.5) ? 'ttl' : 'requested';
	return { now: terminateSubtrees(state.graph, wire, atMs, [session], reason).entries };
}
