import { parseArgs } from 'node:util';
import { ConfigError, toError } from '../../lib/errors';

const PARTS = ['main', 'costs'] as const;
type Part = (typeof PARTS)[number];

export interface BenchOptions {
	/** Entries the worker takes in. */
	readonly events: number;
	/** Entries taken in one by one, to measure their size. */
	readonly singles: number;
	/** Rows per transaction, for the worker and for the raw COPY. */
	readonly batch: number;
	/** `costs`: what the projection of authority and the checkpoints cost, and nothing else. */
	readonly part: Part;
	readonly help: boolean;
}

export const HELP = `npm run bench:ingest -- [options]

Compares this worker with a raw COPY of the same rows and with one transaction per event, and measures its memory and its bytes.

  --events N    entries the worker takes in (default 300000; 2000000 for the whole)
  --singles N   entries taken in one by one for their size (default 10000)
  --batch N     rows per transaction (default 1000)
  --part NAME   main (default), or costs: what the authority graph and the checkpoints cost the ingest
  --help        this text
`;

function count(text: string, name: string, min: number): number {
	const n = Number(text);
	if (!Number.isSafeInteger(n) || n < min) throw new ConfigError(`--${name} ${text} is no whole number from ${min} up`);
	return n;
}

/** @throws ConfigError that says in one line what is wrong */
export function parseOptions(argv: readonly string[]): BenchOptions {
	try {
		const { values } = parseArgs({
			args: [...argv],
			options: {
				events: { type: 'string', default: '300000' },
				singles: { type: 'string', default: '10000' },
				batch: { type: 'string', default: '1000' },
				part: { type: 'string', default: 'main' },
				help: { type: 'boolean', default: false },
			},
		});
		const part = PARTS.find((name) => name === values.part);
		if (part === undefined) throw new ConfigError(`--part ${values.part} is none of ${PARTS.join(', ')}`);
		return {
			part,
			events: count(values.events, 'events', 10_000),
			singles: count(values.singles, 'singles', 100),
			batch: count(values.batch, 'batch', 1),
			help: values.help,
		};
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		throw new ConfigError(`${toError(error).message.split('.')[0]}: see --help`);
	}
}
