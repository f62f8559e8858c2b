import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry } from './entry';
import type { Sink } from './sink';
import type { Tally } from './summary';

const BATCH = 500;
/** Batches on their way at once: one is built while Redis takes the others. */
const IN_FLIGHT = 3;
const NAP_MS_MAX = 50;

export interface Pace {
	/**
	 * `free`: as fast as possible. `clock`: each entry when its own time has come, past ones at once. `count`: so many a
	 * second, whatever their times.
	 */
	readonly kind: 'free' | 'clock' | 'count';
	readonly perSecond: number;
}

export interface RunOptions {
	readonly entries: Iterable<Entry>;
	readonly sink: Sink;
	readonly tally: Tally;
	readonly pace: Pace;
	readonly asHistory: boolean;
	readonly signal: AbortSignal;
}

/** Takes entries from a scenario and writes them at its pace until they end or the signal comes; then the last batch is finished. */
export async function run(options: RunOptions): Promise<void> {
	const { sink, tally, pace, signal } = options;
	const startedMs = Date.now();
	const flying = new Set<Promise<void>>();
	let batch: Entry[] = [];
	const flush = async () => {
		if (batch.length === 0) return;
		const write = sink.write(batch, options.asHistory).finally(() => flying.delete(write));
		flying.add(write);
		batch = [];
		if (flying.size >= IN_FLIGHT) await Promise.race(flying);
	};
	for (const entry of options.entries) {
		const dueMs =
			pace.kind === 'clock' ? entry.streamAtMs : pace.kind === 'count' ? startedMs + (tally.entries / pace.perSecond) * 1000 : 0;
		while (Date.now() < dueMs && !signal.aborted) {
			await flush();
			await sleep(Math.min(NAP_MS_MAX, Math.max(1, dueMs - Date.now())));
		}
		if (signal.aborted) break;
		batch.push(entry);
		tally.add(entry);
		if (batch.length >= BATCH) await flush();
	}
	await flush();
	await Promise.all(flying);
}
