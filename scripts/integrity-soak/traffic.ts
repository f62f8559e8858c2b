import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane, RawEntry } from '../../worker/lane-types';
import { demoMix } from '../simulate/mix';
import type { SigningKeys } from '../simulate/signing';

const TICK_MS = 100;

export interface Traffic {
	/** Entries the lane has taken. */
	readonly entries: number;
	/** Milliseconds each tick's entries took until they were committed, ascending. */
	readonly latenciesMs: readonly number[];
}

/** Submits everyday traffic to a lane at an even rate, for so long; a tick that the lane is late with makes the next no smaller. */
export async function runTraffic(lane: Lane, keys: SigningKeys, perSecond: number, forMs: number): Promise<Traffic> {
	const mix = demoMix('soak', { startMs: Date.now(), keys, perSecond });
	const latenciesMs: number[] = [];
	const open = new Set<Promise<unknown>>();
	const start = performance.now();
	let entries = 0;
	for (;;) {
		const elapsed = performance.now() - start;
		if (elapsed >= forMs) break;
		const batch: RawEntry[] = [];
		while (entries < (elapsed / 1000) * perSecond) {
			const { value } = mix.next();
			const fields = value.fields.map((field: string) => Buffer.from(field));
			batch.push({ stream: value.stream, entryId: `${Date.now()}-${entries++}`, fields });
		}
		if (batch.length > 0) {
			const began = performance.now();
			const submitted = lane.submit(batch).then(() => latenciesMs.push(performance.now() - began));
			open.add(submitted);
			submitted
				.finally(() => open.delete(submitted))
				.catch(() => {
					// told to whoever awaits the whole
				});
		}
		await sleep(TICK_MS);
	}
	await Promise.all(open);
	return { entries, latenciesMs: latenciesMs.sort((a, b) => a - b) };
}
