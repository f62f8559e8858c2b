import { parseArgs } from 'node:util';
import { UsageError } from '../errors';

/** One flag of a command: how it is read and what its help says. */
export interface FlagSpec {
	readonly short?: string;
	/** What stands for the value in the help; a flag without one takes no value. */
	readonly value?: string;
	/** May be given several times, and hold several values joined by commas. */
	readonly many?: true;
	readonly help: string;
}
export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** Flags as given, and what stood beside them. */
export class Flags {
	constructor(
		private readonly values: Readonly<Record<string, readonly (string | boolean)[] | undefined>>,
		readonly positionals: readonly string[],
	) {}

	has(name: string): boolean {
		return this.values[name] !== undefined;
	}

	/** The value of a flag that is given at most once. */
	text(name: string): string | undefined {
		const value = this.values[name]?.[0];
		return typeof value === 'string' ? value : undefined;
	}

	/** All values of a flag, those joined by commas taken apart, each once. */
	texts(name: string): string[] {
		const given = (this.values[name] ?? []).filter((value) => typeof value === 'string');
		return [...new Set(given.flatMap((value) => value.split(',')).filter((value) => value !== ''))];
	}

	/** A whole number from `min` to `max`. @throws UsageError for anything else */
	integer(name: string, min: number, max: number): number | undefined {
		const text = this.text(name);
		if (text === undefined) return undefined;
		const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
		if (!(value >= min && value <= max)) throw new UsageError(`--${name} ${text} is not a whole number from ${min} to ${max}`);
		return value;
	}
}

const NO_EMPTY = 'takes a value that is not empty';

/**
 * Reads the arguments of a command.
 * @throws UsageError for an unknown flag, a missing or empty value, and a flag given twice that may be given once
 */
export function parseFlags(args: readonly string[], specs: FlagSpecs): Flags {
	const options = Object.fromEntries(
		Object.entries(specs).map(([name, spec]) => {
			const type = spec.value === undefined ? ('boolean' as const) : ('string' as const);
			return [name, { type, multiple: true, ...(spec.short === undefined ? {} : { short: spec.short }) }];
		}),
	);
	let parsed: ReturnType<typeof parseArgs>;
	try {
		parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw new UsageError(error.message.split(/\n|\. /)[0]?.replace(/\.$/, '') ?? 'the arguments are not understood');
	}
	const values = parsed.values as Record<string, (string | boolean)[] | undefined>;
	for (const [name, given] of Object.entries(values)) {
		if (given === undefined) continue;
		if (given.includes('')) throw new UsageError(`--${name} ${NO_EMPTY}`);
		if (given.length > 1 && specs[name]?.value !== undefined && specs[name]?.many !== true)
			throw new UsageError(`--${name} is given twice`);
	}
	return new Flags(values, parsed.positionals);
}
