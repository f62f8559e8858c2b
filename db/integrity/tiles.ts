import { HASH_BYTES } from '../../lib/merkle/hash';
import type { TilePlace, TileReader } from '../../lib/merkle/tiles';
import type { Statements } from '../one-connection';
import { tilesAt } from './tree';

/** Tiles kept at most: 8 MB. */
const TILES_MAX = 1024;

/** Reads the tiles of a zone on a connection of the worker, and keeps the newest it read: neighbouring proofs share most of them. */
export function zoneTiles(pg: () => Statements, zoneNo: number): TileReader {
	const kept = new Map<string, Uint8Array>();
	const keyOf = ({ level, index }: TilePlace) => `${level}/${index}`;
	return {
		async readTiles(wanted) {
			const isKept = (tile: TilePlace & { readonly width: number }) => (kept.get(keyOf(tile))?.length ?? 0) >= tile.width * HASH_BYTES;
			const missing = wanted.filter((tile) => !isKept(tile));
			const read = await tilesAt(pg(), zoneNo, missing);
			if (kept.size + missing.length > TILES_MAX)
				for (const key of kept.keys()) if (!wanted.some((tile) => keyOf(tile) === key)) kept.delete(key);
			missing.forEach((tile, i) => {
				const hashes = read[i];
				if (hashes !== undefined) kept.set(keyOf(tile), hashes);
			});
			return wanted.map((tile) => {
				const hashes = kept.get(keyOf(tile));
				if (hashes === undefined || hashes.length < tile.width * HASH_BYTES)
					throw new RangeError(`Tile ${keyOf(tile)} of zone number ${zoneNo} is not kept.`);
				return hashes;
			});
		},
	};
}
