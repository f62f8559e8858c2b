import 'server-only';
import { ConfigError, toError } from '../errors';
import { ensureFirstAdmin } from './auth/first-admin';
import { tellPeers } from './auth/peer';
import { webEnv } from './env';
import { front } from './http/front';
import { closeTailHub } from './tail/hub';

/** Where the server in front of Next finds what it answers itself (scripts/serve.mjs). */
const holder = globalThis as typeof globalThis & { caracalFront?: typeof front };

/**
 * Checks the configuration and the database, has requests tell where they come from, and creates the first administrator. Ends
 * the process with one line when it cannot work.
 */
export async function startWeb(): Promise<void> {
	try {
		const { DATABASE_URL } = webEnv();
		tellPeers();
		const password = await ensureFirstAdmin().catch((error: unknown) => {
			throw new ConfigError(explain(toError(error), new URL(DATABASE_URL).host));
		});
		// the server waits for what is under way, and a live stream would be for half an hour
		for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void closeTailHub());
		holder.caracalFront = front;
		if (password !== null) process.stdout.write(`First administrator created: user admin, one-time password ${password}\n`);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		process.stderr.write(`${error.message}\n`);
		process.exit(1);
	}
}

function explain(error: Error, host: string): string {
	const cause = error.cause instanceof Error ? error.cause : error;
	const code = (cause as NodeJS.ErrnoException).code ?? '';
	if (code === '42P01') return 'The database has no audit schema: run `npm run migrate` with its owner in DATABASE_URL';
	if (code === '42501' || code === '22023')
		return `The login of DATABASE_URL may not act as console_web (${cause.message}): run \`npm run migrate\` or grant it that role`;
	return `Postgres at ${host} cannot be used (${cause.message || code}): check DATABASE_URL and that Postgres runs`;
}
