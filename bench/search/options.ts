import { parseArgs } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';

export interface SearchBenchOptions {
	readonly events: number;
	/** Timed runs of each question. */
	readonly runs: number;
	/** Asks only the questions whose names hold this. */
	readonly only: string;
	/** Builds the data and stops. */
	readonly buildOnly: boolean;
	readonly help: boolean;
}

export const HELP = `npm run bench:search -- [options]

Times the search over a ledger of its own, 30 days in 4 zones, and beside each question the same one as Caracal's Admin API asks it
of its own table and indexes over the same events. Builds the ledger first; a build that was interrupted goes on where it stopped,
one that is there is used again.

  --events N    events in the ledger (default 10000000)
  --runs N      timed runs of each question (default 200)
  --only WORDS  ask only the questions whose names hold these words
  --build-only  build the ledger and stop
  --help        this text
`;

function count(text: string, name: string, min: number): number {
	const n = Number(text);
	if (!Number.isSafeInteger(n) || n < min) throw new ConfigError(`--${name} ${text} is no whole number from ${min} up`);
	return n;
}

/** @throws ConfigError that says in one line what is wrong */
export function parseOptions(argv: readonly string[]): SearchBenchOptions {
	try {
		const { values } = parseArgs({
			args: [...argv],
			options: {
				events: { type: 'string', default: '10000000' },
				runs: { type: 'string', default: '200' },
				only: { type: 'string', default: '' },
				'build-only': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		return {
			events: count(values.events, 'events', 100_000),
			runs: count(values.runs, 'runs', 5),
			only: values.only,
			buildOnly: values['build-only'],
			help: values.help,
		};
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		throw new ConfigError(`${toError(error).message.split('.')[0]}: see --help`);
	}
}
