import type { Entry } from './entry';

/** Merges runs that are each in order of stream time into one. */
export function* merged(runs: readonly Iterable<Entry>[]): Generator<Entry> {
	const heads = runs.map((run) => {
		const iterator = run[Symbol.iterator]();
		return { iterator, next: iterator.next() };
	});
	for (;;) {
		let first: (typeof heads)[number] | undefined;
		let firstMs = Number.POSITIVE_INFINITY;
		for (const head of heads) {
			if (head.next.done || (first !== undefined && head.next.value.streamAtMs >= firstMs)) continue;
			first = head;
			firstMs = head.next.value.streamAtMs;
		}
		if (first === undefined || first.next.done) return;
		const entry = first.next.value;
		first.next = first.iterator.next();
		yield entry;
	}
}
