import type { BundleCheck, CheckName, Finding } from './verdict';

interface Count {
	checked: number;
	failed: number;
	unknown: number;
}

/** Where in the file something is. */
export interface Place {
	readonly line: number;
	readonly zoneId: string | null;
	readonly seq: number | null;
}

/** Counts of every check, and the first that fails or cannot be told. */
export class Tally {
	firstFailure: Finding | null = null;
	firstUnknown: Finding | null = null;
	private readonly counts = new Map<CheckName, Count>();
	// what is counted at every event
	readonly contents = this.of('content');
	readonly links = this.of('links');
	readonly readings = this.of('reading');
	readonly signedBytes = this.of('signed_bytes');

	of(check: CheckName): Count {
		const known = this.counts.get(check);
		if (known !== undefined) return known;
		const count = { checked: 0, failed: 0, unknown: 0 };
		this.counts.set(check, count);
		return count;
	}

	fail(check: CheckName, place: Place, words: string): void {
		const count = this.of(check);
		count.checked++;
		count.failed++;
		this.firstFailure ??= { check, ...place, words };
	}

	unknown(check: CheckName, place: Place, words: string): void {
		this.of(check).unknown++;
		this.firstUnknown ??= { check, ...place, words };
	}

	/** The check as a line of the result. */
	line(name: CheckName, words: string): BundleCheck {
		const { checked, failed, unknown } = this.of(name);
		const state = failed > 0 ? 'fails' : unknown > 0 ? 'unknown' : checked > 0 ? 'holds' : 'not_made';
		return { name, state, checked, failed, words };
	}
}
