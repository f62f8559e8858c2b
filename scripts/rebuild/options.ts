import { parseArgs } from 'node:util';
import { ConfigError } from '../../lib/errors';

const PARTS = ['search', 'words', 'authority'] as const;

export interface RebuildOptions {
	readonly what: (typeof PARTS)[number];
	/** Goes on with what an earlier run left unfinished. */
	readonly resume: boolean;
	readonly help: boolean;
}

export const HELP = `npm run rebuild -- --what search|words|authority [--resume]

Makes what the search reads anew from the ledger, which it only reads. Workers and the console may go on meanwhile.

  --what search   the projection and the rollups. Month by month, in a table beside the month's own, which takes its place in
                  one transaction: searches see all of the old month or all of the new. While it does, workers wait with
                  events of that month, as long as it takes to count it.
  --what words    the word index, with the names of applications and workloads. It is emptied first, and until it is back
                  searches for words read the ledger instead: right, but slow.
  --what authority  sessions, delegations, revocations and what they took down. Zone by zone: while it is at a zone, the graph of
                  that zone lacks what has not been read yet. Needed once for events from before this version.
  --resume        goes on where an earlier run ended: with the months it had not finished, or with the index as far as it is.
                  Authority always begins anew
  --help          this text

Environment: DATABASE_URL (also as DATABASE_URL_FILE), with the owner of the schema as for \`npm run migrate\`.
`;

/** @throws ConfigError that says in one line what to change */
export function parseOptions(argv: readonly string[]): RebuildOptions {
	let values: { what?: string; resume?: boolean; help?: boolean };
	try {
		values = parseArgs({
			args: [...argv],
			options: { what: { type: 'string' }, resume: { type: 'boolean' }, help: { type: 'boolean' } },
		}).values;
	} catch (error) {
		const [line] = String(error instanceof Error ? error.message : error).split('\n');
		throw new ConfigError(`${line}: see --help`);
	}
	const what = PARTS.find((part) => part === values.what);
	if (what === undefined && values.help !== true) throw new ConfigError('--what must be search, words or authority: see --help');
	return { what: what ?? 'search', resume: values.resume ?? false, help: values.help ?? false };
}
