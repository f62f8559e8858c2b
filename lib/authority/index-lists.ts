/** Rows under a key that may change: who leads where. */
export class IndexLists<T extends { readonly id: string }> {
	private readonly lists = new Map<string, Map<string, T>>();

	move(row: T, from: string | undefined, to: string | undefined): void {
		if (from === to) return;
		if (from !== undefined) {
			const list = this.lists.get(from);
			list?.delete(row.id);
			if (list?.size === 0) this.lists.delete(from);
		}
		if (to === undefined) return;
		const list = this.lists.get(to);
		if (list === undefined) this.lists.set(to, new Map([[row.id, row]]));
		else list.set(row.id, row);
	}

	of(key: string): readonly T[] {
		const list = this.lists.get(key);
		return list === undefined ? [] : [...list.values()];
	}
}
