/** Seeded random numbers: the same seed and label give the same sequence on every machine (sfc32, seeded by cyrb128; both public domain). */
export class Rng {
	private a: number;
	private b: number;
	private c: number;
	private counter = 1;

	constructor(private readonly seed: string) {
		const [a, b, c] = cyrb128(seed);
		this.a = a;
		this.b = b;
		this.c = c;
		for (let i = 0; i < 12; i++) this.uint32();
	}

	/** An independent sequence of the same seed, so that a change in one part of a run leaves the others as they are. */
	fork(label: string): Rng {
		return new Rng(`${this.seed}/${label}`);
	}

	uint32(): number {
		const t = (this.a + this.b + this.counter) | 0;
		this.counter = (this.counter + 1) | 0;
		this.a = this.b ^ (this.b >>> 9);
		this.b = (this.c + (this.c << 3)) | 0;
		this.c = ((this.c << 21) | (this.c >>> 11)) + t;
		return t >>> 0;
	}

	/** At least 0, below 1. */
	next(): number {
		return this.uint32() / 4_294_967_296;
	}

	/** A whole number from min to max, both included. */
	int(min: number, max: number): number {
		return min + Math.floor(this.next() * (max - min + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** @throws RangeError on an empty list */
	pick<T>(list: readonly T[]): T {
		const chosen = list[Math.floor(this.next() * list.length)];
		if (chosen === undefined) throw new RangeError('pick from an empty list');
		return chosen;
	}

	/** Picks by weight; the weights need not sum to anything. */
	weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T {
		let total = 0;
		for (const [weight] of list) total += weight;
		let at = this.next() * total;
		for (const [weight, value] of list) {
			at -= weight;
			if (at < 0) return value;
		}
		return this.pick(list)[1];
	}

	/** Exponentially distributed around a mean: the gaps of independent arrivals. */
	exponential(mean: number): number {
		return -Math.log(1 - this.next()) * mean;
	}

	/** Lowercase hex digits. */
	hex(digits: number): string {
		let text = '';
		while (text.length < digits) {
			const bits = this.uint32();
			text += (HEX16[bits >>> 16] ?? '') + (HEX16[bits & 0xffff] ?? '');
		}
		return text.length === digits ? text : text.slice(0, digits);
	}
}

/** Every four hex digits, since ids are most of what a run draws. */
const HEX16 = Array.from({ length: 65_536 }, (_, bits) => bits.toString(16).padStart(4, '0'));

function cyrb128(text: string): [number, number, number] {
	let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
	for (let i = 0; i < text.length; i++) {
		const k = text.charCodeAt(i);
		h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
		h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
		h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
		h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
	}
	return [h1 ^ h4, h2 ^ h4, h3 ^ h1];
}
