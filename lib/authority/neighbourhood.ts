import { sorted } from './cascade-walk';
import { NODES_MAX } from './nodes-max';
import type { EdgeRow, SessionRow } from './rows';
import type { Standing, StandingAt } from './standing';

/** Delegations drawn among the sessions: so many, or so many for each node when that is more. */
const EDGES_MAX = 2000;
const EDGES_PER_NODE_MAX = 3;
/** Neighbours of one session looked at; what lies beyond is counted as left out. */
const DEGREE_MAX = 5000;

export interface GraphNode {
	readonly id: string;
	/** Null: named by others, no event of its own. */
	readonly row: Readonly<SessionRow> | null;
	readonly standing: Standing;
	/** Steps from what was looked for. */
	readonly depth: number;
	/** Neighbours within reach that are not drawn. */
	readonly hidden: number;
}

export interface GraphEdge {
	readonly row: Readonly<EdgeRow>;
	readonly source: string;
	readonly target: string;
	readonly standing: Standing;
}

export interface Neighbourhood {
	readonly nodes: readonly GraphNode[];
	readonly edges: readonly GraphEdge[];
	/** Session to child session, among the nodes. */
	readonly parents: readonly { readonly parent: string; readonly child: string }[];
	/** Sessions found within the depth and not drawn for want of room; at least these when `isCountFloor`. */
	readonly nodesLeftOut: number;
	readonly edgesLeftOut: number;
	/** Beyond what was left out there may be more that was not counted. */
	readonly isCountFloor: boolean;
	/** Sessions one step beyond the depth: more to see. */
	readonly beyond: number;
}

export interface NeighbourhoodQuery {
	readonly focus: readonly string[];
	readonly depth: number;
	readonly nodesMax?: number;
	/** Which delegations to follow and draw; by default those that hold or are suspended with their sessions. */
	readonly isShown?: (standing: Standing) => boolean;
	/** Whether to follow from session to child session too. */
	readonly withChildren?: boolean;
}

const shownByDefault = ({ state }: Standing) => state === 'alive' || state === 'suspended';

class Gathering {
	readonly edges = new Map<string, GraphEdge>();
	readonly neighbours = new Map<string, string[]>();
	isFloor = false;

	constructor(
		readonly at: StandingAt,
		readonly query: NeighbourhoodQuery,
	) {}

	/** The different neighbours of a session, by id; remembers the delegations on the way. */
	of(id: string): readonly string[] {
		const known = this.neighbours.get(id);
		if (known !== undefined) return known;
		const { graph } = this.at;
		const isShown = this.query.isShown ?? shownByDefault;
		const found = new Set<string>();
		const edges = [...graph.edgesOut(id), ...graph.edgesIn(id)];
		if (edges.length > DEGREE_MAX) this.isFloor = true;
		for (const row of sorted(edges).slice(0, DEGREE_MAX)) {
			const [source, target] = [row.source?.value ?? '', row.target?.value ?? ''];
			const standing = this.at.edge(row.id);
			if (!isShown(standing)) continue;
			this.edges.set(row.id, { row, source, target, standing });
			for (const end of [source, target]) if (end !== '' && end !== id) found.add(end);
		}
		if (this.query.withChildren !== false) {
			const parent = graph.session(id)?.parent?.value;
			if (parent !== undefined && parent !== id && isShown(this.at.session(parent))) found.add(parent);
			for (const child of sorted(graph.children(id)).slice(0, DEGREE_MAX))
				if (child.id !== id && isShown(this.at.session(child.id))) found.add(child.id);
		}
		const list = [...found].sort();
		this.neighbours.set(id, list);
		return list;
	}
}

/**
 * What lies around sessions: breadth-first along delegations both ways and from parent to child, at most `depth` steps and
 * `nodesMax` nodes, nearer ones first and by id among equals. What did not fit is counted, not dropped in silence.
 */
export function neighbourhood(at: StandingAt, query: NeighbourhoodQuery): Neighbourhood {
	const nodesMax = query.nodesMax ?? NODES_MAX;
	const gathering = new Gathering(at, query);
	const depths = new Map<string, number>();
	const leftOut = new Set<string>();
	const beyond = new Set<string>();
	for (const id of query.focus) if (depths.size < nodesMax) depths.set(id, 0);
	for (const [id, depth] of depths) {
		for (const next of gathering.of(id)) {
			if (depths.has(next)) continue;
			if (depth >= query.depth) beyond.add(next);
			else if (depths.size < nodesMax) depths.set(next, depth + 1);
			else leftOut.add(next);
		}
	}
	const isDrawn = (id: string) => depths.has(id);
	const nodes = [...depths].map(([id, depth]): GraphNode => {
		const hidden = gathering.of(id).filter((next) => !isDrawn(next)).length;
		return { id, row: at.graph.session(id) ?? null, standing: at.session(id), depth, hidden };
	});
	const among = [...gathering.edges.values()].filter(({ source, target }) => isDrawn(source) && isDrawn(target));
	const edges = [...among].sort((a, b) => (a.row.id < b.row.id ? -1 : 1)).slice(0, Math.max(EDGES_MAX, nodesMax * EDGES_PER_NODE_MAX));
	const parents = nodes.flatMap(({ id, row }) => {
		const parent = row?.parent?.value;
		return parent !== undefined && parent !== id && isDrawn(parent) ? [{ parent, child: id }] : [];
	});
	for (const id of leftOut) beyond.delete(id);
	return {
		nodes,
		edges,
		parents,
		nodesLeftOut: leftOut.size,
		edgesLeftOut: gathering.edges.size - edges.length,
		isCountFloor: gathering.isFloor || leftOut.size > 0,
		beyond: beyond.size,
	};
}
