import 'server-only';
import type { StandingEdge, StandingSession } from '../../api/authority';
import type { EdgeRow } from '../../authority/rows';
import { isOver, type StandingAt } from '../../authority/standing';

/** Delegations with how they stand, those that hold first, then the newest. */
export function standingEdges(standing: StandingAt, rows: readonly Readonly<EdgeRow>[], max: number): StandingEdge[] {
	const edges = rows.map((row) => ({ row, standing: standing.edge(row.id) }));
	const order = (edge: StandingEdge) => (isOver(edge.standing) ? 1 : 0);
	const begun = ({ row }: StandingEdge) => (row.created ?? row.first).at;
	edges.sort((a, b) => order(a) - order(b) || begun(b) - begun(a) || (a.row.id < b.row.id ? -1 : 1));
	return edges.slice(0, max);
}

export function standingSession(standing: StandingAt, id: string | undefined): StandingSession | null {
	const row = id === undefined ? undefined : standing.graph.session(id);
	return row === undefined ? null : { row, standing: standing.session(row.id) };
}

/** Sessions by id, as far as they have rows. */
export function sessionMap(standing: StandingAt, ids: Iterable<string>): Record<string, StandingSession> {
	const map: Record<string, StandingSession> = Object.create(null);
	for (const id of ids) {
		const found = standingSession(standing, id);
		if (found !== null) map[id] = found;
	}
	return map;
}

export function edgeMap(standing: StandingAt, ids: Iterable<string>): Record<string, StandingEdge> {
	const map: Record<string, StandingEdge> = Object.create(null);
	for (const id of ids) {
		const row = standing.graph.edge(id);
		if (row !== undefined) map[id] = { row, standing: standing.edge(id) };
	}
	return map;
}
