import { acyclic } from './cycles';
import { components, type Links, topological } from './links';
import { spaced } from './rows';

/** A place by column and height; the column is a whole number. */
export interface GridPlace {
	readonly column: number;
	readonly y: number;
}

/** Passes over the columns, there and back; the drawing changes little after a few. */
const SWEEPS = 6;

/** The column of each node: one further than the farthest that leads to it. */
function columnsOf(links: Links): Int32Array {
	const columns = new Int32Array(links.count);
	for (const node of topological(links))
		for (const to of links.after[node] ?? []) columns[to] = Math.max(columns[to] ?? 0, (columns[node] ?? 0) + 1);
	// a node that leads on and to which nothing leads stands right before what it leads to
	for (const [node, targets] of links.after.entries())
		if ((links.before[node]?.length ?? 0) === 0 && targets.length > 0)
			columns[node] = Math.min(...targets.map((to) => columns[to] ?? 0)) - 1;
	return columns;
}

function mean(values: readonly number[]): number | null {
	return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Heights in one group of nodes: sorted by the mean of what they are linked to, column by column, then as near to it as there is room. */
function heightsOf(group: readonly number[], links: Links, columns: Int32Array, pitch: number): Map<number, number> {
	const byColumn = new Map<number, number[]>();
	for (const node of group) {
		const column = columns[node] ?? 0;
		const list = byColumn.get(column);
		if (list === undefined) byColumn.set(column, [node]);
		else list.push(node);
	}
	const heights = new Map<number, number>();
	const order = [...byColumn.keys()].sort((a, b) => a - b);
	for (const column of order) for (const [i, node] of (byColumn.get(column) ?? []).entries()) heights.set(node, i * pitch);
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const isForward = sweep % 2 === 0;
		for (const column of isForward ? order : [...order].reverse()) {
			const wants = (byColumn.get(column) ?? []).map((node) => {
				const near = (isForward ? links.before : links.after)[node] ?? [];
				return { node, want: mean(near.map((other) => heights.get(other) ?? 0)) ?? heights.get(node) ?? 0 };
			});
			wants.sort((a, b) => a.want - b.want || (heights.get(a.node) ?? 0) - (heights.get(b.node) ?? 0) || a.node - b.node);
			const places = spaced(
				wants.map(({ want }) => want),
				pitch,
			);
			for (const [i, { node }] of wants.entries()) heights.set(node, places[i] ?? 0);
			byColumn.set(
				column,
				wants.map(({ node }) => node),
			);
		}
	}
	return heights;
}

/** A drawing from nothing: groups that hang together one below the other, each in columns from left to right. */
export function freshPlaces(links: Links, pitch: number): GridPlace[] {
	const forward = acyclic(links);
	const columns = columnsOf(forward);
	const places: GridPlace[] = Array.from({ length: links.count }, () => ({ column: 0, y: 0 }));
	let top = 0;
	for (const group of components(forward)) {
		const heights = heightsOf(group, forward, columns, pitch);
		let [least, most, first] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
		for (const node of group) {
			const y = heights.get(node) ?? 0;
			[least, most, first] = [Math.min(least, y), Math.max(most, y), Math.min(first, columns[node] ?? 0)];
		}
		for (const node of group) places[node] = { column: (columns[node] ?? 0) - first, y: (heights.get(node) ?? 0) - least + top };
		top += most - least + pitch;
	}
	return places;
}
