import { inOrder, type Links } from './links';

/** Nodes that lead to one another, each group in the order of its nodes. Tarjan, Depth-first search and linear graph algorithms (1972). */
export function cyclesOf({ count, after }: Links): number[][] {
	const index = new Int32Array(count).fill(-1);
	const low = new Int32Array(count);
	const isOpen = new Uint8Array(count);
	const open: number[] = [];
	const found: number[][] = [];
	let next = 0;
	for (let start = 0; start < count; start++) {
		if (index[start] !== -1) continue;
		const path: { node: number; at: number }[] = [];
		const enter = (node: number) => {
			index[node] = low[node] = next++;
			isOpen[node] = 1;
			open.push(node);
			path.push({ node, at: 0 });
		};
		enter(start);
		for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
			const { node } = top;
			const to = after[node]?.[top.at++];
			if (to !== undefined) {
				if (index[to] === -1) enter(to);
				else if (isOpen[to] === 1) low[node] = Math.min(low[node] ?? 0, index[to] ?? 0);
				continue;
			}
			path.pop();
			const above = path.at(-1)?.node;
			if (above !== undefined) low[above] = Math.min(low[above] ?? 0, low[node] ?? 0);
			if (low[node] === index[node]) found.push(closed(open, node, isOpen));
		}
	}
	return found;
}

function closed(open: number[], root: number, isOpen: Uint8Array): number[] {
	const group = open.splice(open.lastIndexOf(root));
	for (const node of group) isOpen[node] = 0;
	return group.sort((a, b) => a - b);
}

/** Where to begin in a group: what is led to from outside, else the node that leads to most and is led to least. */
function entriesOf(group: readonly number[], { after, before }: Links, groupOf: Int32Array): number[] {
	const isOutside = (node: number) => (other: number) => groupOf[other] !== groupOf[node];
	const entered = group.filter((node) => before[node]?.some(isOutside(node)) === true);
	if (entered.length > 0) return entered;
	const lead = (node: number) => (after[node]?.length ?? 0) - (before[node]?.length ?? 0);
	return [group.reduce((best, node) => (lead(node) > lead(best) ? node : best))];
}

/**
 * The links without cycles. Among nodes that lead to one another each stands as many steps behind the beginning as it is away from
 * it, what leads back is turned round and what stays in the step is left out: no longer than the steps there are.
 */
export function acyclic(links: Links): Links {
	const { count, after } = links;
	const groupOf = new Int32Array(count);
	const groups = cyclesOf(links);
	for (const [i, group] of groups.entries()) for (const node of group) groupOf[node] = i;
	const step = new Int32Array(count).fill(-1);
	for (const group of groups) {
		const queue = group.length === 1 ? [] : entriesOf(group, links, groupOf);
		for (const node of queue) step[node] = 0;
		for (const node of queue)
			for (const to of after[node] ?? [])
				if (groupOf[to] === groupOf[node] && step[to] === -1) {
					step[to] = (step[node] ?? 0) + 1;
					queue.push(to);
				}
	}
	const kept = after.map(() => new Set<number>());
	for (const [from, targets] of after.entries())
		for (const to of targets) {
			const ahead = groupOf[from] === groupOf[to] ? (step[to] ?? 0) - (step[from] ?? 0) : 1;
			if (ahead > 0) kept[from]?.add(to);
			else if (ahead < 0) kept[to]?.add(from);
		}
	return inOrder(kept.map((targets) => [...targets].sort((a, b) => a - b)));
}
