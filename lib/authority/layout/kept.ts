import { acyclic } from './cycles';
import { freshPlaces, type GridPlace } from './fresh';
import { among, type Links, topological } from './links';
import { freePlace } from './rows';

/** Sorted heights of each column. */
class Taken {
	private readonly columns = new Map<number, number[]>();

	of(column: number): readonly number[] {
		return this.columns.get(column) ?? [];
	}

	add({ column, y }: GridPlace): void {
		const list = this.columns.get(column) ?? [];
		this.columns.set(column, list);
		const at = list.findIndex((other) => other > y);
		list.splice(at === -1 ? list.length : at, 0, y);
	}

	get lowest(): number {
		return Math.max(0, ...[...this.columns.values()].map((list) => list.at(-1) ?? 0));
	}
}

/** Next to the neighbours that have a place: right of those that lead to it, else left of those it leads to. */
function columnBeside(node: number, links: Links, places: readonly (GridPlace | null)[]): number | null {
	const columns = (list: readonly number[] | undefined) => (list ?? []).flatMap((other) => places[other]?.column ?? []);
	const before = columns(links.before[node]);
	if (before.length > 0) return Math.max(...before) + 1;
	const after = columns(links.after[node]);
	return after.length > 0 ? Math.min(...after) - 1 : null;
}

/**
 * A drawing in which all that had a place keeps it: new nodes go beside what they are linked to, on the nearest free place, and what
 * is linked to nothing drawn goes below everything.
 * @param known places of the nodes that had one, null for new ones
 */
export function keptPlaces(links: Links, known: readonly (GridPlace | null)[], pitch: number): GridPlace[] {
	const forward = acyclic(links);
	const places = [...known];
	const taken = new Taken();
	for (const place of known) if (place !== null) taken.add(place);
	const put = (node: number, column: number, wanted: number) => {
		const place = { column, y: freePlace(taken.of(column), wanted, pitch) };
		places[node] = place;
		taken.add(place);
	};
	let waiting = topological(forward).filter((node) => places[node] === null);
	// each round places what hangs on the round before; what hangs on nothing placed is drawn by itself below
	for (let before = -1; waiting.length !== before; ) {
		before = waiting.length;
		waiting = waiting.filter((node) => {
			const column = columnBeside(node, forward, places);
			if (column === null) return true;
			const near = [...(forward.before[node] ?? []), ...(forward.after[node] ?? [])].flatMap((other) => places[other]?.y ?? []);
			put(node, column, near.reduce((sum, y) => sum + y, 0) / Math.max(1, near.length));
			return false;
		});
	}
	const top = taken.lowest + pitch;
	for (const [i, place] of freshPlaces(among(forward, waiting), pitch).entries())
		places[waiting[i] ?? -1] = { column: place.column, y: place.y + top };
	return places.map((place) => place ?? { column: 0, y: 0 });
}
