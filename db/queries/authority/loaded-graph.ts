import type { Adjacency, Fallen } from '../../../lib/authority/adjacency';
import { MemoryGraph } from '../../../lib/authority/memory-graph';
import type { Reader } from '../reader';
import type { ZoneRow } from '../zones';
import { aroundSessions, edgesById, type FoundRows, recordsById, sessionsById, sessionsPresenting } from './around';

/** Rounds of a question: it goes a step further with each. */
const ROUNDS_MAX = 100;
/** Rows a question may load. */
const ROWS_MAX = 200_000;

export interface LoadOptions {
	/** Leave out of lists what was over by then, in microseconds; null: nothing. */
	readonly overAfter: number | null;
	/** Delegations and children of one session at most. */
	readonly listMax: number;
}

/** A part of a zone's graph that loads what is asked of it. */
export class LoadedGraph implements Adjacency {
	private readonly rows = new MemoryGraph();
	private readonly falls = new Map<string, Fallen>();
	private readonly known = { session: new Set<string>(), edge: new Set<string>(), record: new Set<string>(), around: new Set<string>() };
	private readonly presented = new Set<string>();
	private wanted = { session: new Set<string>(), edge: new Set<string>(), record: new Set<string>(), around: new Set<string>() };
	private wantedRecords = new Set<string>();
	/** A ceiling was met: answers may lack something. */
	isCut = false;

	constructor(
		private readonly reader: Reader,
		private readonly zone: ZoneRow,
		private readonly options: LoadOptions,
	) {}

	/** Asks until nothing that it would have to see is missing. */
	async ask<T>(question: (graph: Adjacency) => T): Promise<T> {
		for (let round = 0; ; round++) {
			const answer = question(this);
			const { session, edge, record, around } = this.wanted;
			if (session.size + edge.size + record.size + around.size + this.wantedRecords.size === 0) return answer;
			if (round >= ROUNDS_MAX || this.rows.sessions.size + this.rows.edges.size > ROWS_MAX) {
				this.isCut = true;
				return answer;
			}
			await this.load();
		}
	}

	private async load(): Promise<void> {
		const { reader, zone, options, wanted, wantedRecords } = this;
		this.wanted = { session: new Set(), edge: new Set(), record: new Set(), around: new Set() };
		this.wantedRecords = new Set();
		const [around, edges, records, presenting] = await Promise.all([
			wanted.around.size === 0 ? null : aroundSessions(reader, zone, [...wanted.around], options.overAfter, options.listMax),
			wanted.edge.size === 0 ? null : edgesById(reader, zone, [...wanted.edge]),
			wanted.record.size === 0 ? null : recordsById(reader, zone, [...wanted.record]),
			wantedRecords.size === 0 ? [] : sessionsPresenting(reader, zone, [...wantedRecords], options.listMax),
		]);
		for (const found of [around, edges, records]) if (found !== null) this.put(found);
		const ids = new Set([...wanted.session, ...(around?.named ?? []), ...presenting].filter((id) => !this.known.session.has(id)));
		if (ids.size > 0) this.put(await sessionsById(reader, zone, [...ids]));
		for (const id of ids) this.known.session.add(id);
		for (const id of wanted.edge) this.known.edge.add(id);
		for (const id of wanted.record) this.known.record.add(id);
		for (const id of wanted.around) this.known.around.add(id);
		for (const id of wantedRecords) this.presented.add(id);
	}

	private put({ sessions, edges, records, falls }: FoundRows): void {
		for (const row of sessions) {
			if (!this.rows.sessions.has(row.id)) this.rows.putSession(row);
			this.known.session.add(row.id);
			// what it presents came with it, if there is such a row
			if (row.record !== null) this.known.record.add(row.record.value);
		}
		for (const row of edges) {
			if (!this.rows.edges.has(row.id)) this.rows.putEdge(row);
			this.known.edge.add(row.id);
		}
		for (const row of records) {
			this.rows.records.set(row.id, row);
			this.known.record.add(row.id);
		}
		for (const { kind, id, fall } of falls) this.falls.set(`${kind}\n${id}`, fall);
	}

	session(id: string) {
		if (!this.known.session.has(id)) this.wanted.session.add(id);
		return this.rows.session(id);
	}
	edge(id: string) {
		if (!this.known.edge.has(id)) this.wanted.edge.add(id);
		return this.rows.edge(id);
	}
	record(id: string) {
		if (!this.known.record.has(id)) this.wanted.record.add(id);
		return this.rows.record(id);
	}
	edgesOut(session: string) {
		return this.surrounded(session) ? this.rows.edgesOut(session) : [];
	}
	edgesIn(session: string) {
		return this.surrounded(session) ? this.rows.edgesIn(session) : [];
	}
	edgesInWithStruck(session: string) {
		return this.edgesIn(session);
	}
	children(session: string) {
		return this.surrounded(session) ? this.rows.children(session) : [];
	}
	sessionsOf(record: string) {
		if (this.presented.has(record)) return this.rows.sessionsOf(record);
		this.wantedRecords.add(record);
		return [];
	}
	fallOf(kind: 'session' | 'edge', id: string) {
		return this.falls.get(`${kind}\n${id}`);
	}

	private surrounded(session: string): boolean {
		if (this.known.around.has(session)) return true;
		this.wanted.around.add(session);
		return false;
	}
}
