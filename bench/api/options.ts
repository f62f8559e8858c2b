import { parseArgs } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';

export interface ApiBenchOptions {
	/** Events in the ledger before anything is measured. */
	readonly events: number;
	/** Requests of the search, and for how long. */
	readonly requestsPerSecond: number;
	readonly seconds: number;
	/** Entries a second that are ingested meanwhile. */
	readonly ingestPerSecond: number;
	readonly help: boolean;
}

export const HELP = `npm run bench:api -- [options]

Measures the first page of the search: what authorisation costs over the same query without any, and how long it takes at a fixed
rate beside an ingest. Starts stores, worker, console and traffic of its own, and stops them.

  --events N    events in the ledger (default 200000)
  --rate N      requests a second (default 200)
  --seconds N   for how long (default 30)
  --ingest N    entries a second ingested meanwhile (default 1000)
  --help        this text
`;

function count(text: string, name: string, min: number): number {
	const n = Number(text);
	if (!Number.isSafeInteger(n) || n < min) throw new ConfigError(`--${name} ${text} is no whole number from ${min} up`);
	return n;
}

/** @throws ConfigError that says in one line what is wrong */
export function parseOptions(argv: readonly string[]): ApiBenchOptions {
	try {
		const { values } = parseArgs({
			args: [...argv],
			options: {
				events: { type: 'string', default: '200000' },
				rate: { type: 'string', default: '200' },
				seconds: { type: 'string', default: '30' },
				ingest: { type: 'string', default: '1000' },
				help: { type: 'boolean', default: false },
			},
		});
		return {
			events: count(values.events, 'events', 1000),
			requestsPerSecond: count(values.rate, 'rate', 1),
			seconds: count(values.seconds, 'seconds', 1),
			ingestPerSecond: count(values.ingest, 'ingest', 1),
			help: values.help,
		};
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		throw new ConfigError(`${toError(error).message.split('.')[0]}: see --help`);
	}
}
