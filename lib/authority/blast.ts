import { type CascadeStart, type Reached, walkCascade } from './cascade-walk';
import type { UsedResource } from './rows';
import type { StandingAt } from './standing';

/** Sessions and delegations a preview holds at most. */
export const BLAST_MAX = 20_000;
/** Survivors listed at most; all are counted. */
export const SURVIVORS_MAX = 500;

/** A session that loses delegations and goes on. */
export interface Survivor {
	readonly session: string;
	/** Delegations to it that fall. */
	readonly lost: readonly string[];
	/** Delegations to it that still hold. None: it goes on with its application's own authority alone. */
	readonly remaining: readonly string[];
}

export interface BlastRadius {
	/** In the order they fall, each once. */
	readonly reached: readonly Reached[];
	readonly edges: number;
	readonly sessions: number;
	/** Different applications whose sessions fall, with how many. */
	readonly applications: readonly { readonly app: string; readonly sessions: number }[];
	/** Resources used by what falls, with the last time. */
	readonly resources: readonly UsedResource[];
	readonly survivors: readonly Survivor[];
	readonly survivorsLeftOut: number;
	readonly isCut: boolean;
	/** The same whenever the same falls: bind a revocation to it. */
	readonly fingerprint: string;
}

/** FNV-1a over 2 × 32 bits: says whether two previews differ; no secret rests on it. */
function fingerprintOf(ids: readonly string[]): string {
	let [a, b] = [0x811c9dc5, 0x9e3779b9];
	for (const id of ids) {
		for (let i = 0; i < id.length; i++) {
			const unit = id.charCodeAt(i);
			a = Math.imul(a ^ unit, 0x01000193);
			b = Math.imul(b ^ unit, 0x85ebca6b) + 1;
		}
		a = Math.imul(a ^ 0x1f, 0x01000193);
		b = Math.imul(b ^ 0x1f, 0xc2b2ae35) + 1;
	}
	return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function resourcesOf(at: StandingAt, reached: readonly Reached[]): UsedResource[] {
	const last = new Map<string, number>();
	for (const { kind, id } of reached) {
		if (kind === 'edge') continue;
		for (const { resource, lastAt } of at.graph.session(id)?.resources ?? [])
			last.set(resource, Math.max(last.get(resource) ?? lastAt, lastAt));
	}
	return [...last]
		.map(([resource, lastAt]) => ({ resource, lastAt }))
		.sort((a, b) => b.lastAt - a.lastAt || (a.resource < b.resource ? -1 : 1));
}

function survivorsOf(at: StandingAt, reached: readonly Reached[]): Survivor[] {
	const fallen = { edge: new Set<string>(), session: new Set<string>() };
	for (const { kind, id } of reached) fallen[kind].add(id);
	const lost = new Map<string, string[]>();
	for (const id of fallen.edge) {
		const target = at.graph.edge(id)?.target?.value;
		if (target === undefined || fallen.session.has(target)) continue;
		const list = lost.get(target);
		if (list === undefined) lost.set(target, [id]);
		else list.push(id);
	}
	return [...lost]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([session, edges]) => ({
			session,
			lost: edges.sort(),
			remaining: at.graph
				.edgesIn(session)
				.filter((edge) => !fallen.edge.has(edge.id) && at.carries(edge))
				.map(({ id }) => id)
				.sort(),
		}));
}

/**
 * Everything that would fall at the instant of `at` if these were revoked together, as Caracal computes it. Exact on any graph: each
 * session and delegation is counted once, whatever the number of ways to it. A subject is the list of its records.
 */
export function blastRadius(at: StandingAt, starts: readonly CascadeStart[], countMax = BLAST_MAX): BlastRadius {
	const holding = {
		edge: ({ id }: { id: string }) => ['alive', 'unknown'].includes(at.edge(id).state),
		session: ({ id }: { id: string }) => !['ended', 'unborn'].includes(at.session(id).state),
	};
	const { reached, isCut } = walkCascade(at.graph, starts, holding, countMax);
	const applications = new Map<string, number>();
	for (const { kind, id } of reached) {
		if (kind === 'edge') continue;
		const app = at.graph.session(id)?.app?.value ?? '';
		applications.set(app, (applications.get(app) ?? 0) + 1);
	}
	const survivors = survivorsOf(at, reached);
	return {
		reached,
		edges: reached.filter(({ kind }) => kind === 'edge').length,
		sessions: reached.filter(({ kind }) => kind === 'session').length,
		applications: [...applications]
			.map(([app, sessions]) => ({ app, sessions }))
			.sort((a, b) => b.sessions - a.sessions || (a.app < b.app ? -1 : 1)),
		resources: resourcesOf(at, reached),
		survivors: survivors.slice(0, SURVIVORS_MAX),
		survivorsLeftOut: Math.max(0, survivors.length - SURVIVORS_MAX),
		isCut,
		fingerprint: fingerprintOf(reached.map(({ kind, id }) => `${kind} ${id}`).sort()),
	};
}
