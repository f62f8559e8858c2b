import type { TreeHasher } from '../merkle/hash';
import { subtreeHashes } from '../merkle/proof';
import { subtreesOf } from '../merkle/ranges';
import type { TileReader } from '../merkle/tiles';
import type { BundleCheckpoint, BundleEvent, OmittedEvents, StripEntry } from './entries';
import { BundleRejected } from './form';

/** What stands between events: every omitted subtree of `[start, end)`, from one read of tiles. */
async function omittedOf(hasher: TreeHasher, tiles: TileReader, start: number, end: number): Promise<OmittedEvents[]> {
	const subtrees = subtreesOf(start, end);
	if (subtrees.length === 0) return [];
	const hashes = await subtreeHashes(hasher, tiles, subtrees);
	return subtrees.map(({ level, index }, i) => {
		const leaves = 2 ** level;
		return { type: 'omitted', first: index * leaves + 1, last: (index + 1) * leaves, hash: hashes[i] ?? new Uint8Array(0) };
	});
}

/**
 * The strip of a zone: the chosen events, hashes for all others, each checkpoint behind the last event it covers.
 * It ends at the last checkpoint, or at the last event if that is later.
 * @param events in ascending order of their place
 * @param checkpoints in ascending order of their size, all of one log
 * @param tiles a reader that keeps what it read saves reads: neighbours share most of their tiles
 */
export async function* stripOf(
	hasher: TreeHasher,
	tiles: TileReader,
	events: AsyncIterable<BundleEvent> | Iterable<BundleEvent>,
	checkpoints: readonly BundleCheckpoint[],
): AsyncGenerator<StripEntry, void, undefined> {
	let at = 0;
	let next = 0;
	async function* upTo(end: number): AsyncGenerator<StripEntry, void, undefined> {
		for (let checkpoint = checkpoints[next]; checkpoint !== undefined && checkpoint.size <= end; checkpoint = checkpoints[++next]) {
			if (checkpoint.size < at) throw new BundleRejected('Checkpoints stand in the order of their sizes.');
			yield* await omittedOf(hasher, tiles, at, checkpoint.size);
			at = checkpoint.size;
			yield checkpoint;
		}
		yield* await omittedOf(hasher, tiles, at, end);
		at = end;
	}
	for await (const event of events) {
		if (event.seq <= at) throw new BundleRejected('Events stand in the order of their places, none twice.');
		yield* upTo(event.seq - 1);
		yield event;
		at = event.seq;
	}
	yield* upTo(Math.max(at, checkpoints.at(-1)?.size ?? at));
}
