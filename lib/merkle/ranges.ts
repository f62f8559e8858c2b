/** Largest number of leaves: beyond it a double no longer counts one by one. */
export const TREE_SIZE_MAX = Number.MAX_SAFE_INTEGER;

/** A complete subtree: the leaves `[index * 2^level, (index + 1) * 2^level)`. */
export interface Subtree {
	readonly level: number;
	readonly index: number;
}

/** Numbers of leaves pass 2^32, so powers and remainders are arithmetic here, never bit operations. */
export function leavesOf(level: number): number {
	return 2 ** level;
}

/** The largest power of two that is smaller than `size` (RFC 6962, 2.1: k); `size` at least 2. */
export function splitOf(size: number): number {
	let k = 1;
	while (k * 2 < size) k *= 2;
	return k;
}

/** The level of 2^level leaves, or null when the number is no power of two. */
export function levelOf(leaves: number): number | null {
	let level = 0;
	let rest = leaves;
	for (; rest > 1 && rest % 2 === 0; rest /= 2) level++;
	return rest === 1 ? level : null;
}

/**
 * The fewest complete subtrees that tile `[start, end)`, from left to right; at most two for each level.
 * Those of `[0, size)` are what a tree of that size is hashed from.
 */
export function subtreesOf(start: number, end: number): Subtree[] {
	const subtrees: Subtree[] = [];
	let at = start;
	while (at < end) {
		let level = 0;
		let leaves = 1;
		while (at % (leaves * 2) === 0 && at + leaves * 2 <= end) {
			leaves *= 2;
			level++;
		}
		subtrees.push({ level, index: at / leaves });
		at += leaves;
	}
	return subtrees;
}
