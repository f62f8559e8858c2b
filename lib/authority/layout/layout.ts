import { freshPlaces, type GridPlace } from './fresh';
import { keptPlaces } from './kept';
import { type LayoutLink, linksOf } from './links';

/** Sizes in pixels. All nodes are of one size. */
export interface LayoutSizes {
	readonly nodeWidth: number;
	readonly nodeHeight: number;
	readonly columnGap: number;
	readonly rowGap: number;
}

export const LAYOUT_SIZES: LayoutSizes = { nodeWidth: 208, nodeHeight: 56, columnGap: 96, rowGap: 20 };

/** The upper left corner of a node, in pixels. */
export interface Point {
	readonly x: number;
	readonly y: number;
}

export interface LayoutInput {
	/** Different ids; their order does not matter. */
	readonly nodes: readonly string[];
	readonly links: readonly LayoutLink[];
	/** Where nodes stood: those that are still there stay. Empty draws anew. */
	readonly previous?: ReadonlyMap<string, Point>;
	readonly sizes?: LayoutSizes;
}

/** Places nodes in columns from left to right. No two overlap; the same input gives the same places, whatever its order. */
export function layout({ nodes, links, previous, sizes = LAYOUT_SIZES }: LayoutInput): ReadonlyMap<string, Point> {
	const ids = [...new Set(nodes)].sort();
	const columnPitch = sizes.nodeWidth + sizes.columnGap;
	const rowPitch = sizes.nodeHeight + sizes.rowGap;
	const graph = linksOf(ids, links);
	const known = ids.map((id): GridPlace | null => {
		const point = previous?.get(id);
		return point === undefined ? null : { column: Math.round(point.x / columnPitch), y: point.y };
	});
	const isKept = known.some((place) => place !== null);
	const places = isKept ? keptPlaces(graph, known, rowPitch) : freshPlaces(graph, rowPitch);
	return new Map(
		ids.map((id, i) => {
			const place = places[i] ?? { column: 0, y: 0 };
			// whole pixels keep text sharp; what stays keeps its very point
			return [id, previous?.get(id) ?? { x: place.column * columnPitch, y: Math.ceil(place.y) }];
		}),
	);
}
