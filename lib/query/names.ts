import type { FieldLeaf, Query } from './ast';
import { anyOf } from './level';

/** A name that a query gives for an application or a workload. The ledger knows both by id; an event often carries only that. */
export interface NameAsked {
	readonly field: 'app' | 'workload';
	/** `equals` or `matches`. */
	readonly test: FieldLeaf['test'];
}

function asked(leaf: FieldLeaf): NameAsked | null {
	const { field, test } = leaf;
	return (field === 'app' || field === 'workload') && (test.op === 'equals' || test.op === 'matches') ? { field, test } : null;
}

/** The names to look up before a query can be run, each once. */
export function namesAsked(query: Query): NameAsked[] {
	const found = new Map<string, NameAsked>();
	const visit = (part: Query): void => {
		if (part.kind === 'and' || part.kind === 'or') part.of.forEach(visit);
		else if (part.kind === 'not') visit(part.of);
		else if (part.kind === 'field') {
			const name = asked(part);
			if (name !== null) found.set(JSON.stringify(name), name);
		}
	};
	visit(query);
	return [...found.values()];
}

/**
 * The query with every name replaced by "an id written so, or one of the ids known by that name".
 * @param idsOf the ids known by a name, as the caller looked them up
 */
export function resolveNames(query: Query, idsOf: (name: NameAsked) => readonly string[]): Query {
	switch (query.kind) {
		case 'and':
		case 'or':
			return { kind: query.kind, of: query.of.map((part) => resolveNames(part, idsOf)) };
		case 'not':
			return { kind: 'not', of: resolveNames(query.of, idsOf) };
		case 'field': {
			const name = asked(query);
			if (name === null) return query;
			const written = name.test.op === 'equals' ? name.test.value : null;
			const ids = [...new Set(idsOf(name))].filter((id) => id !== '' && id !== written);
			return anyOf([query, ...ids.map((value): Query => ({ ...query, test: { op: 'equals', value } }))]);
		}
		default:
			return query;
	}
}
