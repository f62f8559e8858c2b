import type { Adjacency, Fallen } from './adjacency';
import { IndexLists } from './index-lists';
import type { EdgeRow, FallRow, RecordRow, SessionRow } from './rows';

/** The rows of a zone, or of a part of it. */
export interface GraphRows {
	readonly sessions: readonly SessionRow[];
	readonly edges: readonly EdgeRow[];
	readonly records: readonly RecordRow[];
	readonly falls: readonly FallRow[];
}

/** Falls by the revoked delegation, each in the order they fell. */
export function fallsByRoot(falls: readonly FallRow[]): ReadonlyMap<string, readonly FallRow[]> {
	const byRoot = new Map<string, FallRow[]>();
	for (const fall of falls) {
		const list = byRoot.get(fall.root);
		if (list === undefined) byRoot.set(fall.root, [fall]);
		else list.push(fall);
	}
	for (const list of byRoot.values()) list.sort((a, b) => a.order - b.order);
	return byRoot;
}

/** The graph over rows in memory. Rows are taken as they are, not copied; `reindex` after changing one. */
export class MemoryGraph implements Adjacency {
	readonly sessions = new Map<string, SessionRow>();
	readonly edges = new Map<string, EdgeRow>();
	readonly records = new Map<string, RecordRow>();
	private readonly out = new IndexLists<EdgeRow>();
	private readonly into = new IndexLists<EdgeRow>();
	private readonly below = new IndexLists<SessionRow>();
	private readonly presenting = new IndexLists<SessionRow>();
	private readonly byRoot = new Map<string, readonly FallRow[]>();
	private readonly byElement = new Map<string, Map<string, FallRow>>();

	static of(rows: GraphRows): MemoryGraph {
		const graph = new MemoryGraph();
		for (const row of rows.records) graph.records.set(row.id, row);
		for (const row of rows.sessions) graph.putSession(row);
		for (const row of rows.edges) graph.putEdge(row);
		for (const [root, falls] of fallsByRoot(rows.falls)) graph.setFalls(root, falls);
		return graph;
	}

	/** Adds a row, or finds it again under what it now says; `was` are its keys before. */
	putSession(row: SessionRow, was: { parent?: string; record?: string } = {}): void {
		this.sessions.set(row.id, row);
		this.below.move(row, was.parent, row.parent?.value);
		this.presenting.move(row, was.record, row.record?.value);
	}

	putEdge(row: EdgeRow, was: { source?: string; target?: string } = {}): void {
		this.edges.set(row.id, row);
		this.out.move(row, was.source, row.source?.value);
		this.into.move(row, was.target, row.target?.value);
	}

	/** Replaces what a revoked delegation took down. */
	setFalls(root: string, falls: readonly FallRow[]): void {
		for (const fall of this.byRoot.get(root) ?? []) {
			const list = this.byElement.get(`${fall.kind}\n${fall.id}`);
			list?.delete(root);
			if (list?.size === 0) this.byElement.delete(`${fall.kind}\n${fall.id}`);
		}
		if (falls.length === 0) this.byRoot.delete(root);
		else this.byRoot.set(root, falls);
		for (const fall of falls) {
			const key = `${fall.kind}\n${fall.id}`;
			const list = this.byElement.get(key);
			if (list === undefined) this.byElement.set(key, new Map([[root, fall]]));
			else list.set(root, fall);
		}
	}

	session(id: string): SessionRow | undefined {
		return this.sessions.get(id);
	}
	edge(id: string): EdgeRow | undefined {
		return this.edges.get(id);
	}
	record(id: string): RecordRow | undefined {
		return this.records.get(id);
	}
	edgesOut(session: string): readonly EdgeRow[] {
		return this.out.of(session);
	}
	edgesIn(session: string): readonly EdgeRow[] {
		return this.into.of(session);
	}
	edgesInWithStruck(session: string): readonly EdgeRow[] {
		return this.edgesIn(session);
	}
	children(session: string): readonly SessionRow[] {
		return this.below.of(session);
	}
	sessionsOf(record: string): readonly SessionRow[] {
		return this.presenting.of(record);
	}

	/** What a revoked delegation took down, in the order it fell. */
	fallsOf(root: string): readonly FallRow[] {
		return this.byRoot.get(root) ?? [];
	}

	/** The revoked delegations that took an element down. */
	rootsOf(kind: FallRow['kind'], id: string): Iterable<string> {
		return this.byElement.get(`${kind}\n${id}`)?.keys() ?? [];
	}

	fallOf(kind: FallRow['kind'], id: string): Fallen | undefined {
		let first: FallRow | undefined;
		for (const fall of this.byElement.get(`${kind}\n${id}`)?.values() ?? [])
			if (first === undefined || fall.at < first.at || (fall.at === first.at && fall.root < first.root)) first = fall;
		return first;
	}

	/** Every row, by id: the same bytes whenever the same is known. */
	rows(): GraphRows {
		const byId = <T extends { readonly id: string }>(rows: Iterable<T>) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
		const roots = [...this.byRoot.keys()].sort();
		return {
			sessions: byId(this.sessions.values()),
			edges: byId(this.edges.values()),
			records: byId(this.records.values()),
			falls: roots.flatMap((root) => this.byRoot.get(root) ?? []),
		};
	}
}
