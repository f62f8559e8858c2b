import 'server-only';

/** Lets so many pieces of work run at once; the others wait in their order. */
export class Slots {
	private running = 0;
	private readonly waiting: (() => void)[] = [];
	private readonly idlers: (() => void)[] = [];

	constructor(private readonly max: number) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.running >= this.max) await new Promise<void>((resolve) => this.waiting.push(resolve));
		else this.running++;
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next !== undefined) next();
			else if (--this.running === 0) for (const resolve of this.idlers.splice(0)) resolve();
		}
	}

	/** Resolves when nothing runs. */
	async idle(): Promise<void> {
		if (this.running > 0) await new Promise<void>((resolve) => this.idlers.push(resolve));
	}
}
