const WINDOW_MS = 15 * 60_000;
/** Keys remembered at most; past it the oldest go, so that a flood of names cannot fill the memory. */
const KEYS_MAX = 10_000;

/**
 * Counts failed attempts per key in memory. An attempt counts as failed from its begin on, so that many at once are no way
 * around it. Each web process counts for itself.
 */
export class FailureLimit {
	private readonly failures = new Map<string, { count: number; sinceMs: number }>();

	/** @param failuresMax failures allowed per key within 15 minutes */
	constructor(private readonly failuresMax: number) {}

	/**
	 * Begins an attempt.
	 * @returns 'allowed', or that the key has used up its attempts, and whether this is the first one it is told so
	 */
	begin(key: string, nowMs: number): 'allowed' | 'blocked_first' | 'blocked' {
		const seen = this.failures.get(key);
		const fresh = seen === undefined || nowMs - seen.sinceMs >= WINDOW_MS;
		const count = fresh ? 1 : Math.min(seen.count + 1, this.failuresMax + 2);
		this.failures.delete(key);
		this.failures.set(key, { count, sinceMs: fresh ? nowMs : seen.sinceMs });
		const oldest = this.failures.size > KEYS_MAX ? this.failures.keys().next().value : undefined;
		if (oldest !== undefined) this.failures.delete(oldest);
		if (count <= this.failuresMax) return 'allowed';
		return count === this.failuresMax + 1 ? 'blocked_first' : 'blocked';
	}

	/** The attempt succeeded: it was none of the failures. */
	takeBack(key: string): void {
		const seen = this.failures.get(key);
		if (seen !== undefined) seen.count--;
	}

	/** Forgets all failures of the key. */
	clear(key: string): void {
		this.failures.delete(key);
	}

	/** Seconds until the key may try again. */
	waitSeconds(key: string, nowMs: number): number {
		const seen = this.failures.get(key);
		return seen === undefined ? 0 : Math.max(1, Math.ceil((seen.sinceMs + WINDOW_MS - nowMs) / 1000));
	}
}
