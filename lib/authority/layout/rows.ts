/**
 * Places in a line that keep an order and a distance, as near as can be (least squares) to where each would like to stand. Neighbours
 * that would come too close are pooled and share their mean ("pool adjacent violators", Ayer et al. 1955).
 * @param wanted in the order of the line
 */
export function spaced(wanted: readonly number[], distance: number): number[] {
	const pools: { sum: number; count: number }[] = [];
	for (const [i, want] of wanted.entries()) {
		let pool = { sum: want - i * distance, count: 1 };
		for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
			pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
			pools.pop();
		}
		pools.push(pool);
	}
	const placed: number[] = [];
	for (const { sum, count } of pools) for (let k = 0; k < count; k++) placed.push(sum / count + placed.length * distance);
	return placed;
}

/** The free place nearest to the wanted one, at least `distance` from all that is taken; of two as near the lower. `taken` is sorted. */
export function freePlace(taken: readonly number[], wanted: number, distance: number): number {
	let best: number | null = null;
	const offer = (place: number) => {
		if (best === null || Math.abs(place - wanted) < Math.abs(best - wanted)) best = place;
	};
	for (let i = 0; i <= taken.length; i++) {
		const from = i === 0 ? Number.NEGATIVE_INFINITY : (taken[i - 1] ?? 0) + distance;
		const to = i === taken.length ? Number.POSITIVE_INFINITY : (taken[i] ?? 0) - distance;
		if (from <= to) offer(Math.max(from, Math.min(to, wanted)));
	}
	return best ?? wanted;
}
