import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning } from './process-identity.mjs';

/**
 * Who holds a lock file, or null when nobody alive does.
 * @param {string} path
 * @returns {number | null} process number
 */
export function lockHolder(path) {
	try {
		const { pid, identity } = JSON.parse(readFileSync(path, 'utf8'));
		return isRunning(pid, identity) ? pid : null;
	} catch {
		// no lock file, or one that was cut off while it was written: nobody holds it
		return null;
	}
}

/**
 * Takes a lock that ends with this process, however it ends: a holder that no longer runs is pushed aside.
 * @param {string} path the lock file; its folder is made
 * @returns {{ release(): void } | { heldBy: number }}
 */
export function tryLock(path) {
	mkdirSync(dirname(path), { recursive: true });
	const mine = `${path}.${process.pid}`;
	writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }));
	try {
		for (let attempt = 0; attempt < 3; attempt++) {
			try {
				// a link is made whole or not at all, so nobody ever reads half a lock
				linkSync(mine, path);
				return { release: () => rmSync(path, { force: true }) };
			} catch (error) {
				if (error.code !== 'EEXIST') throw error;
				const heldBy = lockHolder(path);
				if (heldBy !== null) return { heldBy };
				rmSync(path, { force: true });
			}
		}
		return { heldBy: lockHolder(path) ?? 0 };
	} finally {
		rmSync(mine, { force: true });
	}
}

/**
 * Waits for the lock, runs the work, releases it.
 * @template T
 * @param {string} path
 * @param {(heldBy: number) => void} onWait called once when another process holds it
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, work) {
	let told = false;
	for (;;) {
		const lock = tryLock(path);
		if ('release' in lock) {
			try {
				return await work();
			} finally {
				lock.release();
			}
		}
		if (!told) onWait(lock.heldBy);
		told = true;
		await sleep(300);
	}
}
