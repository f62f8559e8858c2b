// npm run rebuild: makes what the search reads anew from the ledger; see rebuild/options.ts.
import postgres from 'postgres';
import { openSql } from '../db/client';
import { ConfigError, toError } from '../lib/errors';
import { readSecret, wholeEnv } from './env';
import { rebuildAuthority } from './rebuild/authority';
import { HELP, parseOptions } from './rebuild/options';
import { rebuildSearch } from './rebuild/search';
import { rebuildWords } from './rebuild/words';
import { withRunningDemo } from './running-demo';

const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<void> {
	const options = parseOptions(argv);
	if (options.help) {
		process.stdout.write(HELP);
		return;
	}
	const url = readSecret('DATABASE_URL', withRunningDemo(wholeEnv(), say));
	if (!url || !/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
		throw new ConfigError('DATABASE_URL is not set to a Postgres address: write it like postgres://owner:password@host:5432/database');
	const owner = postgres(url, {
		max: 1,
		onnotice: () => {},
		connection: { TimeZone: 'UTC', application_name: 'audit-rebuild' },
	});
	const worker = openSql(url, { role: 'console_worker', connectionsMax: 1, applicationName: 'audit-rebuild' });
	try {
		await owner`select from authority_edges limit 0`.catch((error: unknown) => {
			throw new ConfigError(
				`DATABASE_URL cannot be used (${toError(error).message}): correct it, start Postgres there or run \`npm run migrate\``,
			);
		});
		const rebuild = { search: rebuildSearch, words: rebuildWords, authority: rebuildAuthority }[options.what];
		process.stdout.write(`${await rebuild(owner, worker, { resume: options.resume, say })}\n`);
	} finally {
		await Promise.all([owner.end({ timeout: 5 }), worker.end({ timeout: 5 })]);
	}
}

await main(process.argv.slice(2));
