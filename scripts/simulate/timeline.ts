import type { Rng } from './rng';

/** Says when the n-th entry of a run is due, in milliseconds since the epoch; never falls as n grows. */
export type Timeline = (entries: number) => number;

const WAVE_PERIOD_MS = 97_000;
const WAVE_MS = 3000;

/** An even rate from a start on. */
export function evenTimeline(startMs: number, perSecond: number): Timeline {
	return (entries) => startMs + (entries * 1000) / perSecond;
}

/** A rate from a start on with gentle waves around it. */
export function wavyTimeline(startMs: number, perSecond: number): Timeline {
	const scale = 1000 / perSecond;
	return (entries) => {
		const t = entries * scale;
		return startMs + t + WAVE_MS * (1 - Math.cos((2 * Math.PI * t) / WAVE_PERIOD_MS));
	};
}

const STEP_MS = 60_000;
const BURST_CHANCE = 0.01;

/** How busy a moment of the day is, from about 0.25 at night to 1 in the early afternoon (UTC); weekends are quieter. */
export function dailyShape(atMs: number): number {
	const hour = (atMs / 3_600_000) % 24;
	const day = new Date(atMs).getUTCDay();
	const busy = 0.25 + 0.75 * Math.max(0, Math.cos(((hour - 13.5) / 24) * 2 * Math.PI)) ** 1.5;
	return day === 0 || day === 6 ? busy * 0.6 : busy;
}

/** Spreads a number of entries over a span with the daily shape, and bursts of some minutes now and then. */
export function dailyTimeline(rng: Rng, startMs: number, endMs: number, entriesTotal: number): Timeline {
	const steps = Math.max(1, Math.ceil((endMs - startMs) / STEP_MS));
	const sums = [0];
	let burst = 1;
	for (let i = 0; i < steps; i++) {
		if (rng.chance(BURST_CHANCE)) burst = 1.5 + rng.next() * 3;
		else if (rng.chance(0.25)) burst = 1;
		sums.push((sums[i] ?? 0) + dailyShape(startMs + i * STEP_MS) * burst);
	}
	const total = sums[steps] ?? 1;
	let step = 0;
	return (entries) => {
		const target = (Math.min(entries, entriesTotal) / entriesTotal) * total;
		while (step < steps - 1 && (sums[step + 1] ?? total) < target) step++;
		const from = sums[step] ?? 0;
		const width = (sums[step + 1] ?? total) - from;
		const within = width > 0 ? (target - from) / width : 0;
		return Math.min(endMs, startMs + (step + within) * STEP_MS);
	};
}
