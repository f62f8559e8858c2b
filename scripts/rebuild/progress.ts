const TELL_MS = 2_000;

/** Tells every few seconds how many events are done, how fast, and how long the rest will take. */
export class Progress {
	private readonly startMs: number;
	private toldMs: number;
	private done = 0;

	/** @param total events there are to do */
	constructor(
		private readonly what: string,
		private readonly total: number,
		private readonly say: (line: string) => void,
		private readonly nowMs: () => number,
	) {
		this.startMs = nowMs();
		this.toldMs = this.startMs;
	}

	add(events: number): void {
		this.done += events;
		const now = this.nowMs();
		if (now - this.toldMs < TELL_MS) return;
		this.toldMs = now;
		this.say(this.line(now));
	}

	/** @returns the last line */
	end(): string {
		return this.line(this.nowMs());
	}

	private line(now: number): string {
		const seconds = Math.max(0.001, (now - this.startMs) / 1000);
		const rate = this.done / seconds;
		const share = this.total === 0 ? 100 : Math.min(100, Math.floor((this.done / this.total) * 100));
		const left = rate > 0 ? Math.max(0, this.total - this.done) / rate : 0;
		const rest = this.done < this.total ? `, ${duration(left)} left` : '';
		return `${this.what}: ${whole(this.done)} of ${whole(this.total)} events (${share} %), ${whole(rate)} events/s${rest}`;
	}
}

const whole = (n: number) => Math.round(n).toLocaleString('en');

function duration(seconds: number): string {
	if (seconds < 90) return `${Math.ceil(seconds)} s`;
	return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
