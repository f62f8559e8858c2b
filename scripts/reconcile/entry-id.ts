function parts(entryId: string): [ms: bigint, seq: bigint] {
	const [ms = '0', seq = '0'] = entryId.split('-');
	return [BigInt(ms), BigInt(seq)];
}

/** Whether stream entry id `a` comes after `b`. */
export function isAfter(a: string, b: string): boolean {
	const [aMs, aSeq] = parts(a);
	const [bMs, bSeq] = parts(b);
	return aMs === bMs ? aSeq > bSeq : aMs > bMs;
}

const MS_MAX = BigInt(Number.MAX_SAFE_INTEGER);
const SEQ_MAX = 2_147_483_647n;

/** The id as the ledger's columns hold it: parts beyond them, which Redis never makes itself, are clamped. */
export function storedForm(entryId: string): string {
	const [ms, seq] = parts(entryId);
	return `${ms > MS_MAX ? MS_MAX : ms}-${seq > SEQ_MAX ? SEQ_MAX : seq}`;
}
