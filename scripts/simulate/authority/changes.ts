import type { Entry } from '../entry';
import { uuid7 } from '../ids';
import type { Wire } from '../producers/audit-entry';
import {
	coordinatorRevoke,
	edgeCreate,
	edgeExpire,
	edgeRevokeByTermination,
	edgeRevokeRoot,
	spawn,
	terminate,
} from '../producers/coordinator';
import type { Application } from '../world/types';
import type { AuthorityGraph, Edge, Session } from './graph';
import { outboxDelays } from './outbox';

/** Deepest a cascade follows delegations, in edges (wire reference 7.2). */
const CASCADE_EDGES_MAX = 10;

/** Longest between a change and its entry on the stream, with what a delegation takes after its session. */
const PUBLISHED_MS_MAX = 1100;

export interface NewSession {
	readonly application: Application;
	readonly parent: Session | null;
	readonly authorityRecordId: string;
	readonly subjectKind: 'user' | 'application';
	readonly labels: readonly string[];
	readonly endMs: number;
}

/** Starts a session. */
export function startSession(graph: AuthorityGraph, wire: Wire, atMs: number, start: NewSession): { session: Session; entry: Entry } {
	const session: Session = {
		id: `ses_${uuid7(wire.rng, atMs)}`,
		depth: (start.parent?.depth ?? -1) + 1,
		fingerprint: wire.rng.hex(16),
		usableMs: atMs + PUBLISHED_MS_MAX,
		edge: null,
		status: 'active',
		...start,
	};
	graph.sessions.set(session.id, session);
	return { session, entry: spawn(wire, { atMs }, graph.zone, session.id, session.parent?.id ?? null, session.application.id) };
}

/** Delegates scopes from one session to another, which from then on acts under the new edge. */
export function delegate(
	graph: AuthorityGraph,
	wire: Wire,
	atMs: number,
	grant: { source: Session; target: Session; scopes: readonly string[]; expiresMs: number },
): { edge: Edge; entry: Entry } {
	const edge: Edge = { id: `edge_${uuid7(wire.rng, atMs)}`, status: 'active', ...grant };
	graph.edges.set(edge.id, edge);
	grant.target.edge = edge;
	graph.epoch += 1;
	const ends = { id: edge.id, sourceSessionId: grant.source.id, targetSessionId: grant.target.id };
	return { edge, entry: edgeCreate(wire, { atMs }, graph.zone, ends, graph.epoch) };
}

export interface Fallen {
	readonly entries: Entry[];
	readonly sessions: Session[];
	/** In the order they were revoked; those of a cascade's first step come first. */
	readonly edges: Edge[];
}

/** Terminates sessions with all that descend from them, and every edge that touches one (wire reference 7.2, step 3). */
export function terminateSubtrees(
	graph: AuthorityGraph,
	wire: Wire,
	atMs: number,
	roots: readonly Session[],
	reason: string,
	late = outboxDelays(wire.rng),
): Fallen {
	const sessions = graph.subtree(roots);
	for (const session of sessions) {
		session.status = 'terminated';
		graph.sessions.delete(session.id);
	}
	const edges = graph.edgesTouching(new Set(sessions));
	for (const edge of edges) {
		edge.status = 'revoked';
		graph.edges.delete(edge.id);
	}
	graph.epoch += 1;
	const entries: Entry[] = [];
	for (const edge of edges) entries.push(edgeRevokeByTermination(wire, { atMs, lateMs: late() }, graph.zone, edge.id, reason, graph.epoch));
	for (const session of sessions)
		entries.push(terminate(wire, { atMs, lateMs: late() }, graph.zone, session.id, session.parent?.id ?? null, reason));
	for (const session of sessions) {
		if (session.subjectKind === 'application' || graph.recordInUse(session.authorityRecordId)) continue;
		const revoked = { authorityRecordId: session.authorityRecordId, sessionId: session.id, reason };
		graph.revokedRecords.add(session.authorityRecordId);
		entries.push(coordinatorRevoke(wire, { atMs, lateMs: late() }, graph.zone, revoked));
	}
	return { entries, sessions, edges };
}

export interface Cascade extends Fallen {
	/** Edges of the first step without the root: no stream names them. */
	readonly unannounced: Edge[];
}

/**
 * Revokes an edge with everything below it, and gives the entries the coordinator announces (wire reference 7.2): the
 * edges it reaches over sessions fall unnamed, their target sessions are terminated, then the root is named with a count.
 */
export function revokeEdge(graph: AuthorityGraph, wire: Wire, atMs: number, root: Edge): Cascade {
	const reached = new Map<Edge, number>([[root, 1]]);
	for (const [edge, depth] of reached)
		if (depth < CASCADE_EDGES_MAX) for (const next of graph.edgesOut(edge.target)) if (!reached.has(next)) reached.set(next, depth + 1);
	for (const edge of reached.keys()) {
		edge.status = 'revoked';
		graph.edges.delete(edge.id);
	}
	const late = outboxDelays(wire.rng);
	const targets = [...new Set([...reached.keys()].map((edge) => edge.target))].filter((session) => session.status !== 'terminated');
	const fallen = terminateSubtrees(graph, wire, atMs, targets, 'delegation_revoked', late);
	graph.epoch += 1;
	const entries = [...fallen.entries, edgeRevokeRoot(wire, { atMs, lateMs: late() }, graph.zone, root.id, reached.size, graph.epoch)];
	const announced = new Set<string>();
	for (const edge of reached.keys()) {
		const { authorityRecordId, id: sessionId } = edge.target;
		if (announced.has(authorityRecordId)) continue;
		announced.add(authorityRecordId);
		graph.revokedRecords.add(authorityRecordId);
		const revoked = { authorityRecordId, sessionId, edgeId: edge.id, reason: 'delegation_revoked' };
		entries.push(coordinatorRevoke(wire, { atMs, lateMs: late() }, graph.zone, revoked));
	}
	const first = [...reached.keys()];
	return { entries, sessions: fallen.sessions, edges: [...first, ...fallen.edges], unannounced: first.filter((edge) => edge !== root) };
}

/** The cleaner's pass: every edge past its expiry, in one entry; null when there is none. */
export function expireEdges(graph: AuthorityGraph, wire: Wire, atMs: number): Entry | null {
	const edges = [...graph.edges.values()].filter((edge) => edge.expiresMs <= atMs);
	if (edges.length === 0) return null;
	for (const edge of edges) {
		edge.status = 'expired';
		graph.edges.delete(edge.id);
	}
	graph.epoch += 1;
	return edgeExpire(
		wire,
		{ atMs },
		graph.zone,
		edges.map((edge) => edge.id),
		graph.epoch,
	);
}
