import type { TraceEvent } from '../trace/event';
import { walkCascade } from './cascade-walk';
import { type Fact, factsOf } from './facts';
import { heldAtRevocation } from './held-at-revocation';
import { fallsByRoot, type GraphRows, MemoryGraph } from './memory-graph';
import { type Effect, mergeEdge, mergeRecord, mergeSession, newEdge, newRecord, newSession } from './merge';
import type { Mark } from './order';
import { revocationOf } from './revocations';
import { type EdgeRow, FALLS_MAX, type FallRow, type RecordRow, type RevocationRow, type SessionRow } from './rows';

/** Rows that a batch made or changed, each once; the projection writes these and nothing else. */
export interface AuthorityChanges {
	readonly sessions: readonly SessionRow[];
	readonly edges: readonly EdgeRow[];
	readonly records: readonly RecordRow[];
	readonly revocations: readonly RevocationRow[];
	/** For each revoked delegation whose cascade changed, all that it takes down now: these replace what was stored. */
	readonly falls: ReadonlyMap<string, readonly FallRow[]>;
}

/** What a state over a part of its zone has to see before it is settled; `load` it and settle again. */
export interface Wants {
	/** The roots of cascades that took any of these down, or a delegation that touches one of `touching` or the session at its other end. */
	readonly near: { readonly sessions: readonly string[]; readonly edges: readonly string[]; readonly touching: readonly string[] } | null;
	/** Sessions with their children, the delegations that touch them, and the sessions at the other ends of those. */
	readonly around: readonly string[];
	/** Delegations with all that they took down. */
	readonly roots: readonly string[];
}

/** Ids whose rows a batch will change: load them, where they exist, before applying it. */
export interface NamedIds {
	readonly sessions: ReadonlySet<string>;
	readonly edges: ReadonlySet<string>;
	readonly records: ReadonlySet<string>;
}

/** What an event says, and when. */
export interface ReadEvent {
	readonly zone: string;
	readonly mark: Mark;
	readonly facts: readonly Fact[];
	/** The revocation it begins. */
	readonly revocation: RevocationRow | null;
}

/** Reads events once, for `namedBy` and `apply`. */
export function readEvents(events: readonly TraceEvent[]): ReadEvent[] {
	return events.map(readEvent);
}

/** Reads an event. */
export function readEvent(event: TraceEvent): ReadEvent {
	const { told, facts } = factsOf(event);
	return { zone: event.zone, mark: told.mark, facts, revocation: revocationOf(event, told) };
}

/** What a batch of events names. */
export function namedBy(events: readonly ReadEvent[]): NamedIds {
	const named = { session: new Set<string>(), edge: new Set<string>(), record: new Set<string>() };
	for (const { facts } of events) for (const fact of facts) named[fact.link].add(fact.id);
	return { sessions: named.session, edges: named.edge, records: named.record };
}

/**
 * The sessions, delegations and records of one zone, folded from its events. The result follows from the set of events alone,
 * whatever their order, their batches and repeats: every field keeps one of two sayings by a rule that looks only at the two, and
 * cascades are walked again whenever something they went by has changed.
 *
 * Over a part of the zone: load the rows that `namedBy` names, apply, then `settle`, and as long as it wants something, `load` it and
 * settle again. Whole zones in memory want nothing. It may be kept from batch to batch, as long as nobody else writes its zone.
 */
export class AuthorityState {
	readonly graph = new MemoryGraph();
	private readonly changed = {
		sessions: new Set<SessionRow>(),
		edges: new Set<EdgeRow>(),
		records: new Set<RecordRow>(),
		revocations: new Map<number, RevocationRow>(),
		falls: new Set<string>(),
	};
	/** Elements whose structure changed since the last settling. */
	private readonly touched = { session: new Set<string>(), edge: new Set<string>() };
	private readonly dirty = new Set<string>();
	private readonly surrounded = new Set<string>();
	private readonly askedRoots = new Set<string>();
	/** The walk at hand met something that is not loaded. */
	private isLacking = false;
	private readonly wanted = { around: new Set<string>(), roots: new Set<string>() };

	/** @param isWhole every row of the zone is here, or will come as events */
	constructor(
		readonly zone: string,
		private readonly isWhole = true,
	) {}

