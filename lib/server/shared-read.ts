import 'server-only';

interface Run<T> {
	readonly answer: Promise<T>;
	/** When the next one may begin; never rejects. */
	readonly over: Promise<void>;
	hasBegun: boolean;
	next: Promise<T> | null;
}

/** When all that can run now has run. */
export function endOfTurn(): Promise<void> {
	return new Promise((resolve) => {
		setImmediate(resolve);
	});
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, ms);
	});
}

/**
 * Reads that several ask for at once are done once. A read begins when the turn it is asked in has ended; who asks while it is under
 * way shares the one that begins behind it, so that no answer is older than its question. One read of a key at a time, however
 * many ask.
 */
export class SharedReads<T> {
	private readonly running = new Map<string, Run<T>>();

	/** @param apartMs least time between the beginnings of two reads of a key: what is asked more often waits that long and is shared */
	constructor(private readonly apartMs = 0) {}

	/**
	 * @param key all that the read depends on, whoever asks; who may not see the answer must have been turned away before
	 * @throws what the read failed with, for all who share it
	 */
	read(key: string, work: () => Promise<T>): Promise<T> {
		const run = this.running.get(key);
		if (run === undefined) return this.start(key, work);
		if (!run.hasBegun) return run.answer;
		run.next ??= run.over.then(() => this.start(key, work));
		return run.next;
	}

	private start(key: string, work: () => Promise<T>): Promise<T> {
		let apart: Promise<void> | undefined;
		const answer = endOfTurn().then(() => {
			run.hasBegun = true;
			if (this.apartMs > 0) apart = pause(this.apartMs);
			return work();
		});
		const over = answer.then(
			() => apart,
			() => apart,
		);
		const run: Run<T> = { answer, over, hasBegun: false, next: null };
		this.running.set(key, run);
		void over.then(() => {
			// who waits for the next run replaces this one in a moment
			if (run.next === null) this.running.delete(key);
		});
		return answer;
	}
}
