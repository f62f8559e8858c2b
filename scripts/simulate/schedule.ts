/** Things that happen at a time, given out in order of time and, at the same time, in order of adding (a binary heap). */
export class Schedule<T> {
	private readonly heap: { atMs: number; order: number; value: T }[] = [];
	private added = 0;

	get size(): number {
		return this.heap.length;
	}

	add(atMs: number, value: T): void {
		const heap = this.heap;
		const item = { atMs, order: this.added++, value };
		let at = heap.length;
		heap.push(item);
		while (at > 0) {
			const up = (at - 1) >> 1;
			const parent = heap[up];
			if (parent === undefined || !before(item, parent)) break;
			heap[at] = parent;
			at = up;
		}
		heap[at] = item;
	}

	/** Takes the earliest thing that happens at or before the moment, or undefined. */
	takeUntil(atMs: number): T | undefined {
		const heap = this.heap;
		const first = heap[0];
		if (first === undefined || first.atMs > atMs) return undefined;
		const last = heap.pop();
		if (last !== undefined && heap.length > 0) this.sink(last);
		return first.value;
	}

	private sink(item: { atMs: number; order: number; value: T }): void {
		const heap = this.heap;
		let at = 0;
		for (;;) {
			const left = heap[2 * at + 1];
			const right = heap[2 * at + 2];
			if (left === undefined) break;
			const [child, to] = right !== undefined && before(right, left) ? [right, 2 * at + 2] : [left, 2 * at + 1];
			if (!before(child, item)) break;
			heap[at] = child;
			at = to;
		}
		heap[at] = item;
	}
}

function before(a: { atMs: number; order: number }, b: { atMs: number; order: number }): boolean {
	return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
