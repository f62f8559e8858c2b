/** Whether stream entry id `a` comes after `b`. */
export function isAfter(a: string, b: string): boolean {
	const [aMs = 0, aSeq = 0] = a.split('-').map(Number);
	const [bMs = 0, bSeq = 0] = b.split('-').map(Number);
	return aMs === bMs ? aSeq > bSeq : aMs > bMs;
}
