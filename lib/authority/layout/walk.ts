import type { Point } from './layout';
import type { LayoutLink } from './links';

/** Where an arrow key leads. */
export type Direction = 'left' | 'right' | 'up' | 'down';

function nearest(ids: Iterable<string>, places: ReadonlyMap<string, Point>, y: number): string | null {
	let best: { id: string; distance: number } | null = null;
	for (const id of ids) {
		const place = places.get(id);
		if (place === undefined) continue;
		const distance = Math.abs(place.y - y);
		if (best === null || distance < best.distance || (distance === best.distance && id < best.id)) best = { id, distance };
	}
	return best?.id ?? null;
}

/**
 * The node an arrow key leads to: right and left along the links, to the one that stands nearest; up and down within the column.
 * @returns null where there is none
 */
export function walk(places: ReadonlyMap<string, Point>, links: readonly LayoutLink[], from: string, direction: Direction): string | null {
	const here = places.get(from);
	if (here === undefined) return null;
	if (direction === 'right') return nearest(linked(links, from, 'source', 'target'), places, here.y);
	if (direction === 'left') return nearest(linked(links, from, 'target', 'source'), places, here.y);
	const isAhead = direction === 'down' ? (y: number) => y > here.y : (y: number) => y < here.y;
	const column = [...places].filter(([, place]) => place.x === here.x && isAhead(place.y)).map(([id]) => id);
	return nearest(column, places, here.y);
}

function linked(links: readonly LayoutLink[], id: string, end: keyof LayoutLink, other: keyof LayoutLink): string[] {
	return links.filter((link) => link[end] === id && link[other] !== id).map((link) => link[other]);
}
