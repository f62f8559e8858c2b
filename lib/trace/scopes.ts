import { textsAt } from '../events/read-json';
import { isExchange } from './calls';
import type { Reading } from './reading';

/** What the record shows of the scopes that a delegation carries. */
export interface EdgeScopes {
	/** Sorted. With `isWhole` all there are; else those that were allowed through it, so at least these. */
	readonly scopes: readonly string[];
	/** The event that created the delegation lists its scopes. Caracal's own does not. */
	readonly isWhole: boolean;
	/** Asked for through it and refused because the delegation lacks them: at least one of a request's scopes is missing. */
	readonly refused: readonly string[];
}

interface Seen {
	whole: Set<string> | null;
	readonly allowed: Set<string>;
	readonly refused: Set<string>;
}

/**
 * The scopes of each delegation as far as events show them: what was allowed at the end of a chain was carried by every edge of it,
 * since a delegation cannot be wider than the one above.
 */
export function scopesOfEdges(readings: readonly Reading[]): ReadonlyMap<string, EdgeScopes> {
	const byEdge = new Map<string, Seen>();
	const seen = (edge: string): Seen => {
		const known = byEdge.get(edge) ?? { whole: null, allowed: new Set<string>(), refused: new Set<string>() };
		byEdge.set(edge, known);
		return known;
	};
	for (const reading of readings) {
		if (reading.event.eventType === 'delegation_edge_create' && reading.edge !== '') {
			const scopes = textsAt(reading.meta, 'scopes');
			if (scopes.length > 0) seen(reading.edge).whole = new Set(scopes);
		}
		if (!isExchange(reading) || reading.event.evaluationStatus !== 'complete' || reading.scopes.length === 0) continue;
		const edges = new Set([reading.edge, ...reading.chain.map((hop) => hop.edge)].filter((edge) => edge !== ''));
		const isAllowed = reading.event.decision === 'allow';
		if (isAllowed) for (const edge of edges) for (const scope of reading.scopes) seen(edge).allowed.add(scope);
		else if (reading.reasons.includes('delegation_scope_exceeded') && reading.edge !== '')
			for (const scope of reading.scopes) seen(reading.edge).refused.add(scope);
	}
	return new Map([...byEdge].map(([edge, { whole, allowed, refused }]) => [edge, edgeScopes(whole, allowed, refused)]));
}

function edgeScopes(whole: Set<string> | null, allowed: Set<string>, refused: Set<string>): EdgeScopes {
	const scopes = whole ?? allowed;
	return { scopes: [...scopes].sort(), isWhole: whole !== null, refused: [...refused].filter((scope) => !scopes.has(scope)).sort() };
}
