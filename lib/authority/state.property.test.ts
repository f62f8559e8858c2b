import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event';
import { type GraphRows, MemoryGraph } from './memory-graph';
import { AuthorityState, namedBy, readEvents, type Wants } from './state';
import { eventsOfZone } from './testing/arbitrary';

const text = (rows: GraphRows) => JSON.stringify(rows);

function folded(...batches: readonly (readonly TraceEvent[])[]): AuthorityState {
	const state = new AuthorityState('z');
	for (const batch of batches) {
		state.apply(batch);
		expect(state.settle()).toBeNull();
	}
	return state;
}

function split<T>(items: readonly T[], sizes: readonly number[]): T[][] {
	const parts: T[][] = [];
	let from = 0;
	for (const size of sizes) {
		parts.push(items.slice(from, from + size));
		from += size;
	}
	parts.push(items.slice(from));
	return parts;
}

/** Rows as a database would keep them: written one by one, read back by what they touch. */
class Stored {
	readonly sessions = new Map<string, string>();
	readonly edges = new Map<string, string>();
	readonly records = new Map<string, string>();
	readonly falls = new Map<string, string>();

	rows(): GraphRows {
		const all = <T>(map: ReadonlyMap<string, string>) =>
			[...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, json]) => JSON.parse(json) as T);
		return { sessions: all(this.sessions), edges: all(this.edges), records: all(this.records), falls: all<never[]>(this.falls).flat() };
	}

	private ofRoots(roots: ReadonlySet<string>): Pick<GraphRows, 'edges' | 'falls'> {
		const { edges, falls } = this.rows();
		return { edges: edges.filter(({ id }) => roots.has(id)), falls: falls.filter(({ root }) => roots.has(root)) };
	}

	private surrounding(around: ReadonlySet<string>): GraphRows {
		const rows = this.rows();
		const touches = (id: string | undefined) => id !== undefined && around.has(id);
		const edges = rows.edges.filter((edge) => touches(edge.source?.value) || touches(edge.target?.value));
		const near = new Set<string | undefined>(around);
		for (const edge of edges) for (const end of [edge.source?.value, edge.target?.value]) near.add(end);
		const sessions = rows.sessions.filter((row) => near.has(row.id) || touches(row.parent?.value));
		return { sessions, edges, records: [], falls: [] };
	}

	/** The roots that took down what is asked for. */
	private near({ sessions, edges, touching }: NonNullable<Wants['near']>): Set<string> {
		const rows = this.rows();
		const around = rows.edges.filter((edge) => [edge.source?.value, edge.target?.value].some((id) => touching.includes(id ?? '')));
		const asked = {
			edge: new Set([...edges, ...around.map(({ id }) => id)]),
			session: new Set([...sessions, ...around.flatMap((edge) => [edge.source?.value ?? '', edge.target?.value ?? ''])]),
		};
		return new Set(rows.falls.filter(({ kind, id }) => asked[kind].has(id)).map(({ root }) => root));
	}

	/** @param state kept from the batch before, or a new one */
	apply(batch: readonly TraceEvent[], state = new AuthorityState('z', false)): void {
		const read = readEvents(batch);
		const named = namedBy(read);
		const { sessions, edges, records } = this.rows();
		const own = { sessions: sessions.filter(({ id }) => named.sessions.has(id)), edges: edges.filter(({ id }) => named.edges.has(id)) };
		state.load({ ...own, records: records.filter(({ id }) => named.records.has(id)), falls: [] });
		state.applyRead(read);
		for (let wants = state.settle(); wants !== null; wants = state.settle()) {
			const found = wants.near === null ? new Set<string>() : this.near(wants.near);
			state.load({ sessions: [], records: [], ...this.ofRoots(new Set([...found, ...wants.roots])) }, { near: found });
			state.load(this.surrounding(new Set(wants.around)), { around: wants.around });
		}
		const changes = state.takeChanges();
		for (const row of changes.sessions) this.sessions.set(row.id, JSON.stringify(row));
		for (const row of changes.edges) this.edges.set(row.id, JSON.stringify(row));
		for (const row of changes.records) this.records.set(row.id, JSON.stringify(row));
		for (const [root, falls] of changes.falls) this.falls.set(root, JSON.stringify(falls));
	}
}

describe('the same events give the same rows, byte for byte', () => {
	test('in any order, repeated, and in any batches', () => {
		fc.assert(
			fc.property(
				eventsOfZone(24).chain((events) =>
					fc.tuple(
						fc.constant(events),
						fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
						fc.subarray(events),
						fc.array(fc.nat(6), { maxLength: 8 }),
					),
				),
				([events, shuffled, again, sizes]) => {
					const expected = text(folded(events).graph.rows());
					expect(text(folded(...split([...shuffled, ...again], sizes)).graph.rows())).toBe(expected);
				},
			),
			{ numRuns: 150 },
		);
	});

	test('event by event, when cascades come before what they take down', () => {
		fc.assert(
			fc.property(
				eventsOfZone(16, 'cascades').chain((events) =>
					fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
				),
				([events, shuffled]) => {
					expect(text(folded(...shuffled.map((event) => [event])).graph.rows())).toBe(text(folded(events).graph.rows()));
				},
			),
			{ numRuns: 300 },
		);
	});

	test('kept in a store, loading no more of it than is asked for', () => {
		fc.assert(
			fc.property(eventsOfZone(24), fc.array(fc.nat(6), { maxLength: 8 }), (events, sizes) => {
				const stored = new Stored();
				const kept = new Stored();
				const state = new AuthorityState('z', false);
				for (const batch of split(events, sizes)) {
					stored.apply(batch);
					kept.apply(batch, state);
				}
				const expected = text(folded(events).graph.rows());
				expect(text(stored.rows())).toBe(expected);
				expect(text(kept.rows())).toBe(expected);
			}),
			{ numRuns: 100 },
		);
	});

	test('a state rebuilt from its rows is the state', () => {
		fc.assert(
			fc.property(eventsOfZone(20), (events) => {
				const rows = folded(events).graph.rows();
				expect(text(MemoryGraph.of(JSON.parse(text(rows)) as GraphRows).rows())).toBe(text(rows));
			}),
			{ numRuns: 60 },
		);
	});
});

describe('a batch tells what it changed', () => {
	test('nothing when it is applied again', () => {
		fc.assert(
			fc.property(eventsOfZone(20), (events) => {
				const state = folded(events);
				state.takeChanges();
				state.apply(events);
				state.settle();
				const { sessions, edges, records, falls } = state.takeChanges();
				expect([sessions.length, edges.length, records.length, falls.size]).toEqual([0, 0, 0, 0]);
			}),
			{ numRuns: 60 },
		);
	});
});
