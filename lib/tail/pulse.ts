import type { TailItem } from '../api/tail';
import { type Meaning, meaningOf } from '../events/vocabulary';

/** The stretch that is drawn, and of how many steps. */
export const PULSE_STEPS = 120;
export const PULSE_STEP_MS = 5_000;
/** Different reasons counted in a step; those of more are in the search. */
const REASONS_MAX = 200;

export type PulseCounts = Readonly<Record<Meaning, number>>;

interface Step {
	/** Number of the step since the epoch. */
	readonly no: number;
	readonly counts: Record<Meaning, number>;
	readonly reasons: Map<string, number>;
}

const NONE: PulseCounts = { allow: 0, deny: 0, held: 0, none: 0, unknown: 0 };

/** What came in the last ten minutes, in steps of five seconds: by decision, and why it was denied. */
export class Pulse {
	private steps: Step[] = [];

	/** @param atMs when the row came, by any clock that does not go back */
	add(row: Pick<TailItem, 'decision' | 'reason'>, atMs: number): void {
		const step = this.stepAt(atMs);
		const meaning = meaningOf(row.decision);
		step.counts[meaning]++;
		if (meaning !== 'deny' || row.reason === null) return;
		const count = step.reasons.get(row.reason);
		if (count !== undefined || step.reasons.size < REASONS_MAX) step.reasons.set(row.reason, (count ?? 0) + 1);
	}

	/** Counts of every step up to now, oldest first. */
	series(nowMs: number): readonly PulseCounts[] {
		const last = Math.floor(nowMs / PULSE_STEP_MS);
		const byNo = new Map(this.steps.map((step) => [step.no, step.counts]));
		return Array.from({ length: PULSE_STEPS }, (_, i) => byNo.get(last - PULSE_STEPS + 1 + i) ?? NONE);
	}

	/** Why it was denied, the commonest first. */
	reasons(nowMs: number, max: number): readonly (readonly [reason: string, events: number])[] {
		const first = Math.floor(nowMs / PULSE_STEP_MS) - PULSE_STEPS + 1;
		const sums = new Map<string, number>();
		for (const { no, reasons } of this.steps) {
			if (no < first) continue;
			for (const [reason, count] of reasons) sums.set(reason, (sums.get(reason) ?? 0) + count);
		}
		return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, max);
	}

	private stepAt(atMs: number): Step {
		const no = Math.floor(atMs / PULSE_STEP_MS);
		const last = this.steps.at(-1);
		if (last !== undefined && last.no >= no) return last;
		const step: Step = { no, counts: { ...NONE }, reasons: new Map() };
		this.steps.push(step);
		if (this.steps.length > PULSE_STEPS) this.steps.shift();
		return step;
	}
}
