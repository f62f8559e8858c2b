import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';
import { ROOT } from '../../scripts/bootstrap/paths.mjs';

export interface TraceBenchOptions {
	readonly events: number;
	/** Timed runs of each question. */
	readonly runs: number;
	/** Folder of the cluster. */
	readonly data: string;
	readonly help: boolean;
}

export const HELP = `npm run bench:trace -- [options]

Times the opening of requests and what changed since one like them was allowed, over the ledger of bench:search, and beside it the
events of the same request as Caracal's Admin API asks its own table for them. Builds the ledger first where there is none, and adds
requests that have much to tell, once.

  --events N    events in the ledger (default 10000000)
  --runs N      timed runs of each question (default 200)
  --data DIR    folder of the ledgers (default .data/bench-search)
  --help        this text
`;

function count(text: string, name: string, min: number): number {
	const n = Number(text);
	if (!Number.isSafeInteger(n) || n < min) throw new ConfigError(`--${name} ${text} is no whole number from ${min} up`);
	return n;
}

/** @throws ConfigError that says in one line what is wrong */
export function parseOptions(argv: readonly string[]): TraceBenchOptions {
	try {
		const { values } = parseArgs({
			args: [...argv],
			options: {
				events: { type: 'string', default: '10000000' },
				runs: { type: 'string', default: '200' },
				data: { type: 'string', default: join(ROOT, '.data', 'bench-search') },
				help: { type: 'boolean', default: false },
			},
		});
		return { events: count(values.events, 'events', 100_000), runs: count(values.runs, 'runs', 5), data: values.data, help: values.help };
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		throw new ConfigError(`${toError(error).message.split('.')[0]}: see --help`);
	}
}
