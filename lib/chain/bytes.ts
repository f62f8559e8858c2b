/**
 * Reads an element the caller knows to be inside the array. The cast only drops the `undefined` that
 * noUncheckedIndexedAccess adds; the engine inlines the call.
 */
export function at(list: { readonly [index: number]: number }, index: number): number {
	return list[index] as number;
}
