import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, tryLock, withLock } from './lock.mjs';

let folder: string;
let path: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'caracal-lock-'));
	path = join(folder, 'sub', 'a.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('whoever comes second learns who holds the lock', () => {
	const first = tryLock(path);
	expect(tryLock(path)).toEqual({ heldBy: process.pid });
	if ('release' in first) first.release();
	expect(lockHolder(path)).toBeNull();
	expect(tryLock(path)).toHaveProperty('release');
});

test.each([
	['of a process that no longer runs', JSON.stringify({ pid: 2 ** 22 + 1, identity: 'gone/1' })],
	['of a process whose number someone else has now', JSON.stringify({ pid: process.pid, identity: 'earlier/1' })],
	['that was cut off while it was written', '{"pi'],
])('a lock %s is pushed aside', (_, content) => {
	tryLock(path);
	writeFileSync(path, content);
	expect(tryLock(path)).toHaveProperty('release');
	expect(readdirSync(join(folder, 'sub'))).toEqual(['a.lock']);
});

test('work under the lock is done by one after the other', async () => {
	const order: string[] = [];
	const work = (name: string) =>
		withLock(
			path,
			() => order.push(`${name} waits`),
			async () => {
				order.push(`${name} begins`);
				await new Promise((resolve) => setTimeout(resolve, 20));
				order.push(`${name} ends`);
			},
		);
	await Promise.all([work('a'), work('b')]);
	expect(order).toEqual(['a begins', 'b waits', 'a ends', 'b begins', 'b ends']);
});

test('the lock ends with work that fails', async () => {
	await expect(
		withLock(
			path,
			() => {},
			() => Promise.reject(new Error('no')),
		),
	).rejects.toThrow('no');
	expect(lockHolder(path)).toBeNull();
});