	/**
	 * Adds stored rows. Falls come whole: all of a root, or none, and with it the root's own row.
	 * @param answered what of the wants these rows answer; `near` are the roots found
	 */
	load(rows: GraphRows, answered: { readonly near?: Iterable<string>; readonly around?: Iterable<string> } = {}): void {
		for (const row of rows.sessions) if (!this.graph.sessions.has(row.id)) this.graph.putSession(row);
		for (const row of rows.edges) if (!this.graph.edges.has(row.id)) this.graph.putEdge(row);
		for (const row of rows.records) if (!this.graph.records.has(row.id)) this.graph.records.set(row.id, row);
		for (const [root, falls] of fallsByRoot(rows.falls)) {
			if (!this.changed.falls.has(root) && this.graph.fallsOf(root).length === 0) this.graph.setFalls(root, falls);
			this.askedRoots.add(root);
		}
		for (const root of answered.near ?? []) this.dirty.add(root);
		for (const session of answered.around ?? []) this.surrounded.add(session);
	}

	/** Takes in events of the zone, in any order; others are left alone. */
	apply(events: readonly TraceEvent[]): void {
		this.applyRead(readEvents(events));
	}

	/** The same, of events already read. */
	applyRead(events: readonly ReadEvent[]): void {
		for (const { zone, mark, facts, revocation } of events) {
			if (zone !== this.zone) continue;
			if (revocation !== null) this.changed.revocations.set(revocation.seq, revocation);
			for (const fact of facts) this.learn(fact, mark);
		}
	}

	private learn(fact: Fact, mark: Mark): void {
		if (fact.link === 'edge') this.learnEdge(fact, mark);
		else if (fact.link === 'session') this.learnSession(fact, mark);
		else {
			let row = this.graph.records.get(fact.id);
			const isNew = row === undefined;
			row ??= newRecord(this.zone, fact.id, mark);
			this.graph.records.set(fact.id, row);
			if (mergeRecord(row, fact, mark) !== 'none' || isNew) this.changed.records.add(row);
		}
	}

	private learnEdge(fact: Extract<Fact, { link: 'edge' }>, mark: Mark): void {
		let row = this.graph.edges.get(fact.id);
		const isNew = row === undefined;
		row ??= newEdge(this.zone, fact.id, mark);
		const was = { source: row.source?.value, target: row.target?.value };
		const effect: Effect = mergeEdge(row, fact, mark);
		if (effect === 'none' && !isNew) return;
		this.changed.edges.add(row);
		if (effect !== 'structure' && !isNew) return;
		for (const end of [was.source, was.target]) if (end !== undefined) this.touched.session.add(end);
		this.graph.putEdge(row, was);
		this.touched.edge.add(row.id);
	}

	private learnSession(fact: Extract<Fact, { link: 'session' }>, mark: Mark): void {
		let row = this.graph.sessions.get(fact.id);
		const isNew = row === undefined;
		row ??= newSession(this.zone, fact.id, mark);
		const was = { parent: row.parent?.value, record: row.record?.value };
		const effect: Effect = mergeSession(row, fact, mark);
		if (effect === 'none' && !isNew) return;
		this.changed.sessions.add(row);
		if (isNew || was.record !== row.record?.value || effect === 'structure') this.graph.putSession(row, was);
		if (effect !== 'structure' && !isNew) return;
		if (was.parent !== undefined) this.touched.session.add(was.parent);
		this.touched.session.add(row.id);
	}

	/** Whether all around the session is at hand; else it is wanted. */
	private has(session: string): boolean {
		if (this.isWhole || this.surrounded.has(session)) return true;
		this.wanted.around.add(session);
		this.isLacking = true;
		return false;
	}

