import type { EdgeRow, RecordRow, SessionRow } from './rows';

/**
 * The graph as the questions of this folder ask it. It answers at once: what comes from a database is loaded first, a
 * neighbourhood at a time. Lists may come in any order; what is not known is undefined or empty.
 */
export interface Adjacency {
	session(id: string): Readonly<SessionRow> | undefined;
	edge(id: string): Readonly<EdgeRow> | undefined;
	record(id: string): Readonly<RecordRow> | undefined;
	/** Delegations that the session gives. */
	edgesOut(session: string): readonly Readonly<EdgeRow>[];
	/** Delegations that the session holds. */
	edgesIn(session: string): readonly Readonly<EdgeRow>[];
	/** Those and what is struck out of them: whom nobody delegated to acts for itself, who lost it does not. */
	edgesInWithStruck(session: string): readonly Readonly<EdgeRow>[];
	/** Sessions it started. */
	children(session: string): readonly Readonly<SessionRow>[];
	/** Sessions that present the record. */
	sessionsOf(record: string): readonly Readonly<SessionRow>[];
	/** When a computed cascade took it down, or undefined. Of several the earliest. */
	fallOf(kind: 'session' | 'edge', id: string): Fallen | undefined;
}

/** That something fell with a delegation, by computation. */
export interface Fallen {
	readonly root: string;
	readonly at: number;
}
