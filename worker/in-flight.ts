import type { RawEntry } from './lane-types';

/** The pages handed to the lane and not yet settled. */
export class InFlight {
	private readonly pages = new Map<Promise<void>, { readonly entries: readonly RawEntry[]; readonly sinceMs: number }>();
	private readonly keys = new Set<string>();

	/** Whether an entry is on its way in this process. */
	has(stream: string, entryId: string): boolean {
		return this.keys.has(`${stream} ${entryId}`);
	}

	/** Keeps the entries as in flight until the work, which must not reject, has ended. */
	async track(entries: readonly RawEntry[], work: Promise<void>): Promise<void> {
		const keys = entries.map((entry) => `${entry.stream} ${entry.entryId}`);
		for (const key of keys) this.keys.add(key);
		this.pages.set(work, { entries, sinceMs: Date.now() });
		await work;
		this.pages.delete(work);
		for (const key of keys) this.keys.delete(key);
	}

	/** Resolves when fewer than `pagesMax` are on their way. */
	async slot(pagesMax: number): Promise<void> {
		while (this.pages.size >= pagesMax) await Promise.race(this.pages.keys());
	}

	/** Resolves when none is on its way. */
	settled(): Promise<void> {
		return this.slot(1);
	}

	/** The entries that have been on their way for longer than this. */
	longerThan(ageMs: number): RawEntry[] {
		const now = Date.now();
		return [...this.pages.values()].filter((page) => now - page.sinceMs > ageMs).flatMap((page) => page.entries);
	}
}