	/** Cascades that went by what has changed have to be walked again. @returns where else such cascades have to be looked for */
	private spread(): NonNullable<Wants['near']> | null {
		const { touched, graph } = this;
		if (touched.edge.size === 0 && touched.session.size === 0) return null;
		const near = { session: new Set<string>(), edge: new Set<string>() };
		const roots = (kind: FallRow['kind'], id: string | undefined) => {
			if (id === undefined) return;
			near[kind].add(id);
			for (const root of graph.rootsOf(kind, id)) this.dirty.add(root);
		};
		const rootsOfEdge = (row: Readonly<EdgeRow>) => {
			roots('edge', row.id);
			roots('session', row.source?.value);
			roots('session', row.target?.value);
		};
		for (const id of touched.edge) {
			const row = graph.edge(id);
			if (row === undefined) continue;
			if (row.revoked !== null) this.dirty.add(id);
			rootsOfEdge(row);
		}
		for (const id of touched.session) {
			roots('session', id);
			roots('session', graph.session(id)?.parent?.value);
			for (const edge of [...graph.edgesOut(id), ...graph.edgesIn(id)]) rootsOfEdge(edge);
		}
		const touching = [...touched.session];
		touched.edge.clear();
		touched.session.clear();
		return this.isWhole ? null : { sessions: [...near.session], edges: [...near.edge], touching };
	}

	/**
	 * Brings the computed cascades up to date.
	 * @returns what has to be loaded first, or null when all is settled
	 */
	settle(): Wants | null {
		const near = this.spread();
		const { wanted } = this;
		if (near !== null) return { near, around: [], roots: [] };
		wanted.around.clear();
		wanted.roots.clear();
		for (const root of this.dirty) {
			this.isLacking = false;
			const falls = this.walk(root);
			if (this.isLacking) continue;
			this.dirty.delete(root);
			if (areSame(falls, this.graph.fallsOf(root))) continue;
			this.graph.setFalls(root, falls);
			this.changed.falls.add(root);
		}
		if (wanted.around.size === 0 && wanted.roots.size === 0) return null;
		return { near: null, around: [...wanted.around], roots: [...wanted.roots] };
	}

	private walk(root: string): readonly FallRow[] {
		const { graph } = this;
		// what it took down before has to be known, to be taken back
		if (!this.isWhole && !this.askedRoots.has(root)) {
			this.askedRoots.add(root);
			this.wanted.roots.add(root);
			this.isLacking = true;
			return [];
		}
		const row = graph.edge(root);
		const end = row?.revoked ?? null;
		if (row === undefined || end === null) return [];
		const edgesIn = (id: string) => (this.has(id) ? graph.edgesIn(id) : []);
		const asked = {
			...adjacencyOf(graph),
			edgesOut: (id: string) => (this.has(id) ? graph.edgesOut(id) : []),
			edgesIn,
			edgesInWithStruck: edgesIn,
			children: (id: string) => (this.has(id) ? graph.children(id) : []),
		};
		const { reached } = walkCascade(asked, [{ kind: 'edge', id: root }], heldAtRevocation(graph, root, end), FALLS_MAX);
		return reached.map(({ kind, id, step, via, depth }, order) => {
			return { zone: this.zone, root, kind, id, at: end.decidedAt, step, via, depth, order };
		});
	}

	/** What has changed since the last time, to be written; `settle` first. */
	takeChanges(): AuthorityChanges {
		const { sessions, edges, records, revocations, falls } = this.changed;
		const taken = {
			sessions: [...sessions],
			edges: [...edges],
			records: [...records],
			revocations: [...revocations.values()],
			falls: new Map([...falls].map((root) => [root, this.graph.fallsOf(root)])),
		};
		for (const kept of [sessions, edges, records, revocations, falls]) kept.clear();
		return taken;
	}
}

function areSame(a: readonly FallRow[], b: readonly FallRow[]): boolean {
	if (a.length !== b.length) return false;
	return a.every((fall, i) => {
		const other = b[i];
		return (
			other !== undefined &&
			fall.kind === other.kind &&
			fall.id === other.id &&
			fall.at === other.at &&
			fall.step === other.step &&
			fall.via === other.via &&
			fall.depth === other.depth
		);
	});
}

function adjacencyOf(graph: MemoryGraph) {
	return {
		session: (id: string) => graph.session(id),
		edge: (id: string) => graph.edge(id),
		record: (id: string) => graph.record(id),
		sessionsOf: (id: string) => graph.sessionsOf(id),
		fallOf: (kind: 'session' | 'edge', id: string) => graph.fallOf(kind, id),
	};
}
