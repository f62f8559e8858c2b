import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../trace/event';
import { DRAWN_START } from '../trace/testing/draw';
import { blastRadius } from './blast';
import { cascadeOf } from './cascade';
import { PATHS_MAX, pathsTo, reachesResource } from './paths';
import type { EdgeRow, RevocationRow } from './rows';
import { StandingAt } from './standing';
import { AuthorityState } from './state';
import { graphOf, type PlainGraph, plainGraph } from './testing/graphs';
import { without } from './what-if';

const NOW = 10;

/** What holds at NOW, put plainly: not ended, nor below an ended session, nor touching one. */
function living(plain: PlainGraph) {
	const parentOf = new Map(plain.sessions.map(({ id, parent }) => [id, parent]));
	const ended = new Set(plain.sessions.filter(({ isEnded }) => isEnded).map(({ id }) => id));
	const isUp = (id: string) => {
		const seen = new Set<string>();
		for (let at: string | null | undefined = id; at != null && !seen.has(at); at = parentOf.get(at)) {
			if (ended.has(at)) return false;
			seen.add(at);
		}
		return true;
	};
	const sessions = plain.sessions.filter(({ id }) => isUp(id));
	const up = new Set(sessions.map(({ id }) => id));
	return { sessions, up, edges: plain.edges.filter((edge) => !edge.isEnded && up.has(edge.source) && up.has(edge.target)) };
}

/** Step 2 and step 3 of the coordinator, as sets that grow until they no longer do. */
function fallsPlainly(plain: PlainGraph, root: string) {
	const { sessions, up, edges } = living(plain);
	const depthOf = new Map([[root, 1]]);
	for (let depth = 1; depth < 10; depth++)
		for (const above of plain.edges)
			if (depthOf.get(above.id) === depth)
				for (const edge of edges) if (edge.source === above.target && !depthOf.has(edge.id)) depthOf.set(edge.id, depth + 1);
	const targets = plain.edges.filter(({ id }) => depthOf.has(id)).map(({ target }) => target);
	const down = new Set(targets.filter((id) => up.has(id)));
	for (let size = -1; size !== down.size; ) {
		size = down.size;
		for (const { id, parent } of sessions) if (parent !== null && down.has(parent)) down.add(id);
	}
	const fallen = new Set(depthOf.keys());
	for (const { id, source, target } of edges) if (down.has(source) || down.has(target)) fallen.add(id);
	return { sessions: [...down].sort(), edges: [...fallen].sort() };
}

const ids = (reached: readonly { kind: string; id: string }[], kind: string) =>
	reached
		.filter((each) => each.kind === kind)
		.map(({ id }) => id)
		.sort();
const revoked = (plain: PlainGraph, pick: number) => plain.edges[pick % Math.max(1, plain.edges.length)]?.id ?? '';

describe('what would fall', () => {
	test('is what the coordinator would take down, each once, on any graph', () => {
		fc.assert(
			fc.property(plainGraph(16), fc.nat(50), (plain, pick) => {
				const root = revoked(plain, pick);
				if (root === '') return;
				const { reached, survivors, edges, sessions } = blastRadius(new StandingAt(graphOf(plain), NOW), [{ kind: 'edge', id: root }]);
				const expected = fallsPlainly(plain, root);
				expect({ sessions: ids(reached, 'session'), edges: ids(reached, 'edge') }).toEqual(expected);
				expect([edges, sessions]).toEqual([expected.edges.length, expected.sessions.length]);
				for (const { session, lost, remaining } of survivors) {
					expect(expected.sessions).not.toContain(session);
					for (const edge of lost) expect(expected.edges).toContain(edge);
					for (const edge of remaining) expect(expected.edges).not.toContain(edge);
				}
			}),
			{ numRuns: 200 },
		);
	});

	test('reaches ten delegations deep, and the eleventh with the session it leaves', () => {
		const names = Array.from({ length: 16 }, (_, i) => `s${String(i).padStart(2, '0')}`);
		const plain = {
			sessions: names.map((id) => ({ id, parent: null, isEnded: false, resources: [] })),
			edges: names.slice(1).map((target, i) => ({ id: `e${String(i).padStart(2, '0')}`, source: names[i] ?? '', target, isEnded: false })),
		};
		const { reached, survivors } = blastRadius(new StandingAt(graphOf(plain), NOW), [{ kind: 'edge', id: 'e00' }]);
		expect([ids(reached, 'edge').length, ids(reached, 'session').length]).toEqual([11, 10]);
		expect(survivors).toEqual([{ session: 's11', lost: ['e10'], remaining: [] }]);
	});
});

