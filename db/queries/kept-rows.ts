/** Text of the rows kept at most, in characters. What was made of a row takes about twice its text besides. */
const CHARACTERS_MAX = 4_000_000;
/** A longer row is made anew each time. */
const ROW_CHARACTERS_MAX = 16_000;

interface Kept<Raw, Made> {
	readonly raw: Raw;
	readonly made: Made;
	readonly characters: number;
}

function charactersOf(raw: object): number {
	let characters = 0;
	for (const value of Object.values(raw)) characters += typeof value === 'string' ? value.length : 8;
	return characters;
}

function isSame(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
	const names = Object.keys(one);
	return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/**
 * What was made of rows of the database lately: a page that is read again is mostly rows of the last time, and parsing and masking
 * them costs more than reading them. Nothing is shown from here: each row is read first, and one that reads differently is made anew.
 */
export class KeptRows<Raw extends Record<string, unknown>, Made> {
	/** By key, the least lately asked first. */
	private readonly kept = new Map<string, Kept<Raw, Made>>();
	private characters = 0;

	/** @param make must depend on the row's values alone; what it gives is shared, so nobody may change it */
	constructor(
		private readonly make: (raw: Raw) => Made,
		private readonly charactersMax = CHARACTERS_MAX,
	) {}

	/** @param key names the row among others; two rows may have the same one */
	of(key: string, raw: Raw): Made {
		const known = this.kept.get(key);
		if (known !== undefined) {
			this.kept.delete(key);
			if (isSame(raw, known.raw)) {
				this.kept.set(key, known);
				return known.made;
			}
			this.characters -= known.characters;
		}
		const made = this.make(raw);
		const characters = charactersOf(raw);
		if (characters > ROW_CHARACTERS_MAX) return made;
		this.kept.set(key, { raw, made, characters });
		this.characters += characters;
		for (const [oldest, { characters: freed }] of this.kept) {
			if (this.characters <= this.charactersMax) break;
			this.kept.delete(oldest);
			this.characters -= freed;
		}
		return made;
	}

	/** Rows kept. */
	get size(): number {
		return this.kept.size;
	}
}
