import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event';
import { type GraphRows, MemoryGraph } from './memory-graph';
import { AuthorityState, namedBy } from './state';
import { eventsOfZone } from './testing/arbitrary';

const text = (rows: GraphRows) => JSON.stringify(rows);

function folded(...batches: readonly (readonly TraceEvent[])[]): AuthorityState {
	const state = new AuthorityState('z');
	for (const batch of batches) {
		state.apply(batch);
		expect(state.settle()).toEqual([]);
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

	private withFalls(rows: GraphRows): GraphRows {
		const ids = new Set([...rows.sessions.map(({ id }) => `session ${id}`), ...rows.edges.map(({ id }) => `edge ${id}`)]);
		const falls = this.rows().falls;
		const roots = new Set(falls.filter(({ kind, id }) => ids.has(`${kind} ${id}`)).map(({ root }) => root));
		return { ...rows, falls: falls.filter(({ root }) => roots.has(root)) };
	}

	private surrounding(session: string): GraphRows {
		const rows = this.rows();
		const edges = rows.edges.filter((edge) => edge.source?.value === session || edge.target?.value === session);
		const near = new Set([session, rows.sessions.find(({ id }) => id === session)?.parent?.value]);
		for (const edge of edges) for (const end of [edge.source?.value, edge.target?.value]) near.add(end);
		const sessions = rows.sessions.filter((row) => near.has(row.id) || row.parent?.value === session);
		return this.withFalls({ sessions, edges, records: [], falls: [] });
	}

	apply(batch: readonly TraceEvent[]): void {
		const state = new AuthorityState('z', false);
		const named = namedBy(batch);
		const { sessions, edges, records } = this.rows();
		const own = { sessions: sessions.filter(({ id }) => named.sessions.has(id)), edges: edges.filter(({ id }) => named.edges.has(id)) };
		state.load(this.withFalls({ ...own, records: records.filter(({ id }) => named.records.has(id)), falls: [] }));
		state.apply(batch);
		for (let wanted = state.settle(); wanted.length > 0; wanted = state.settle())
			for (const session of wanted) state.load(this.surrounding(session), [session]);
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
				for (const batch of split(events, sizes)) stored.apply(batch);
				expect(text(stored.rows())).toBe(text(folded(events).graph.rows()));
			}),
			{ numRuns: 60 },
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
