/** Memory of one part over time, in bytes, oldest first. */
export interface Series {
	readonly name: string;
	readonly bytes: readonly number[];
}

export interface Growth {
	readonly name: string;
	/** Means of the first and the last quarter, in bytes. */
	readonly first: number;
	readonly last: number;
	/** The last over the first. */
	readonly ratio: number;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** How the last quarter of a series stands to its first. @throws RangeError for fewer than four */
export function growthOf({ name, bytes }: Series): Growth {
	const quarter = Math.floor(bytes.length / 4);
	if (quarter === 0) throw new RangeError(`${name} was looked at ${bytes.length} times only`);
	const [first, last] = [mean(bytes.slice(0, quarter)), mean(bytes.slice(-quarter))];
	return { name, first, last, ratio: last / first };
}
