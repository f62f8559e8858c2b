import { setTimeout as sleep } from 'node:timers/promises';
import { toError } from '../../lib/errors';
import type { Child } from '../services/child';

const BACKOFF_MS_MIN = 1_000;
const BACKOFF_MS_MAX = 30_000;
/** How long a stop waits for a start that is under way. */
const STARTING_MS_MAX = 2_000;
/** Whoever ran this long before it died starts over with the shortest wait. */
const HEALTHY_MS = 60_000;

/** How long to wait before the next start, after so many deaths in a row. */
export function backoffMs(deaths: number): number {
	return Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** Math.max(0, deaths - 1));
}

/** What one says of a program that ended by itself. */
export function obituary(name: string, how: string, tail: readonly string[]): string {
	return [`${name} ended unexpectedly (${how}). Its last lines:`, ...tail.map((line) => `  ${line}`)].join('\n');
}

export interface Kept {
	stop(): Promise<void>;
}

/**
 * Starts a program anew, with growing pauses, whenever it ends by itself.
 * @param first the running program
 * @param start starts it again
 * @param changed is told the program that runs now
 */
export function keepRunning(first: Child, start: () => Promise<Child>, say: (line: string) => void, changed: (child: Child) => void): Kept {
	const stopping = new AbortController();
	let current = first;
	let starting: Promise<unknown> = Promise.resolve();
	const loop = async () => {
		let deaths = 0;
		while (!stopping.signal.aborted) {
			const startedMs = Date.now();
			const how = await current.exited;
			if (stopping.signal.aborted) return;
			deaths = Date.now() - startedMs > HEALTHY_MS ? 1 : deaths + 1;
			say(`${obituary(current.name, how, current.logTail(8))}\nStarting it again in ${backoffMs(deaths) / 1000} s ...`);
			await sleep(backoffMs(deaths), undefined, { signal: stopping.signal }).catch(() => undefined);
			if (stopping.signal.aborted) return;
			const attempt = start().then(
				(child) => {
					current = child;
					changed(child);
				},
				(error: unknown) => say(toError(error).message),
			);
			starting = attempt;
			await attempt;
		}
	};
	const done = loop();
	return {
		async stop() {
			stopping.abort();
			// one that is just being started is left to the reaper, which stops it when this process ends
			await Promise.race([starting, sleep(STARTING_MS_MAX)]);
			await current.stop();
			await done;
		},
	};
}
