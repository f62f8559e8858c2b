import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { commandOf, identityOf, isRunning, parentOf } from './process-identity.mjs';

test('a running process keeps its identity', () => {
	const identity = identityOf(process.pid);
	expect(identity).toBeTruthy();
	expect(identityOf(process.pid)).toBe(identity);
	expect(isRunning(process.pid, identity)).toBe(true);
});

test('another process with the same number is not the same process', () => {
	expect(isRunning(process.pid, 'an earlier boot/12345')).toBe(false);
	expect(isRunning(process.pid, null)).toBe(false);
});

test('an ended process has no identity, even before its parent has heard of it', async () => {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
	await once(child, 'spawn');
	const pid = child.pid ?? 0;
	expect(commandOf(pid)).toContain('setInterval');
	expect(parentOf(pid)).toBe(process.pid);
	child.kill('SIGKILL');
	await once(child, 'exit');
	expect(identityOf(pid)).toBeNull();
});

test.each([0, -1, Number.NaN, 1.5])('%s is no process', (pid) => {
	expect(identityOf(pid)).toBeNull();
});
