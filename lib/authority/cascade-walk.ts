import type { Adjacency } from './adjacency';
import type { EdgeRow, FallRow, SessionRow } from './rows';

/** Deepest a cascade follows delegations, in edges (wire reference 7.2). */
export const CASCADE_EDGES_MAX = 10;

/** What takes authority away. */
export type CascadeStart =
	| { readonly kind: 'edge'; readonly id: string }
	| { readonly kind: 'session'; readonly id: string }
	/** Its sessions are terminated with all below them, as the API does when it revokes a subject. */
	| { readonly kind: 'record'; readonly id: string };

export type Reached = Pick<FallRow, 'kind' | 'id' | 'step' | 'via' | 'depth'>;

export interface CascadeWalk {
	/** In the order they fall, each once. */
	readonly reached: readonly Reached[];
	/** The ceiling was met: there may be more. */
	readonly isCut: boolean;
}

/** What still held when it began. */
export interface Holding {
	edge(edge: Readonly<EdgeRow>): boolean;
	session(session: Readonly<SessionRow>): boolean;
}

class Walk {
	readonly reached: Reached[] = [];
	readonly edges = new Set<string>();
	readonly sessions = new Map<string, number>();
	isCut = false;

	constructor(
		readonly graph: Adjacency,
		readonly holding: Holding,
		readonly countMax: number,
	) {}

	private add(kind: Reached['kind'], id: string, step: Reached['step'], via: string, depth: number): void {
		this.reached.push({ kind, id, step, via, depth });
	}

	edge(id: string, step: Reached['step'], via: string, depth: number): boolean {
		if (this.edges.has(id)) return false;
		if (this.reached.length >= this.countMax) {
			this.isCut = true;
			return false;
		}
		this.edges.add(id);
		this.add('edge', id, step, via, depth);
		return true;
	}

	session(id: string, step: Reached['step'], via: string, depth: number): boolean {
		if (this.sessions.has(id)) return false;
		const row = this.graph.session(id);
		if (row !== undefined && !this.holding.session(row)) return false;
		if (this.reached.length >= this.countMax) {
			this.isCut = true;
			return false;
		}
		this.sessions.set(id, depth);
		this.add('session', id, step, via, depth);
		return true;
	}

	/** Step 2: breadth-first over sessions along the delegations that hold, ten deep. Gives the sessions they lead to. */
	follow(root: string): { id: string; via: string; depth: number }[] {
		const targets: { id: string; via: string; depth: number }[] = [];
		this.edge(root, 'root', '', 0);
		let level = [root];
		for (let depth = 1; level.length > 0; depth++) {
			const next: string[] = [];
			for (const id of level) {
				const target = this.graph.edge(id)?.target?.value;
				if (target === undefined) continue;
				targets.push({ id: target, via: id, depth });
				if (depth >= CASCADE_EDGES_MAX) continue;
				for (const edge of sorted(this.graph.edgesOut(target)))
					if (this.holding.edge(edge) && this.edge(edge.id, 'reached', id, depth)) next.push(edge.id);
			}
			level = next;
		}
		return targets;
	}

	/** Step 3: the sessions with all that descend from them, then every delegation that still holds and touches one. */
	terminate(roots: readonly { id: string; via: string; depth: number }[], step: 'target' | 'root'): void {
		const fallen = roots.filter(({ id, via, depth }) => this.session(id, step, via, depth)).map(({ id }) => id);
		for (let i = 0; i < fallen.length; i++) {
			const id = fallen[i] ?? '';
			const depth = (this.sessions.get(id) ?? 0) + 1;
			for (const child of sorted(this.graph.children(id))) if (this.session(child.id, 'below', id, depth)) fallen.push(child.id);
		}
		for (const id of fallen) {
			const depth = (this.sessions.get(id) ?? 0) + 1;
			for (const edge of sorted([...this.graph.edgesOut(id), ...this.graph.edgesIn(id)]))
				if (this.holding.edge(edge)) this.edge(edge.id, 'touching', id, depth);
		}
	}
}

/** By id, so that the same graph gives the same walk however its lists are ordered. */
export function sorted<T extends { readonly id: string }>(rows: readonly T[]): readonly T[] {
	return rows.length < 2 ? rows : [...rows].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * Everything that falls with a delegation, a session or a record, as Caracal computes it (wire reference 7.2): over sessions and not
 * over edges, so that unrelated delegations out of the same session fall too. What it starts from falls whether or not it holds.
 * @param countMax sessions and delegations visited at most
 */
export function walkCascade(graph: Adjacency, starts: readonly CascadeStart[], holding: Holding, countMax: number): CascadeWalk {
	const walk = new Walk(graph, holding, countMax);
	for (const start of starts) {
		if (start.kind === 'edge') walk.terminate(walk.follow(start.id), 'target');
		else if (start.kind === 'session') walk.terminate([{ id: start.id, via: '', depth: 0 }], 'root');
		else
			walk.terminate(
				sorted(graph.sessionsOf(start.id)).map(({ id }) => ({ id, via: '', depth: 0 })),
				'root',
			);
	}
	return { reached: walk.reached, isCut: walk.isCut };
}
