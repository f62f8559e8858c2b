import { HASH_BYTES, type TreeHasher } from './hash';
import { hashAbove, TILE_LEVELS, TILE_WIDTH, type Tile, type TilePlace } from './tiles';

interface Edge {
	index: number;
	width: number;
	hashes: Uint8Array;
}

/** Widths of the partial tiles of a tree of `size` leaves, by tile level; 0 where there is none. */
export function edgeOf(size: number): (TilePlace & { readonly width: number })[] {
	const edge: (TilePlace & { width: number })[] = [];
	for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
		edge.push({ level, index: Math.floor(count / TILE_WIDTH), width: count % TILE_WIDTH });
	}
	return edge;
}

/**
 * Turns leaf hashes into the tiles to store. Its state is the tree's right edge: at most 255 hashes a level, 1/256 of a hash per
 * leaf and level beyond the leaves themselves.
 */
export class TileWriter {
	private readonly edges: Edge[] = [];
	private readonly full: Tile[] = [];
	private readonly touched = new Set<number>();

	private constructor(private readonly hasher: TreeHasher) {}

	/**
	 * A writer that goes on behind `size` leaves.
	 * @param partial the tiles that `edgeOf(size)` names with a width above 0, in its order
	 */
	static at(hasher: TreeHasher, size: number, partial: readonly Uint8Array[]): TileWriter {
		const writer = new TileWriter(hasher);
		let next = 0;
		for (const { index, width } of edgeOf(size)) {
			const hashes = new Uint8Array(TILE_WIDTH * HASH_BYTES);
			if (width > 0) {
				const stored = partial[next++];
				if (stored === undefined || stored.length < width * HASH_BYTES)
					throw new RangeError('A tile of the right edge is missing or too narrow.');
				hashes.set(stored.subarray(0, width * HASH_BYTES));
			}
			writer.edges.push({ index, width, hashes });
		}
		return writer;
	}

	/** Number of leaves. */
	get size(): number {
		return this.edges.reduceRight((above, { width }) => above * TILE_WIDTH + width, 0);
	}

	append(leafHash: Uint8Array): void {
		this.push(0, leafHash);
	}

	private push(level: number, hash: Uint8Array): void {
		let edge = this.edges[level];
		if (edge === undefined) {
			edge = { index: 0, width: 0, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) };
			this.edges.push(edge);
		}
		edge.hashes.set(hash, edge.width * HASH_BYTES);
		edge.width++;
		this.touched.add(level);
		if (edge.width < TILE_WIDTH) return;
		const hashes = edge.hashes.slice();
		this.full.push({ level, index: edge.index, hashes });
		this.push(level + 1, hashAbove(this.hasher, hashes, 0, TILE_WIDTH));
		edge.index++;
		edge.width = 0;
		this.touched.delete(level);
	}

	/** The tiles that are new or wider since the last call: full ones, then the right edge. Store them in one transaction with the checkpoint. */
	take(): Tile[] {
		const partial = [...this.touched]
			.sort((a, b) => a - b)
			.flatMap((level): Tile[] => {
				const edge = this.edges[level];
				if (edge === undefined || edge.width === 0) return [];
				return [{ level, index: edge.index, hashes: edge.hashes.slice(0, edge.width * HASH_BYTES) }];
			});
		const tiles = [...this.full, ...partial];
		this.full.length = 0;
		this.touched.clear();
		return tiles;
	}

	/** The hash of the complete subtrees of the tree, largest first: what `Frontier.of` takes. */
	frontier(): Uint8Array[] {
		const hashes: Uint8Array[] = [];
		for (let level = this.edges.length - 1; level >= 0; level--) {
			const edge = this.edges[level];
			if (edge === undefined) continue;
			let from = 0;
			for (let bit = TILE_LEVELS - 1; bit >= 0; bit--) {
				const count = 2 ** bit;
				if (Math.floor(edge.width / count) % 2 === 0) continue;
				hashes.push(hashAbove(this.hasher, edge.hashes, from, from + count));
				from += count;
			}
		}
		return hashes;
	}
}
