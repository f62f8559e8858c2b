import 'server-only';

/** Keeps the answer of a read for a while: who asks meanwhile is given it, and of several who ask at once one reads. */
export class KeptReads<T> {
	private readonly kept = new WeakMap<object, Promise<T>>();

	constructor(
		private readonly keptMs: number,
		private readonly work: () => Promise<T>,
	) {}

	/** @param of what was read: another database has another answer */
	read(of: object): Promise<T> {
		const known = this.kept.get(of);
		if (known !== undefined) return known;
		const answer = this.work();
		this.kept.set(of, answer);
		const forget = () => {
			if (this.kept.get(of) === answer) this.kept.delete(of);
		};
		// a failure is told to those who wait, and not kept
		answer.then(() => setTimeout(forget, this.keptMs).unref(), forget);
		return answer;
	}
}
