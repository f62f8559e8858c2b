import { HASH_BYTES, type TreeHasher } from './hash';
import { type Subtree, splitOf, subtreesOf } from './ranges';
import { hashAbove, type TilePlace, type TileReader, tileOf } from './tiles';

/** Leaves `[start, end)` whose tree hash is one step of a proof. */
interface Range {
	readonly start: number;
	readonly end: number;
}

/** PATH(m, D[n]) of RFC 6962, 2.1.1, as ranges from the leaf's sibling up. */
function inclusionRanges(index: number, size: number): Range[] {
	const steps: Range[] = [];
	let [start, end] = [0, size];
	while (end - start > 1) {
		const middle = start + splitOf(end - start);
		if (index < middle) {
			steps.push({ start: middle, end });
			end = middle;
		} else {
			steps.push({ start, end: middle });
			start = middle;
		}
	}
	return steps.reverse();
}

/** PROOF(m, D[n]) of RFC 6962, 2.1.2, as ranges. */
function consistencyRanges(first: number, second: number): Range[] {
	const steps: Range[] = [];
	let [start, end] = [0, second];
	while (first !== end) {
		const middle = start + splitOf(end - start);
		if (first <= middle) {
			steps.push({ start: middle, end });
			end = middle;
		} else {
			steps.push({ start, end: middle });
			start = middle;
		}
	}
	// the old tree itself is known to who asks, unless it is only a part
	if (start > 0) steps.push({ start, end });
	return steps.reverse();
}

/** Hashes of complete subtrees, from one read of all the tiles they lie in; no tile is asked for twice. */
export async function subtreeHashes(hasher: TreeHasher, tiles: TileReader, subtrees: readonly Subtree[]): Promise<Uint8Array[]> {
	const places = subtrees.map(tileOf);
	const wanted = new Map<string, TilePlace & { width: number }>();
	for (const { level, index, to } of places) {
		const key = `${level}/${index}`;
		const known = wanted.get(key);
		wanted.set(key, { level, index, width: Math.max(to, known?.width ?? 0) });
	}
	const asked = [...wanted.values()];
	const read = await tiles.readTiles(asked);
	const byKey = new Map(
		asked.map(({ level, index, width }, i) => {
			const hashes = read[i];
			if (hashes === undefined || hashes.length < width * HASH_BYTES)
				throw new RangeError(`Tile ${level}/${index} is missing or too narrow.`);
			return [`${level}/${index}`, hashes] as const;
		}),
	);
	return places.map(({ level, index, from, to }) => hashAbove(hasher, byKey.get(`${level}/${index}`) ?? new Uint8Array(0), from, to));
}

/** Tree hashes of ranges of leaves, each folded from its complete subtrees. */
async function rangeHashes(hasher: TreeHasher, tiles: TileReader, ranges: readonly Range[]): Promise<Uint8Array[]> {
	const parts = ranges.map(({ start, end }) => subtreesOf(start, end));
	const hashes = await subtreeHashes(hasher, tiles, parts.flat());
	let at = 0;
	return parts.map((part) => {
		const own = hashes.slice(at, at + part.length);
		at += part.length;
		return own.reduceRight((right, left) => hasher.node(left, right));
	});
}

function checkSize(smaller: number, larger: number): void {
	const isSound = Number.isSafeInteger(smaller) && Number.isSafeInteger(larger) && smaller >= 0 && smaller <= larger;
	if (!isSound) throw new RangeError(`There is no proof from ${smaller} to ${larger}.`);
}

/** Root of the first `size` leaves. */
export async function rootAt(hasher: TreeHasher, tiles: TileReader, size: number): Promise<Uint8Array> {
	if (size === 0) return hasher.empty();
	const [root] = await rangeHashes(hasher, tiles, [{ start: 0, end: size }]);
	return root ?? hasher.empty();
}

/**
 * Proof that the leaf at `index` (from 0) is in the tree of `size` leaves, from the leaf up; one read of O(log size) tiles.
 * @throws RangeError when there is no such leaf
 */
export async function inclusionProof(hasher: TreeHasher, tiles: TileReader, index: number, size: number): Promise<Uint8Array[]> {
	checkSize(index + 1, size);
	return rangeHashes(hasher, tiles, inclusionRanges(index, size));
}

/**
 * Proof that the tree of `second` leaves begins with the tree of `first`; one read of O(log second) tiles.
 * @throws RangeError when the first is the larger
 */
export async function consistencyProof(hasher: TreeHasher, tiles: TileReader, first: number, second: number): Promise<Uint8Array[]> {
	checkSize(first, second);
	if (first === 0 || first === second) return [];
	return rangeHashes(hasher, tiles, consistencyRanges(first, second));
}
