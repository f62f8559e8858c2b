import { join } from 'node:path';
import { ROOT } from '../bootstrap/paths.mjs';
import { startScratchServices } from '../services/scratch';
import { givenServices, publishServices } from './env';

/** Vitest's global set-up of the `db` tests: a real Postgres and a real Redis of this run's own, gone when it ends. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
	if (givenServices()) return undefined;
	// tests of what outlives a server start servers of their own; these make and drop a database for each file
	const services = await startScratchServices(join(ROOT, '.data', 'test'), (line) => console.error(line), false);
	publishServices(services.postgres.url, services.redis.url);
	return () => services.stop();
}
