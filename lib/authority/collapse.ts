import { parsed } from '../events/read-json';
import { knownScopes } from './edge-scopes';
import type { GraphEdge, GraphNode, Neighbourhood } from './neighbourhood';
import type { StandingState } from './standing';

export type CollapseBy = 'application' | 'label';

/** Sessions drawn as one. */
export interface GroupNode {
	/** Application or label; `''` for those without. */
	readonly key: string;
	/** The latest name of the application, where one is known. */
	readonly name: string;
	readonly sessions: readonly string[];
	readonly states: Readonly<Partial<Record<StandingState, number>>>;
	readonly depth: number;
}

/** Delegations between two groups drawn as one. */
export interface GroupEdge {
	readonly source: string;
	readonly target: string;
	readonly edges: readonly string[];
	/** Different scopes known among them. */
	readonly scopes: readonly string[];
}

export interface Collapsed {
	readonly nodes: readonly GroupNode[];
	readonly edges: readonly GroupEdge[];
	/** Delegations within a group, not drawn. */
	readonly edgesInside: number;
}

/** The labels of a session. */
export function labelsOf(labels: string | undefined): readonly string[] {
	const list = labels === undefined ? null : parsed(labels);
	return Array.isArray(list) ? list.filter((label) => typeof label === 'string') : [];
}

function keyOf({ row }: GraphNode, by: CollapseBy): string {
	if (by === 'application') return row?.app?.value ?? '';
	// a session has one place in the drawing: its first label by name
	return labelsOf(row?.labels?.value)[0] ?? '';
}

/** Draws the sessions of an application, or those with the same first label, as one node each. */
export function collapse(graph: Pick<Neighbourhood, 'nodes' | 'edges'>, by: CollapseBy): Collapsed {
	const groups = new Map<string, GraphNode[]>();
	const groupOf = new Map<string, string>();
	for (const node of graph.nodes) {
		const key = keyOf(node, by);
		groupOf.set(node.id, key);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [node]);
		else group.push(node);
	}
	const pairs = new Map<string, { source: string; target: string; edges: GraphEdge[] }>();
	let edgesInside = 0;
	for (const edge of graph.edges) {
		const [source, target] = [groupOf.get(edge.source) ?? '', groupOf.get(edge.target) ?? ''];
		if (source === target) edgesInside++;
		const key = JSON.stringify([source, target]);
		const pair = pairs.get(key) ?? { source, target, edges: [] };
		pairs.set(key, pair);
		if (source !== target) pair.edges.push(edge);
	}
	return {
		nodes: [...groups].map(([key, nodes]) => groupNode(key, nodes)),
		edges: [...pairs.values()]
			.filter(({ edges }) => edges.length > 0)
			.map(({ source, target, edges }) => ({
				source,
				target,
				edges: edges.map(({ row }) => row.id),
				scopes: [...new Set(edges.flatMap(({ row }) => knownScopes(row)))].sort(),
			})),
		edgesInside,
	};
}

function groupNode(key: string, nodes: readonly GraphNode[]): GroupNode {
	const states: Partial<Record<StandingState, number>> = {};
	for (const { standing } of nodes) states[standing.state] = (states[standing.state] ?? 0) + 1;
	return {
		key,
		name: nodes.find(({ row }) => row?.appName != null)?.row?.appName?.value ?? '',
		sessions: nodes.map(({ id }) => id),
		states,
		depth: Math.min(...nodes.map(({ depth }) => depth)),
	};
}
