import 'server-only';

interface Run<T> {
	readonly answer: Promise<T>;
	next: Promise<T> | null;
}

/**
 * Reads that several ask for at once are done once: who asks while a read is under way shares the one that begins when it has
 * ended, so that no answer is older than its question. One read of a key at a time, however many ask.
 */
export class SharedReads<T> {
	private readonly running = new Map<string, Run<T>>();

	/**
	 * @param key all that the read depends on, whoever asks; who may not see the answer must have been turned away before
	 * @throws what the read failed with, for all who share it
	 */
	read(key: string, work: () => Promise<T>): Promise<T> {
		const run = this.running.get(key);
		if (run === undefined) return this.start(key, work);
		run.next ??= run.answer.then(
			() => this.start(key, work),
			() => this.start(key, work),
		);
		return run.next;
	}

	private start(key: string, work: () => Promise<T>): Promise<T> {
		const answer = work();
		const run: Run<T> = { answer, next: null };
		this.running.set(key, run);
		const end = () => {
			// who waits for the next run replaces this one in a moment
			if (run.next === null) this.running.delete(key);
		};
		answer.then(end, end);
		return answer;
	}
}
