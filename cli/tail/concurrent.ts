/** Runs `work` over the items, at most `limit` at a time; results in the order of the items. The first failure ends it. */
export async function concurrently<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = new Array(items.length);
	const rest = items.entries();
	const worker = async () => {
		for (const [i, item] of rest) results[i] = await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
	return results;
}
