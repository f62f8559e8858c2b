/** Rows under a key that may change: who leads where. Most lists hold one row or a few. */
export class IndexLists<T extends { readonly id: string }> {
	private readonly lists = new Map<string, T[]>();

	/** Takes a row from under one key to another; undefined is no key. The row must stand under `from`, and not under `to`. */
	move(row: T, from: string | undefined, to: string | undefined): void {
		if (from === to) return;
		const before = from === undefined ? undefined : this.lists.get(from);
		if (from !== undefined && before !== undefined) {
			const left = before.filter(({ id }) => id !== row.id);
			if (left.length === 0) this.lists.delete(from);
			else this.lists.set(from, left);
		}
		if (to === undefined) return;
		const list = this.lists.get(to);
		if (list === undefined) this.lists.set(to, [row]);
		else list.push(row);
	}

	of(key: string): readonly T[] {
		return this.lists.get(key) ?? NONE;
	}
}

const NONE: readonly never[] = [];
