import { parseArgs } from 'node:util';
import { ConfigError } from '../../lib/errors';

export interface Options {
	readonly json: boolean;
	/** How long to wait until what is on the streams now is settled, in seconds; 0 does not wait. */
	readonly waitSeconds: number;
	readonly help: boolean;
}

export const HELP = `npm run reconcile -- [options]

Counts both sides: every entry of the source streams must be in the ledger, be a repetition of one that is, be in the dead
letters, or still wait for the worker. Checks each zone's chain, projection and rollups. Exit code 0 when nothing is missing.

  --wait SECONDS   first wait until all that is on the streams now is settled; what is not by then is an error
  --json           print the report as JSON
  --help           this text

Environment: DATABASE_URL, REDIS_URL (also as NAME_FILE), AUDIT_STREAM_GROUP (default audit-ingestor).
`;

/** @throws ConfigError that says in one line what to change */
export function parseOptions(argv: readonly string[]): Options {
	let values: { json?: boolean; wait?: string; help?: boolean };
	try {
		values = parseArgs({
			args: [...argv],
			options: { json: { type: 'boolean' }, wait: { type: 'string' }, help: { type: 'boolean' } },
		}).values;
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split('\n');
		throw new ConfigError(`${line}: see --help`);
	}
	const { wait } = values;
	if (wait !== undefined && !/^\d{1,6}(\.\d+)?$/.test(wait))
		throw new ConfigError(`--wait ${wait} is no number of seconds: give 0 or more`);
	return { json: values.json ?? false, waitSeconds: Number(wait ?? 0), help: values.help ?? false };
}
