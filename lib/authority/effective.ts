import { sorted } from './cascade-walk';
import { carriesScope, knownScopes } from './edge-scopes';
import type { AuthorityPath } from './paths';
import type { EdgeRow } from './rows';
import type { StandingAt } from './standing';

const SCOPES_LISTED_MAX = 256;
/** Sessions looked at above the one asked about, for each scope. */
const ABOVE_MAX = 5000;

/** One scope of a session and the way it came. */
export interface EffectiveScope {
	readonly scope: string;
	/**
	 * `holds`: every delegation on the way carries it and holds. `possible`: one of them holds but its scopes are not all on record.
	 * `lost`: it came by ways that no longer hold, and by no other.
	 */
	readonly state: 'holds' | 'possible' | 'lost';
	/** The shortest way it comes, or came, from the root. */
	readonly path: AuthorityPath;
	/** Resources on which it was used through the last delegation of the way. */
	readonly resources: readonly string[];
	/** When that was used last, in microseconds, or null. */
	readonly usedAt: number | null;
}

export interface EffectiveAuthority {
	readonly scopes: readonly EffectiveScope[];
	/** Scopes that did not fit. */
	readonly leftOut: number;
	/** It holds no delegation: it acts on its application's own authority, whose scopes the streams do not name. */
	readonly isRoot: boolean;
}

type Follow = (edge: Readonly<EdgeRow>) => boolean;

/** The shortest way up, over edges that `follow` takes, to a session that nobody delegated to. What is struck out carries nothing. */
function wayUp(at: StandingAt, session: string, follow: Follow): AuthorityPath | null {
	const found = new Map<string, { edge: Readonly<EdgeRow>; to: string } | null>([[session, null]]);
	for (const [id] of found) {
		if (found.size > ABOVE_MAX) return null;
		const above = at.graph.edgesInWithStruck(id).filter((edge) => edge.source?.value !== id);
		if (above.length === 0 && id !== session) return unwound(found, id);
		for (const edge of sorted(above)) {
			const source = edge.source?.value ?? '';
			if (!follow(edge)) continue;
			// a delegation whose source is not on record is as far as one can see
			if (source === '') return unwound(found, id, edge);
			if (!found.has(source)) found.set(source, { edge, to: id });
		}
	}
	return null;
}

function unwound(
	found: ReadonlyMap<string, { edge: Readonly<EdgeRow>; to: string } | null>,
	from: string,
	first?: Readonly<EdgeRow>,
): AuthorityPath {
	const sessions = [from];
	const edges = first === undefined ? [] : [first.id];
	for (let step = found.get(from); step != null; step = found.get(step.to)) {
		edges.push(step.edge.id);
		sessions.push(step.to);
	}
	return { sessions, edges };
}

/** What a session can do at an instant and through which delegations each scope came: a scope counts only where the whole way has it. */
export function effectiveAuthority(at: StandingAt, session: string): EffectiveAuthority {
	const held = at.graph.edgesInWithStruck(session);
	const scopes = [...new Set(held.flatMap((edge) => knownScopes(edge)))].sort();
	const known = scopes.slice(0, SCOPES_LISTED_MAX).flatMap((scope): EffectiveScope[] => {
		const carrying = (edge: Readonly<EdgeRow>) => carriesScope(edge, scope) === 'yes';
		const holding = wayUp(at, session, (edge) => carrying(edge) && at.carries(edge));
		const possible = holding ?? wayUp(at, session, (edge) => carriesScope(edge, scope) !== 'no' && at.carries(edge));
		const path = possible ?? wayUp(at, session, carrying) ?? wayUp(at, session, (edge) => carriesScope(edge, scope) !== 'no');
		if (path === null) return [];
		const last = held.find(({ id }) => id === path.edges.at(-1));
		return [
			{
				scope,
				state: holding !== null ? 'holds' : possible !== null ? 'possible' : 'lost',
				path,
				resources: last?.resources.map(({ resource }) => resource) ?? [],
				usedAt: last?.usedAt ?? null,
			},
		];
	});
	return { scopes: known, leftOut: Math.max(0, scopes.length - SCOPES_LISTED_MAX), isRoot: held.length === 0 };
}
