/** A link from one node to another, by id. */
export interface LayoutLink {
	readonly source: string;
	readonly target: string;
}

/** A graph over numbers: `after[i]` are the nodes that i leads to, `before[i]` those that lead to it. */
export interface Links {
	readonly count: number;
	readonly after: readonly (readonly number[])[];
	readonly before: readonly (readonly number[])[];
}

/** Links among known nodes, each pair once, none from a node to itself, in the order of the nodes. */
export function linksOf(ids: readonly string[], links: readonly LayoutLink[]): Links {
	const index = new Map(ids.map((id, i) => [id, i]));
	const after = ids.map(() => new Set<number>());
	for (const { source, target } of links) {
		const [from, to] = [index.get(source), index.get(target)];
		if (from !== undefined && to !== undefined && from !== to) after[from]?.add(to);
	}
	return inOrder(after.map((targets) => [...targets].sort((a, b) => a - b)));
}

/** Links by the nodes they lead to, in the order of the nodes. */
export function inOrder(after: readonly (readonly number[])[]): Links {
	const before = after.map((): number[] => []);
	for (const [from, targets] of after.entries()) for (const to of targets) before[to]?.push(from);
	return { count: after.length, after, before };
}

/** The links among some of the nodes, which are numbered anew in their order. */
export function among({ after }: Links, nodes: readonly number[]): Links {
	const index = new Map(nodes.map((node, i) => [node, i]));
	return inOrder(nodes.map((node) => (after[node] ?? []).flatMap((to) => index.get(to) ?? [])));
}

/** Nodes in an order in which every link leads forward; the links have no cycles. */
export function topological({ count, after, before }: Links): number[] {
	const waiting = Array.from({ length: count }, (_, i) => before[i]?.length ?? 0);
	const order = waiting.flatMap((links, i) => (links === 0 ? [i] : []));
	for (let i = 0; i < order.length; i++)
		for (const to of after[order[i] ?? -1] ?? []) {
			const left = (waiting[to] ?? 0) - 1;
			waiting[to] = left;
			if (left === 0) order.push(to);
		}
	return order;
}

/** Groups of nodes that hang together, larger ones first, then in the order of their first nodes. */
export function components({ count, after, before }: Links): number[][] {
	const seen = new Uint8Array(count);
	const found: number[][] = [];
	for (let start = 0; start < count; start++) {
		if (seen[start] !== 0) continue;
		const group = [start];
		seen[start] = 1;
		for (let i = 0; i < group.length; i++)
			for (const next of [...(after[group[i] ?? -1] ?? []), ...(before[group[i] ?? -1] ?? [])])
				if (seen[next] === 0) {
					seen[next] = 1;
					group.push(next);
				}
		found.push(group.sort((a, b) => a - b));
	}
	return found.sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
}
