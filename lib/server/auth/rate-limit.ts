/** Failures allowed per key within the window. */
export const FAILURES_MAX = 10;
const WINDOW_MS = 15 * 60_000;
/** Keys remembered at most; past it the oldest go, so that a flood of names cannot fill the memory. */
const KEYS_MAX = 10_000;

/** Counts failed attempts per key in memory; a success clears its key. Each web process counts for itself. */
export class FailureLimit {
	private readonly failures = new Map<string, { count: number; sinceMs: number }>();

	/** Whether the key has used up its attempts. */
	isBlocked(key: string, nowMs: number): boolean {
		const seen = this.failures.get(key);
		return seen !== undefined && nowMs - seen.sinceMs < WINDOW_MS && seen.count >= FAILURES_MAX;
	}

	failed(key: string, nowMs: number): void {
		const seen = this.failures.get(key);
		this.failures.delete(key);
		const fresh = seen === undefined || nowMs - seen.sinceMs >= WINDOW_MS;
		this.failures.set(key, fresh ? { count: 1, sinceMs: nowMs } : { count: seen.count + 1, sinceMs: seen.sinceMs });
		const oldest = this.failures.size > KEYS_MAX ? this.failures.keys().next().value : undefined;
		if (oldest !== undefined) this.failures.delete(oldest);
	}

	succeeded(key: string): void {
		this.failures.delete(key);
	}
}
