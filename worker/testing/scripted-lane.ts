import type { EntryOutcome, Lane, RawEntry } from '../lane-types';

export const APPENDED: EntryOutcome = { kind: 'appended' };

/** A lane without a database: what becomes of a batch is up to the test. Records every submission in `submitted`. */
export class ScriptedLane implements Lane {
	readonly submitted: (readonly RawEntry[])[] = [];

	constructor(
		private readonly fate: (entry: RawEntry, batch: readonly RawEntry[]) => EntryOutcome | Promise<EntryOutcome> = () => APPENDED,
	) {}

	async submit(entries: readonly RawEntry[]) {
		this.submitted.push(entries);
		const outcomes = await Promise.all(entries.map((entry) => this.fate(entry, entries)));
		return { committed: outcomes.filter(({ kind }) => kind === 'appended').length, outcomes };
	}

	/** Entry ids of everything submitted, in order. */
	ids(): string[] {
		return this.submitted.flat().map((entry) => entry.entryId);
	}

	async stop() {}

	isBusy() {
		return false;
	}

	stats() {
		return { appendedEvents: 0, lastCommitAtMs: null, lastError: null };
	}
}
