import { sameBytes } from '../primitives/text';
import type { TreeHasher } from './hash';

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

/**
 * The root that an inclusion proof leads to, or null when the proof cannot be one of this place (RFC 9162, 2.1.3.2).
 * @param index place of the leaf, from 0
 */
export function rootFromInclusion(
	hasher: TreeHasher,
	leafHash: Uint8Array,
	index: number,
	size: number,
	proof: readonly Uint8Array[],
): Uint8Array | null {
	if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
	let place = index;
	let last = size - 1;
	let hash = leafHash;
	for (const sibling of proof) {
		if (last === 0 || sibling.length !== hash.length) return null;
		if (isOdd(place) || place === last) {
			hash = hasher.node(sibling, hash);
			while (!isOdd(place) && place !== 0) {
				place = half(place);
				last = half(last);
			}
		} else {
			hash = hasher.node(hash, sibling);
		}
		place = half(place);
		last = half(last);
	}
	return last === 0 ? hash : null;
}

/** Whether the leaf stands at `index` in the tree of `size` leaves with this root. */
export function verifyInclusion(
	hasher: TreeHasher,
	leafHash: Uint8Array,
	index: number,
	size: number,
	proof: readonly Uint8Array[],
	root: Uint8Array,
): boolean {
	const found = rootFromInclusion(hasher, leafHash, index, size, proof);
	return found !== null && sameBytes(found, root);
}

/** Whether the tree of `second` leaves begins with the tree of `first` leaves (RFC 9162, 2.1.4.2); from the empty tree anything does. */
export function verifyConsistency(
	hasher: TreeHasher,
	first: number,
	second: number,
	proof: readonly Uint8Array[],
	firstRoot: Uint8Array,
	secondRoot: Uint8Array,
): boolean {
	if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second) return false;
	if (first === 0) return proof.length === 0 && sameBytes(firstRoot, hasher.empty()) && (second > 0 || sameBytes(secondRoot, firstRoot));
	if (first === second) return proof.length === 0 && sameBytes(firstRoot, secondRoot);
	let place = first - 1;
	let last = second - 1;
	while (isOdd(place)) {
		place = half(place);
		last = half(last);
	}
	// a first tree that is one complete subtree is its own beginning and is not repeated in the proof
	const [start, ...rest] = place === 0 ? [firstRoot, ...proof] : proof;
	if (start === undefined) return false;
	let [firstHash, secondHash] = [start, start];
	for (const sibling of rest) {
		if (last === 0 || sibling.length !== start.length) return false;
		if (isOdd(place) || place === last) {
			firstHash = hasher.node(sibling, firstHash);
			secondHash = hasher.node(sibling, secondHash);
			while (!isOdd(place) && place !== 0) {
				place = half(place);
				last = half(last);
			}
		} else {
			secondHash = hasher.node(secondHash, sibling);
		}
		place = half(place);
		last = half(last);
	}
	return last === 0 && sameBytes(firstHash, firstRoot) && sameBytes(secondHash, secondRoot);
}
