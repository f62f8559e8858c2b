import fc from 'fast-check';
import { MemoryGraph } from '../memory-graph';
import { newEdge, newSession } from '../merge';
import type { EdgeRow, SessionRow } from '../rows';

const BEGUN = { at: 0, seq: 0 };

/** A graph in plain words: what the reference in a test reads. */
export interface PlainGraph {
	readonly sessions: readonly {
		readonly id: string;
		readonly parent: string | null;
		readonly isEnded: boolean;
		readonly resources: readonly string[];
	}[];
	readonly edges: readonly { readonly id: string; readonly source: string; readonly target: string; readonly isEnded: boolean }[];
}

/** The rows of a plain graph; what has ended did so at 5, everything began at 0. */
export function graphOf(plain: PlainGraph): MemoryGraph {
	const said = (value: string) => ({ value, rank: 0, ...BEGUN });
	const sessions = plain.sessions.map(({ id, parent, isEnded, resources }): SessionRow => {
		const row = newSession('z', id, BEGUN);
		row.parent = parent === null ? null : said(parent);
		row.started = BEGUN;
		row.app = said(`app of ${id.slice(0, 2)}`);
		row.resources = resources.map((resource) => ({ resource, lastAt: 1 }));
		if (isEnded) row.ended = { at: 5, seq: 1, reason: 'requested' };
		return row;
	});
	const edges = plain.edges.map(({ id, source, target, isEnded }): EdgeRow => {
		const row = newEdge('z', id, BEGUN);
		Object.assign(row, { source: said(source), target: said(target), created: BEGUN });
		if (isEnded) row.ended = { at: 5, seq: 1, how: 'revoked', reason: 'requested', epoch: null, affected: null, decidedAt: 5 };
		return row;
	});
	return MemoryGraph.of({ sessions, edges, records: [], falls: [] });
}

const rarely = fc.integer({ min: 0, max: 9 }).map((n) => n === 0);

/** Random graphs of at most `count` sessions: with cycles, or only from lower to higher; some deep as a chain, some with what has ended. */
export const plainGraph = (count: number): fc.Arbitrary<PlainGraph> =>
	fc
		.record({
			size: fc.integer({ min: 2, max: count }),
			shape: fc.constantFrom('dag', 'any', 'chain'),
			pairs: fc.array(fc.tuple(fc.nat(count), fc.nat(count), rarely), { maxLength: 3 * count }),
			parents: fc.array(fc.option(fc.nat(count), { freq: 2 }), { minLength: count, maxLength: count }),
			ended: fc.array(rarely, { minLength: count, maxLength: count }),
			users: fc.array(rarely, { minLength: count, maxLength: count }),
		})
		.map(({ size, shape, pairs, parents, ended, users }) => {
			const name = (i: number) => `s${String(i % size).padStart(2, '0')}`;
			const isChain = shape === 'chain';
			const drawn = pairs.map(([a, b, isEnded]) => {
				const [low, high] = [Math.min(a % size, b % size), Math.max(a % size, b % size)];
				return shape === 'any' ? { a: a % size, b: b % size, isEnded } : { a: low, b: high, isEnded };
			});
			const links = isChain
				? [...Array.from({ length: size - 1 }, (_, i) => ({ a: i, b: i + 1, isEnded: false })), ...drawn.slice(0, 3)]
				: drawn;
			return {
				sessions: Array.from({ length: size }, (_, i) => ({
					id: name(i),
					parent: isChain || parents[i] == null ? null : name(parents[i] ?? 0),
					isEnded: !isChain && ended[i] === true,
					resources: users[i] === true ? ['R'] : [],
				})),
				edges: links.map(({ a, b, isEnded }, i) => ({ id: `e${String(i).padStart(3, '0')}`, source: name(a), target: name(b), isEnded })),
			};
		});
