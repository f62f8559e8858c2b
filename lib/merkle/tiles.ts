import { HASH_BYTES, type TreeHasher } from './hash';
import type { Subtree } from './ranges';

/** Levels of the tree in one tile, and hashes along a full tile's lower edge (C2SP tlog-tiles). */
export const TILE_LEVELS = 8;
export const TILE_WIDTH = 256;

/** A tile's place: `level` counts tiles upwards (0 holds leaf hashes), `index` from the left. */
export interface TilePlace {
	readonly level: number;
	readonly index: number;
}

/** A tile: the first hashes of its lower edge, 1 to 256 of them, one behind the other. */
export interface Tile extends TilePlace {
	readonly hashes: Uint8Array;
}

/** Where tiles are kept. A wider tile replaces a narrower one at its place; both begin with the same hashes. */
export interface TileReader {
	/**
	 * The tiles in the order asked for, each at least as wide as asked.
	 * @throws when one is not there: a proof cannot be made without it
	 */
	readTiles(wanted: readonly (TilePlace & { readonly width: number })[]): Promise<readonly Uint8Array[]>;
}

/** The tile that a complete subtree is hashed from, and which of its hashes. */
export function tileOf({ level, index }: Subtree): TilePlace & { readonly from: number; readonly to: number } {
	const tileLevel = Math.floor(level / TILE_LEVELS);
	const count = 2 ** (level % TILE_LEVELS);
	const first = index * count;
	const tileIndex = Math.floor(first / TILE_WIDTH);
	const from = first - tileIndex * TILE_WIDTH;
	return { level: tileLevel, index: tileIndex, from, to: from + count };
}

/** The hash above `[from, to)` of a tile's hashes; their number is a power of two. */
export function hashAbove(hasher: TreeHasher, hashes: Uint8Array, from: number, to: number): Uint8Array {
	const row = hashes.slice(from * HASH_BYTES, to * HASH_BYTES);
	for (let count = to - from; count > 1; count /= 2) {
		for (let i = 0; i < count / 2; i++) hasher.pairInto(row, 2 * i * HASH_BYTES, row, i * HASH_BYTES);
	}
	return row.slice(0, HASH_BYTES);
}
