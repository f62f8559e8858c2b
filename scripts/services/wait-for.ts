import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
	readonly timeoutMs: number;
	readonly intervalMs?: number;
	/** Ends the wait early by throwing, for example because the process died. */
	readonly check?: () => void;
}

/**
 * Asks again and again until the answer is neither undefined nor false.
 * @throws when the time is over, naming what was waited for
 */
export async function waitFor<T>(what: string, ask: () => Promise<T | undefined | false> | T | undefined | false, options: WaitOptions) {
	const deadline = Date.now() + options.timeoutMs;
	for (;;) {
		options.check?.();
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > deadline) throw new Error(`${what} took longer than ${Math.round(options.timeoutMs / 1000)} seconds`);
		await sleep(options.intervalMs ?? 50);
	}
}
