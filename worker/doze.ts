import { setTimeout as sleep } from 'node:timers/promises';

/** The waiting of a loop that is told of work, and looks for it now and then in case it was not. */
export class Doze {
	private readonly stopped = new AbortController();
	/** Told since the last look. */
	private isDue = true;
	private wake: () => void = () => {};

	get isStopped(): boolean {
		return this.stopped.signal.aborted;
	}

	/** There is work. */
	tell(): void {
		this.isDue = true;
		this.wake();
	}

	/** Ends every waiting, this and later ones. */
	stop(): void {
		this.stopped.abort();
		this.wake();
	}

	/** Says that a look begins: what is told from now on is news. */
	look(): void {
		this.isDue = false;
	}

	/** Resolves after the time, when told, or at once when told since the last look. */
	async idle(ms: number): Promise<void> {
		if (this.isDue || this.isStopped) return;
		const woken = new AbortController();
		this.wake = () => woken.abort();
		await quietly(sleep(ms, undefined, { signal: woken.signal }));
		this.wake = () => {};
	}

	/** Resolves after the time, or when stopped; being told does not cut it short. */
	async pause(ms: number): Promise<void> {
		await quietly(sleep(ms, undefined, { signal: this.stopped.signal }));
	}
}

async function quietly(sleeping: Promise<void>): Promise<void> {
	await sleeping.catch(() => {
		// cut short on purpose
	});
}
