import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from '../bootstrap/lock.mjs';
import { stopProcess } from './stop-process';

interface ServerRecord {
	readonly pid: number;
	readonly identity: string;
}

/** A data folder that is ours while this process runs. */
export interface Claim {
	/** Writes down which server runs on the folder, so that the next owner can stop it. */
	remember(server: ServerRecord): void;
	/** The server is gone and the folder free. */
	release(): void;
}

function readRecord(path: string): ServerRecord | null {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		// cut off while it was written: the machine went down with the server
		return null;
	}
}

/**
 * Claims a data folder for this process and stops a server that a former owner left running on it.
 * @param name of the server, for messages and file names
 * @throws when another process that still runs owns the folder
 */
export async function claimDataDir(name: string, dataDir: string, stopSignal: NodeJS.Signals): Promise<Claim> {
	const lock = tryLock(join(dataDir, `${name}.lock`));
	if ('heldBy' in lock) throw new Error(`${dataDir} is in use by process ${lock.heldBy}: stop that one or choose another data folder`);
	const path = join(dataDir, `${name}.server.json`);
	if (existsSync(path)) {
		const left = readRecord(path);
		if (left) await stopProcess(left.pid, stopSignal, 20_000, left.identity);
		rmSync(path, { force: true });
	}
	return {
		remember: (server) => writeFileSync(path, JSON.stringify({ pid: server.pid, identity: server.identity })),
		release() {
			rmSync(path, { force: true });
			lock.release();
		},
	};
}