describe('a cascade after the fact', () => {
	/** The graph as events, its ends before its revocation. */
	function asEvents(plain: PlainGraph, root: string): TraceEvent[] {
		let seq = 0;
		const event = (second: number, eventType: string, metadata: Record<string, string | number | null>): TraceEvent => {
			const at = DRAWN_START + BigInt(second) * 1_000_000n;
			seq++;
			return {
				...{
					zone: 'z',
					seq,
					id: `ev_${seq}`,
					eventType,
					requestId: '',
					decision: '',
					policySetId: '',
					policySetVersionId: '',
					manifestSha: '',
				},
				...{ evaluationStatus: '', determiningPolicies: null, diagnostics: null, metadata, occurredAt: at, streamedAt: at, ingestedAt: at },
			};
		};
		const { up, edges } = living(plain);
		return [
			...plain.sessions.map(({ id, parent }) => event(0, 'session_spawn', { agent_session_id: id, parent_id: parent ?? 'null' })),
			...plain.edges.map(({ id, source, target }) =>
				event(1, 'delegation_edge_create', { edge_id: id, source_session_id: source, target_session_id: target }),
			),
			...plain.sessions
				.filter(({ id }) => !up.has(id))
				.map(({ id }) => event(5, 'session_terminate', { agent_session_id: id, reason: 'ttl' })),
			...plain.edges
				.filter((edge) => !edges.includes(edge))
				.map(({ id }) => event(5, 'delegation_edge_expire', { edge_ids: JSON.stringify([id]) })),
			event(9, 'delegation_edge_revoke', { edge_id: root, affected_edges: 1 }),
		];
	}

	test('is the blast radius before it, and stands so in the graph', () => {
		fc.assert(
			fc.property(plainGraph(14), fc.nat(50), (plain, pick) => {
				const root = revoked(plain, pick);
				if (root === '' || plain.edges.find(({ id }) => id === root)?.isEnded !== false) return;
				const state = new AuthorityState('z');
				state.apply(asEvents(plain, root));
				state.settle();
				const revocation = state.takeChanges().revocations.find(({ kind }) => kind === 'delegation') as RevocationRow;
				const cascade = cascadeOf(state.graph, revocation, revocation.at + 1);
				const expected = fallsPlainly(plain, root);
				expect({ sessions: ids(cascade.members, 'session'), edges: ids(cascade.members, 'edge') }).toEqual(expected);
				expect(ids(state.graph.fallsOf(root), 'edge')).toEqual(expected.edges);
				const [before, after] = [new StandingAt(state.graph, revocation.decidedAt - 1), new StandingAt(state.graph, revocation.at)];
				for (const edge of expected.edges) expect(after.edge(edge).state).not.toBe('alive');
				for (const session of expected.sessions)
					expect([before.session(session).state, after.session(session).state]).toEqual(['alive', 'ended']);
				for (const { id } of living(plain).sessions) if (!expected.sessions.includes(id)) expect(after.session(id).state).toBe('alive');
			}),
			{ numRuns: 120 },
		);
	});
});

