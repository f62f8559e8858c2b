import type { Tile, TilePlace, TileReader } from '../tiles';

/** Tiles in memory, which counts what is read. */
export class MemoryTiles implements TileReader {
	tilesRead = 0;
	private readonly byPlace = new Map<string, Uint8Array>();

	write(tiles: readonly Tile[]): void {
		for (const { level, index, hashes } of tiles) this.byPlace.set(`${level}/${index}`, hashes);
	}

	get(place: TilePlace): Uint8Array {
		const hashes = this.byPlace.get(`${place.level}/${place.index}`);
		if (hashes === undefined) throw new RangeError(`no tile ${place.level}/${place.index}`);
		return hashes;
	}

	async readTiles(wanted: readonly TilePlace[]): Promise<Uint8Array[]> {
		this.tilesRead += wanted.length;
		return wanted.map((place) => this.get(place));
	}
}
