import { HASH_BYTES, type TreeHasher } from './hash';
import { leavesOf, subtreesOf, TREE_SIZE_MAX } from './ranges';

const LEVELS_MAX = 54;

/**
 * The right edge of a growing tree: the hashes of the complete subtrees it consists of, largest first. All that is needed to
 * append and to tell the root, whatever the size.
 */
export class Frontier {
	private count = 0;
	private leaves = 0;
	private readonly hashes = new Uint8Array((LEVELS_MAX + 1) * HASH_BYTES);
	private readonly levels = new Uint8Array(LEVELS_MAX + 1);

	constructor(private readonly hasher: TreeHasher) {}

	/**
	 * A frontier as `snapshot` gave it.
	 * @throws RangeError when the number of hashes is not that of the size
	 */
	static of(hasher: TreeHasher, size: number, hashes: readonly Uint8Array[]): Frontier {
		const subtrees = subtreesOf(0, size);
		if (subtrees.length !== hashes.length) throw new RangeError(`A tree of ${size} leaves has ${subtrees.length} frontier hashes.`);
		const frontier = new Frontier(hasher);
		subtrees.forEach(({ level }, i) => {
			frontier.append(level, hashes[i] ?? new Uint8Array(0));
		});
		return frontier;
	}

	/** Number of leaves. */
	get size(): number {
		return this.leaves;
	}

	/** The hashes, largest subtree first. */
	snapshot(): Uint8Array[] {
		return Array.from({ length: this.count }, (_, i) => this.hashes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
	}

	/** Appends a leaf by the content hash that is its data. */
	appendContent(contentSha256: Uint8Array): void {
		this.hasher.leafInto(contentSha256, this.hashes, this.count * HASH_BYTES);
		this.pushed(0);
	}

	/** The same by the content hash at `from` in `bytes`. */
	appendContentAt(bytes: Uint8Array, from: number): void {
		this.hasher.leafAtInto(bytes, from, this.hashes, this.count * HASH_BYTES);
		this.pushed(0);
	}

	/** Appends a leaf by its hash. */
	appendLeaf(leafHash: Uint8Array): void {
		this.append(0, leafHash);
	}

	/**
	 * Appends a complete subtree of 2^level leaves by its hash.
	 * @throws RangeError when the tree's size is not a multiple of it, or the hash is none
	 */
	append(level: number, hash: Uint8Array): void {
		const added = leavesOf(level);
		if (hash.length !== HASH_BYTES) throw new RangeError('A hash has 32 bytes.');
		if (this.leaves % added !== 0 || this.leaves + added > TREE_SIZE_MAX) throw new RangeError('The subtree does not stand here.');
		this.hashes.set(hash, this.count * HASH_BYTES);
		this.pushed(level);
	}

	private pushed(level: number): void {
		this.leaves += leavesOf(level);
		let top = level;
		while (this.count > 0 && this.levels[this.count - 1] === top) {
			this.count--;
			const at = this.count * HASH_BYTES;
			this.hasher.pairInto(this.hashes, at, this.hashes, at);
			top++;
		}
		this.levels[this.count++] = top;
	}

	/** The root at the present size. */
	root(): Uint8Array {
		if (this.count === 0) return this.hasher.empty();
		const [last, ...others] = this.snapshot().reverse();
		return others.reduce((right, left) => this.hasher.node(left, right), last ?? this.hasher.empty());
	}
}
