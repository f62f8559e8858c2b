import type { Adjacency } from './adjacency';

/** What is struck out of the graph to see what remains; nothing is written. */
export interface Struck {
	readonly edges: ReadonlySet<string>;
	readonly sessions: ReadonlySet<string>;
}

export const NOTHING_STRUCK: Struck = { edges: new Set(), sessions: new Set() };

/** The graph without what is struck out: struck sessions are gone with every delegation that touches them. */
export function without(graph: Adjacency, { edges, sessions }: Struck): Adjacency {
	if (edges.size === 0 && sessions.size === 0) return graph;
	const isThere = (edge: { id: string; source: { value: string } | null; target: { value: string } | null }) =>
		!edges.has(edge.id) && !sessions.has(edge.source?.value ?? '') && !sessions.has(edge.target?.value ?? '');
	return {
		session: (id) => (sessions.has(id) ? undefined : graph.session(id)),
		edge: (id) => {
			const edge = graph.edge(id);
			return edge !== undefined && isThere(edge) ? edge : undefined;
		},
		record: (id) => graph.record(id),
		edgesOut: (id) => graph.edgesOut(id).filter(isThere),
		edgesIn: (id) => graph.edgesIn(id).filter(isThere),
		edgesInWithStruck: (id) => graph.edgesInWithStruck(id),
		children: (id) => (sessions.has(id) ? [] : graph.children(id).filter((child) => !sessions.has(child.id))),
		sessionsOf: (id) => graph.sessionsOf(id).filter((session) => !sessions.has(session.id)),
		fallOf: (kind, id) => graph.fallOf(kind, id),
	};
}
