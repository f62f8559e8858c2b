import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf } from '../bootstrap/process-identity.mjs';
import { startPostgres } from './postgres';
import { removeOutsideData } from './postgres-outside';
import { startRedis } from './redis';
import type { Service } from './service';

export interface ScratchServices {
	/** A folder of this run's own, gone after `stop`. */
	readonly folder: string;
	readonly postgres: Service;
	readonly redis: Service;
	stop(): Promise<void>;
}

function removeRun(folder: string): void {
	removeOutsideData(join(folder, 'postgres'));
	rmSync(folder, { recursive: true, force: true });
}

/** Removes what runs that were killed left in the parent folder; a run's folder bears its process number. */
function sweep(parent: string): void {
	if (!existsSync(parent)) return;
	for (const name of readdirSync(parent)) if (/^\d+$/.test(name) && identityOf(Number(name)) === null) removeRun(join(parent, name));
}

/**
 * Starts an empty Postgres and an empty Redis for one run of tests or benchmarks; several runs may go on at once.
 * @param parent folder of all such runs, for example `.data/test`
 * @param outlivesPower whether Postgres waits for the disk, as it does for a ledger; what is measured does
 */
export async function startScratchServices(
	parent: string,
	say: (line: string) => void = () => {},
	outlivesPower = true,
): Promise<ScratchServices> {
	sweep(parent);
	const folder = join(parent, String(process.pid));
	mkdirSync(folder, { recursive: true });
	const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), outlivesPower });
	const redis = await startRedis({ dataDir: join(folder, 'redis') }, say);
	return {
		folder,
		postgres,
		redis,
		async stop() {
			await redis.stop();
			await postgres.stop();
			removeRun(folder);
		},
	};
}
