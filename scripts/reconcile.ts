// npm run reconcile: counts streams and ledger against each other; see reconcile/options.ts.
import { openSql } from '../db/client';
import { ConfigError, toError } from '../lib/errors';
import { wholeEnv } from './env';
import { reconcileEnv } from './reconcile/env';
import { waitUntilSettled } from './reconcile/group';
import { HELP, parseOptions } from './reconcile/options';
import { reportText } from './reconcile/report';
import { reconcile } from './reconcile/run';
import { withRunningDemo } from './running-demo';
import { connectRedis } from './simulate/sink';

async function checkDatabase(sql: ReturnType<typeof openSql>): Promise<void> {
	try {
		await sql`select from chain_heads limit 0`;
	} catch (error) {
		throw new ConfigError(
			`DATABASE_URL cannot be used (${toError(error).message}): correct it, start Postgres there or run \`npm run migrate\``,
		);
	}
}

/** @returns the exit code */
async function main(argv: readonly string[]): Promise<number> {
	const options = parseOptions(argv);
	if (options.help) {
		process.stdout.write(HELP);
		return 0;
	}
	const env = reconcileEnv(withRunningDemo(wholeEnv(), (line) => process.stderr.write(`${line}\n`)));
	const redis = await connectRedis(env.redisUrl);
	const sql = openSql(env.databaseUrl, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'audit-reconcile' });
	try {
		await checkDatabase(sql);
		const isSettled = options.waitSeconds === 0 || (await waitUntilSettled(redis, env.group, options.waitSeconds));
		const report = await reconcile(redis, sql, env.group);
		const isGood = isSettled && report.missing === 0 && report.faults.length === 0;
		process.stdout.write(`${options.json ? JSON.stringify({ ok: isGood, settled: isSettled, ...report }) : reportText(report)}\n`);
		if (!isSettled) process.stderr.write(`the worker had not settled everything after ${options.waitSeconds} seconds\n`);
		return isGood ? 0 : 1;
	} finally {
		redis.disconnect();
		await sql.end({ timeout: 5 });
	}
}

process.exitCode = await main(process.argv.slice(2));
