/** Nanoseconds beyond 1678 to 2262 wrap as Go's int64 does, as in the content hash. */
export function formatMicros(micros: bigint): string {
	return BigInt.asIntN(64, micros * 1000n).toString();
}
