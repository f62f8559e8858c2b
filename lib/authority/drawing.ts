import { plural } from '../events/amounts';
import { shortId, visible } from '../events/visible';
import { type CollapseBy, collapse, type GroupNode } from './collapse';
import { knownScopes, type Narrowing } from './edge-scopes';
import type { GraphEdge, GraphNode, Neighbourhood } from './neighbourhood';
import type { StandingState } from './standing';
import type { Fate } from './time-lapse';

/** A session, or several drawn as one. */
export interface DrawnNode {
	readonly id: string;
	readonly kind: 'session' | 'group';
	/** The application, or what the group is of. */
	readonly title: string;
	/** Session id, or how many sessions. */
	readonly detail: string;
	/** Of a group: that of most of its sessions. */
	readonly state: StandingState;
	/** Sessions it stands for. */
	readonly sessions: readonly string[];
	/** Neighbours within reach that are not drawn. */
	readonly hidden: number;
	readonly isFocus: boolean;
	/** Struck out, or cut off by what is. */
	readonly isStruck: boolean;
	/** In a cascade that is played: how it stands at the instant. */
	readonly fate?: Fate;
}

/** A delegation, several between the same two drawn as one, or that one session started the other. */
export interface DrawnLink {
	readonly id: string;
	readonly kind: 'delegation' | 'start';
	readonly source: string;
	readonly target: string;
	/** On the line: `2 of 6` scopes, or how many delegations. */
	readonly words: string;
	/** Scopes known, which is how thick the line is. */
	readonly scopes: number;
	readonly state: StandingState;
	readonly isStruck: boolean;
	/** Ids of the delegations it stands for. */
	readonly edges: readonly string[];
	/** In a cascade that is played: how it stands at the instant. */
	readonly fate?: Fate;
}

/** What the canvas draws. */
export interface Drawing {
	readonly nodes: readonly DrawnNode[];
	readonly links: readonly DrawnLink[];
}

/** Words for how something stands. */
export const STATE_WORDS: Readonly<Record<StandingState, string>> = {
	alive: 'active',
	suspended: 'suspended',
	revoked: 'revoked',
	expired: 'expired',
	ended: 'ended',
	unborn: 'not begun',
	unknown: 'unknown',
};

/** What a drawing is made of beside the graph. */
export interface DrawingOptions {
	readonly focus: readonly string[];
	readonly fold: CollapseBy | 'none';
	readonly narrowings: Readonly<Record<string, Narrowing>>;
	/** The same graph with something struck out; null: nothing is. */
	readonly remaining: Pick<Neighbourhood, 'nodes' | 'edges'> | null;
}

/** How many scopes a delegation is known to carry, of how many its source holds: `2 of 6`, or `2 scopes`; empty when none is known. */
export function scopeWords({ row }: Pick<GraphEdge, 'row'>, narrowing: Narrowing | undefined): string {
	const scopes = knownScopes(row).length;
	if (scopes === 0) return '';
	return narrowing !== undefined && narrowing.dropped.length > 0
		? `${scopes} of ${scopes + narrowing.dropped.length}`
		: plural(scopes, 'scope');
}

/** What a session is called: the name or id of its application. */
export function sessionTitle({ row }: Pick<GraphNode, 'row'>): string {
	return visible(row?.appName?.value ?? row?.app?.value ?? '') || 'application not named';
}

function stateOfGroup({ states }: GroupNode): StandingState {
	const counted = Object.entries(states) as [StandingState, number][];
	return counted.sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'unknown';
}

/** Makes the drawing of a neighbourhood. */
export function drawingOf(graph: Neighbourhood, options: DrawingOptions): Drawing {
	return options.fold === 'none' ? sessionsOf(graph, options) : groupsOf(graph, options, options.fold);
}

/** Ids that are not in what remains. */
function goneFrom(remaining: DrawingOptions['remaining']) {
	const nodes = new Set(remaining?.nodes.map(({ id }) => id));
	const edges = new Set(remaining?.edges.map(({ row }) => row.id));
	return {
		node: (id: string) => remaining !== null && !nodes.has(id),
		edge: (id: string) => remaining !== null && !edges.has(id),
	};
}

function sessionsOf({ nodes, edges, parents }: Neighbourhood, { focus, narrowings, remaining }: DrawingOptions): Drawing {
	const isFocus = new Set(focus);
	const gone = goneFrom(remaining);
	const delegated = new Set(edges.map(({ source, target }) => JSON.stringify([source, target])));
	const starts = parents.filter(({ parent, child }) => !delegated.has(JSON.stringify([parent, child])));
	return {
		nodes: nodes.map((node) => ({
			id: node.id,
			kind: 'session',
			title: sessionTitle(node),
			detail: shortId(node.id),
			state: node.standing.state,
			sessions: [node.id],
			hidden: node.hidden,
			isFocus: isFocus.has(node.id),
			isStruck: gone.node(node.id),
		})),
		links: [
			...edges.map(
				(edge): DrawnLink => ({
					id: edge.row.id,
					kind: 'delegation',
					source: edge.source,
					target: edge.target,
					words: scopeWords(edge, narrowings[edge.row.id]),
					scopes: knownScopes(edge.row).length,
					state: edge.standing.state,
					isStruck: gone.edge(edge.row.id),
					edges: [edge.row.id],
				}),
			),
			...starts.map(
				({ parent, child }): DrawnLink => ({
					id: `start ${JSON.stringify([parent, child])}`,
					kind: 'start',
					source: parent,
					target: child,
					words: '',
					scopes: 0,
					state: 'alive',
					isStruck: gone.node(parent) || gone.node(child),
					edges: [],
				}),
			),
		],
	};
}

/** A group may have no key, and no session may be taken for one. */
const groupId = (key: string) => `group ${key}`;

function groupsOf(graph: Neighbourhood, { focus, remaining }: DrawingOptions, by: CollapseBy): Drawing {
	const { nodes, edges } = collapse(graph, by);
	const isFocus = new Set(focus);
	const gone = goneFrom(remaining);
	const without = by === 'application' ? 'application not named' : 'no label';
	return {
		nodes: nodes.map((group) => ({
			id: groupId(group.key),
			kind: 'group',
			title: visible(group.name || group.key) || without,
			detail: plural(group.sessions.length, 'session'),
			state: stateOfGroup(group),
			sessions: group.sessions,
			hidden: 0,
			isFocus: group.sessions.some((id) => isFocus.has(id)),
			isStruck: group.sessions.every(gone.node),
		})),
		links: edges.map(({ source, target, edges: ids, scopes }) => ({
			id: JSON.stringify([source, target]),
			kind: 'delegation',
			source: groupId(source),
			target: groupId(target),
			words: plural(ids.length, 'delegation'),
			scopes: scopes.length,
			state: 'alive',
			isStruck: ids.every(gone.edge),
			edges: ids,
		})),
	};
}
