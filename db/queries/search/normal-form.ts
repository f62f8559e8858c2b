import type { Leaf, Query } from '../../../lib/query/ast';

/**
 * A query with every negation at a leaf. What SQL leaves unknown (a missing value) then never stands under a NOT, so that it
 * counts as false everywhere.
 */
export type Normal =
	| { readonly kind: 'true' | 'false' }
	| { readonly kind: 'and' | 'or'; readonly of: readonly Normal[] }
	| { readonly kind: 'leaf'; readonly leaf: Leaf; readonly negated: boolean };

/** Joins parts, flat, without those that say nothing. */
function joined(kind: 'and' | 'or', parts: readonly Normal[]): Normal {
	const [neutral, final] = kind === 'and' ? (['true', 'false'] as const) : (['false', 'true'] as const);
	const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part])).filter((part) => part.kind !== neutral);
	if (flat.some((part) => part.kind === final)) return { kind: final };
	const [only] = flat;
	return only === undefined ? { kind: neutral } : flat.length === 1 ? only : { kind, of: flat };
}

/** The query with its negations pushed to the leaves (De Morgan). */
export function normalForm(query: Query, negated = false): Normal {
	switch (query.kind) {
		case 'all':
			return { kind: negated ? 'false' : 'true' };
		case 'not':
			return normalForm(query.of, !negated);
		case 'and':
		case 'or':
			return joined(
				(query.kind === 'and') !== negated ? 'and' : 'or',
				query.of.map((part) => normalForm(part, negated)),
			);
		default:
			return { kind: 'leaf', leaf: query, negated };
	}
}

/** Every leaf. */
export function leavesOf(form: Normal): { readonly leaf: Leaf; readonly negated: boolean }[] {
	if (form.kind === 'leaf') return [form];
	return form.kind === 'and' || form.kind === 'or' ? form.of.flatMap(leavesOf) : [];
}
