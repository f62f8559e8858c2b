import type { Hop } from '../producers/sts';
import type { Application, Zone } from '../world/types';

/** A governed session: one agent run. */
export interface Session {
	readonly id: string;
	readonly application: Application;
	readonly parent: Session | null;
	readonly depth: number;
	readonly authorityRecordId: string;
	readonly subjectKind: 'user' | 'application';
	readonly labels: readonly string[];
	/** First 8 bytes of a bearer's hash, as the Gateway shows it. */
	readonly fingerprint: string;
	/** When its start is known to all: the coordinator publishes within a second. */
	readonly usableMs: number;
	readonly endMs: number;
	/** The delegation it acts under, or null for a root session. */
	edge: Edge | null;
	status: 'active' | 'suspended' | 'terminated';
}

export interface Edge {
	readonly id: string;
	readonly source: Session;
	readonly target: Session;
	readonly scopes: readonly string[];
	readonly expiresMs: number;
	status: 'active' | 'revoked' | 'expired';
}

/** The live sessions and delegation edges of one zone, and its epoch. What has ended is dropped, so that it stays small for ever. */
export class AuthorityGraph {
	readonly sessions = new Map<string, Session>();
	readonly edges = new Map<string, Edge>();
	/** Authority records announced as revoked: nobody acts under one of them any more. */
	readonly revokedRecords = new Set<string>();
	private readonly records = new Map<string, string>();

	constructor(
		readonly zone: Zone,
		public epoch: number,
	) {}

	/** The authority record of a person or application: another one from their next login on, once it was revoked. */
	recordOf(owner: { readonly authorityRecordId: string }, next: () => string): string {
		const record = this.records.get(owner.authorityRecordId) ?? owner.authorityRecordId;
		if (!this.revokedRecords.has(record)) return record;
		const renewed = next();
		this.records.set(owner.authorityRecordId, renewed);
		return renewed;
	}

	edgesOut(session: Session): Edge[] {
		return [...this.edges.values()].filter((edge) => edge.source === session);
	}

	edgesTouching(sessions: ReadonlySet<Session>): Edge[] {
		return [...this.edges.values()].filter((edge) => sessions.has(edge.source) || sessions.has(edge.target));
	}

	/** The session and all that descend from it by parent, parents first. */
	subtree(roots: Iterable<Session>): Session[] {
		const found = new Set(roots);
		for (const session of found) for (const other of this.sessions.values()) if (other.parent === session) found.add(other);
		return [...found];
	}

	/** Whether another session that lives presents the same authority record. */
	recordInUse(authorityRecordId: string): boolean {
		for (const session of this.sessions.values()) if (session.authorityRecordId === authorityRecordId) return true;
		return false;
	}
}

/** The delegation edges a session acts under, root first; null when one of them no longer holds at that time. */
export function pathOf(session: Session, atMs: number): Edge[] | null {
	const path: Edge[] = [];
	for (let at: Session | null = session; at !== null; at = at.edge?.source ?? null) {
		if (at.status !== 'active') return null;
		if (at.edge === null) break;
		if (at.edge.status !== 'active' || at.edge.expiresMs <= atMs) return null;
		path.unshift(at.edge);
	}
	return path;
}

/** The chain as the STS writes it: one hop per application, the last without an edge. */
export function chainOf(path: readonly Edge[]): Hop[] {
	const last = path.at(-1);
	if (last === undefined) return [];
	const hops = path.map((edge) => ({ applicationId: edge.source.application.id, sessionId: edge.source.id, edgeId: edge.id }));
	return [...hops, { applicationId: last.target.application.id, sessionId: last.target.id, edgeId: '' }];
}
