/** A page, and a batch for the lane, of about this size keeps memory bounded whatever the entries weigh. */
export const PAGE_BYTES_TARGET = 8 * 1024 * 1024;
const FIRST_COUNT = 100;
/** How much one page moves the running average of the entry size. */
const WEIGHT = 0.3;

/**
 * How many entries to ask for at once, so that a page stays near PAGE_BYTES_TARGET. Starts at 100 and, as pages come back, grows
 * to `countMax` for small entries or shrinks to 1 for very large ones.
 */
export class ReadSize {
	private entryBytes = PAGE_BYTES_TARGET / FIRST_COUNT;

	constructor(private readonly countMax: number) {}

	get count(): number {
		return Math.max(1, Math.min(this.countMax, Math.floor(PAGE_BYTES_TARGET / this.entryBytes)));
	}

	/** Learns from a page that was read. A larger size counts at once, a smaller one slowly. */
	learn(entries: number, bytes: number): void {
		if (entries === 0) return;
		const seen = Math.max(1, bytes / entries);
		this.entryBytes = seen > this.entryBytes ? seen : this.entryBytes + (seen - this.entryBytes) * WEIGHT;
	}
}