describe('ways to a resource', () => {
	/** Every shortest way, by trying all ways of each length; and what no way can do without, by trying to do without each. */
	function waysPlainly(plain: PlainGraph, start: string) {
		const { edges } = living(plain);
		const users = new Set(plain.sessions.filter(({ resources }) => resources.includes('R')).map(({ id }) => id));
		if (users.has(start)) return { ways: [''], cuts: [] as string[] };
		const reach = (without: string) => {
			const seen = new Set([start]);
			for (let size = -1; size !== seen.size; ) {
				size = seen.size;
				for (const { id, source, target } of edges) if (id !== without && seen.has(source)) seen.add(target);
			}
			return [...seen].some((id) => users.has(id));
		};
		let ways: { at: string; edges: string[] }[] = [{ at: start, edges: [] }];
		let found: string[] = [];
		for (let length = 1; length <= plain.sessions.length && found.length === 0; length++) {
			ways = ways.flatMap((way) =>
				edges.filter(({ source }) => source === way.at).map(({ id, target }) => ({ at: target, edges: [...way.edges, id] })),
			);
			if (ways.length > 20_000) return null;
			found = ways.filter(({ at }) => users.has(at)).map((way) => way.edges.join(' '));
		}
		return { ways: found.sort(), cuts: edges.map(({ id }) => id).filter((id) => found.length > 0 && !reach(id)) };
	}

	test('are all the shortest, and what they cannot do without', () => {
		fc.assert(
			fc.property(plainGraph(12), (plain) => {
				const expected = waysPlainly(plain, 's00');
				const graph = graphOf(plain);
				if (expected === null || !living(plain).up.has('s00')) return;
				const at = new StandingAt(graph, NOW);
				const made = pathsTo(at, 's00', reachesResource(at, 'R'));
				expect(made.count).toBe(String(expected.ways.length));
				if (expected.ways.length <= PATHS_MAX) expect(made.paths.map(({ edges }) => edges.join(' ')).sort()).toEqual(expected.ways);
				expect([...made.cuts].sort()).toEqual(expected.cuts);
				for (const { sessions, edges } of made.paths) expect(sessions).toHaveLength(edges.length + 1);
				const inAll =
					expected.ways.length === 0
						? []
						: plain.edges.map(({ id }) => id).filter((id) => expected.ways.every((way) => way.split(' ').includes(id)));
				expect([...made.sharedByShortest].sort()).toEqual(inAll);
			}),
			{ numRuns: 200 },
		);
	});

	test('cutting what all share ends them', () => {
		fc.assert(
			fc.property(plainGraph(12), (plain) => {
				const graph = graphOf(plain);
				const at = new StandingAt(graph, NOW);
				for (const cut of pathsTo(at, 's00', reachesResource(at, 'R')).cuts) {
					const struck = new StandingAt(without(graph, { edges: new Set([cut]), sessions: new Set() }), NOW);
					expect(pathsTo(struck, 's00', reachesResource(struck, 'R')).paths).toEqual([]);
				}
			}),
		);
	});

	test('are counted, not listed, when there are very many', () => {
		const plain = {
			sessions: Array.from({ length: 61 }, (_, i) => ({
				id: `s${String(i).padStart(2, '0')}`,
				parent: null,
				isEnded: false,
				resources: i === 60 ? ['R'] : [],
			})),
			edges: Array.from({ length: 120 }, (_, i) => {
				const from = i >> 1;
				return {
					id: `e${String(i).padStart(3, '0')}`,
					source: `s${String(from).padStart(2, '0')}`,
					target: `s${String(from + 1).padStart(2, '0')}`,
					isEnded: false,
				};
			}),
		};
		const at = new StandingAt(graphOf(plain), NOW);
		const { count, paths, sharedByShortest, cuts } = pathsTo(at, 's00', reachesResource(at, 'R'));
		expect([count, paths.length, sharedByShortest, cuts]).toEqual([String(2n ** 60n), 100, [], []]);
	});
});

test('a struck session takes its delegations with it', () => {
	const plain = {
		sessions: ['a', 'b', 'c'].map((id) => ({ id, parent: null, isEnded: false, resources: [] })),
		edges: [
			{ id: 'ab', source: 'a', target: 'b', isEnded: false },
			{ id: 'bc', source: 'b', target: 'c', isEnded: false },
		],
	};
	const struck = without(graphOf(plain), { edges: new Set(), sessions: new Set(['b']) });
	const left = (edges: readonly Readonly<EdgeRow>[]) => edges.map(({ id }) => id);
	expect([left(struck.edgesOut('a')), left(struck.edgesIn('c')), struck.edge('bc'), struck.session('b')]).toEqual([
		[],
		[],
		undefined,
		undefined,
	]);
});
