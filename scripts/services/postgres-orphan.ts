import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf } from '../bootstrap/process-identity.mjs';
import { stopProcess } from './stop-process';

/** First line of postmaster.pid: the server's process number; line 8 says `ready` once it takes connections. */
export function readPidFile(cluster: string): { pid: number; isReady: boolean } | null {
	const path = join(cluster, 'postmaster.pid');
	if (!existsSync(path)) return null;
	const lines = readFileSync(path, 'utf8').split('\n');
	return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Makes the cluster free: a server that runs on it is stopped, a pid file that names no server of this cluster is removed, even
 * when its number belongs to some other process by now (Postgres itself would then refuse to start).
 */
export async function clearOrphan(cluster: string): Promise<void> {
	const found = readPidFile(cluster);
	if (!found) return;
	const command = commandOf(found.pid);
	// SIGINT is Postgres's fast shutdown: sessions are cut, data is checkpointed
	if (command?.includes('postgres') && command.includes(cluster)) await stopProcess(found.pid, 'SIGINT', 20_000);
	rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
