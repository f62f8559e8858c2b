import { sorted } from './cascade-walk';
import type { EdgeRow } from './rows';
import type { StandingAt } from './standing';

/** Paths listed at most; all of them are counted. */
export const PATHS_MAX = 100;
/** Sessions a search for paths visits at most. */
export const PATH_VISITS_MAX = 50_000;

/** A way of authority: delegations from the first session to the last. Empty when the first uses the resource itself. */
export interface AuthorityPath {
	readonly sessions: readonly string[];
	readonly edges: readonly string[];
}

export interface Paths {
	/** The shortest, at most PATHS_MAX, in an order that does not change. */
	readonly paths: readonly AuthorityPath[];
	/** How many shortest there are, as decimal digits: they may be very many. */
	readonly count: string;
	/** Delegations in each of the shortest. */
	readonly sharedByShortest: readonly string[];
	/** Delegations in every path, however long: without any one of them the resource cannot be reached. */
	readonly cuts: readonly string[];
	/** The search met its ceiling: a path may have been missed, and cuts are not certain. */
	readonly isCut: boolean;
}

/** Whether a session reaches a resource by what it did, or by the delegation it is reached through. */
export type Reaches = (session: string, through: Readonly<EdgeRow> | null) => boolean;

/** On record as having used the resource, or holding a delegation for it. */
export function reachesResource(at: StandingAt, resource: string): Reaches {
	return (session, through) => {
		if (through?.resource?.value === resource) return true;
		return at.graph.session(session)?.resources.some((used) => used.resource === resource) ?? false;
	};
}

interface Step {
	readonly edge: Readonly<EdgeRow>;
	readonly from: string;
	readonly to: string;
}

interface Level {
	readonly depth: number;
	/** Steps on shortest ways to the session. */
	readonly into: Step[];
}

function stepsOut(at: StandingAt, session: string): Step[] {
	const steps: Step[] = [];
	for (const edge of sorted(at.graph.edgesOut(session))) {
		const to = edge.target?.value;
		if (to !== undefined && to !== session && at.carries(edge)) steps.push({ edge, from: session, to });
	}
	return steps;
}

/** Levels from the start up to the first that reaches, and the last steps of the shortest paths. */
function search(at: StandingAt, start: string, reaches: Reaches) {
	const levels = new Map<string, Level>([[start, { depth: 0, into: [] }]]);
	const last: Step[] = [];
	let goalDepth = Number.POSITIVE_INFINITY;
	for (const [session, { depth }] of levels) {
		if (depth >= goalDepth || levels.size > PATH_VISITS_MAX) break;
		for (const step of stepsOut(at, session)) {
			if (reaches(step.to, step.edge)) {
				goalDepth = depth + 1;
				last.push(step);
			}
			const known = levels.get(step.to);
			if (known === undefined) levels.set(step.to, { depth: depth + 1, into: [step] });
			else if (known.depth === depth + 1) known.into.push(step);
		}
	}
	return { levels, last, isCut: levels.size > PATH_VISITS_MAX };
}

/** How many shortest ways lead to each session: by level, so that each is counted once. */
function counted(levels: ReadonlyMap<string, Level>): Map<string, bigint> {
	const counts = new Map<string, bigint>();
	for (const [session, { depth, into }] of levels)
		counts.set(session, depth === 0 ? 1n : into.reduce((sum, { from }) => sum + (counts.get(from) ?? 0n), 0n));
	return counts;
}

/** The delegations that every shortest path has: those through which as many ways lead as there are. */
function shared(levels: ReadonlyMap<string, Level>, last: readonly Step[], counts: ReadonlyMap<string, bigint>, total: bigint): string[] {
	const after = new Map<string, bigint>();
	const through = new Map<string, bigint>();
	const add = (map: Map<string, bigint>, key: string, value: bigint) => map.set(key, (map.get(key) ?? 0n) + value);
	for (const { edge, from } of last) {
		add(through, edge.id, counts.get(from) ?? 0n);
		add(after, from, 1n);
	}
	for (const [session, { into }] of [...levels].reverse()) {
		const ways = after.get(session) ?? 0n;
		if (ways === 0n) continue;
		for (const { edge, from } of into) {
			add(through, edge.id, (counts.get(from) ?? 0n) * ways);
			add(after, from, ways);
		}
	}
	return [...through].filter(([, ways]) => ways === total).map(([edge]) => edge);
}

function listed(levels: ReadonlyMap<string, Level>, last: readonly Step[]): AuthorityPath[] {
	const paths: AuthorityPath[] = [];
	const stack: { session: string; edges: readonly string[]; sessions: readonly string[] }[] = [];
	for (const { edge, from, to } of [...last].reverse()) stack.push({ session: from, edges: [edge.id], sessions: [to] });
	for (let top = stack.pop(); top !== undefined && paths.length < PATHS_MAX; top = stack.pop()) {
		const { session, edges, sessions } = top;
		const level = levels.get(session);
		if (level === undefined || level.depth === 0) paths.push({ sessions: [session, ...sessions], edges });
		else
			for (const step of [...level.into].reverse())
				stack.push({ session: step.from, edges: [step.edge.id, ...edges], sessions: [session, ...sessions] });
	}
	return paths;
}

/** Whether the resource can be reached without a delegation. */
function isReachable(at: StandingAt, start: string, reaches: Reaches, without: string): boolean {
	const visited = new Set([start]);
	for (const session of visited) {
		if (visited.size > PATH_VISITS_MAX) return true;
		for (const { edge, to } of stepsOut(at, session)) {
			if (edge.id === without) continue;
			if (reaches(to, edge)) return true;
			visited.add(to);
		}
	}
	return false;
}

/**
 * How a session reaches a resource: along delegations that hold, to sessions that `reaches` tells. Cuts are found by leaving out, one
 * at a time, the delegations that all shortest paths share: no other can be in every path.
 */
export function pathsTo(at: StandingAt, start: string, reaches: Reaches): Paths {
	if (reaches(start, null)) return { paths: [{ sessions: [start], edges: [] }], count: '1', sharedByShortest: [], cuts: [], isCut: false };
	const { levels, last, isCut } = search(at, start, reaches);
	const counts = counted(levels);
	const total = last.reduce((sum, { from }) => sum + (counts.get(from) ?? 0n), 0n);
	const sharedByShortest = total === 0n ? [] : shared(levels, last, counts, total);
	return {
		paths: listed(levels, last),
		count: String(total),
		sharedByShortest,
		cuts: sharedByShortest.filter((edge) => !isReachable(at, start, reaches, edge)),
		isCut,
	};
}
