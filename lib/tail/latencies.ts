/** Samples kept: the newest. */
const SAMPLES_MAX = 2_000;
const CLOCKS_MAX = 20;

export interface LatencyFigures {
	/** Milliseconds; null without a sample. */
	readonly p50: number | null;
	readonly p95: number | null;
	readonly max: number | null;
}

/** The value below which so great a part of sorted values lies. */
function quantile(sorted: readonly number[], part: number): number | null {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}

/** How late rows are, in milliseconds: of the newest of them. */
export class Latencies {
	private samples: number[] = [];

	add(ms: number): void {
		this.samples.push(ms);
		if (this.samples.length > 2 * SAMPLES_MAX) this.samples = this.samples.slice(-SAMPLES_MAX);
	}

	get figures(): LatencyFigures {
		const sorted = this.samples.slice(-SAMPLES_MAX).sort((a, b) => a - b);
		return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: sorted.at(-1) ?? null };
	}
}

/** How far this browser's clock is ahead of the server's, by the stamps of the server: the least of the newest, since a stamp travels too. */
export class ClockOffset {
	private readonly newest: number[] = [];

	/** @param serverMs the stamp @param hereMs this clock when it came */
	stamp(serverMs: number, hereMs: number): void {
		if (Number.isNaN(serverMs)) return;
		this.newest.push(hereMs - serverMs);
		if (this.newest.length > CLOCKS_MAX) this.newest.shift();
	}

	/** In milliseconds; 0 before the first stamp. */
	get ms(): number {
		return this.newest.length === 0 ? 0 : Math.min(...this.newest);
	}
}
