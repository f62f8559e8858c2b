import { nodePrimitives } from '../../chain/node-primitives';
import { sha256Of } from '../../primitives/primitives';

const sha256 = (...parts: Uint8Array[]): Uint8Array => sha256Of(nodePrimitives, Uint8Array.from(parts.flatMap((part) => [...part])));
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

/** MTH(D) of RFC 6962, 2.1, for data of any length. */
export function naiveRoot(data: readonly Uint8Array[]): Uint8Array {
	const [first] = data;
	if (first === undefined) return sha256();
	if (data.length === 1) return sha256(Uint8Array.of(0), first);
	const k = split(data.length);
	return sha256(Uint8Array.of(1), naiveRoot(data.slice(0, k)), naiveRoot(data.slice(k)));
}

/** PATH(m, D) of RFC 6962, 2.1.1. */
export function naivePath(m: number, data: readonly Uint8Array[]): Uint8Array[] {
	if (data.length === 1) return [];
	const k = split(data.length);
	return m < k
		? [...naivePath(m, data.slice(0, k)), naiveRoot(data.slice(k))]
		: [...naivePath(m - k, data.slice(k)), naiveRoot(data.slice(0, k))];
}

/** SUBPROOF(m, D, b) of RFC 6962, 2.1.2; PROOF(m, D) with b true. */
export function naiveConsistency(m: number, data: readonly Uint8Array[], isWhole = true): Uint8Array[] {
	if (m === data.length) return isWhole ? [] : [naiveRoot(data)];
	const k = split(data.length);
	return m <= k
		? [...naiveConsistency(m, data.slice(0, k), isWhole), naiveRoot(data.slice(k))]
		: [...naiveConsistency(m - k, data.slice(k), false), naiveRoot(data.slice(0, k))];
}
