import type { Rng } from '../rng';

const BATCH = 50;
const TICK_MS = 1000;

/** The delays of messages written in one transaction: the coordinator publishes fifty a tick, one tick a second (wire reference 1.8). */
export function outboxDelays(rng: Rng): () => number {
	const firstTickMs = rng.int(5, TICK_MS);
	let written = 0;
	let withinMs = 0;
	return () => {
		if (written % BATCH === 0) withinMs = 0;
		withinMs += rng.int(0, 2);
		return firstTickMs + Math.floor(written++ / BATCH) * TICK_MS + withinMs;
	};
}
