/**
 * Reads of elements the caller knows to be inside the array; the cast only drops the `undefined` of noUncheckedIndexedAccess.
 * One function per array type, and bytes always in Buffers: the engine then compiles each to a single load.
 */
export function byteAt(list: Buffer, index: number): number {
	return list[index] as number;
}

/** The same for 32-bit integers. */
export function intAt(list: Int32Array, index: number): number {
	return list[index] as number;
}
