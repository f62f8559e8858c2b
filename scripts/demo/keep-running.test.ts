import { expect, test } from 'vitest';
import type { Child } from '../services/child';
import { backoffMs, keepRunning, obituary } from './keep-running';

test('pauses grow with deaths in a row, up to half a minute', () => {
	expect([1, 2, 3, 4, 5, 6, 7, 50].map(backoffMs)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('an obituary says who, how, and the last words', () => {
	expect(obituary('The worker', 'signal SIGKILL', ['one', 'two'])).toBe(
		'The worker ended unexpectedly (signal SIGKILL). Its last lines:\n  one\n  two',
	);
});

/** A program that ends when told. */
function scriptedChild(pid: number): Child & { end(how: string): void } {
	let end: (how: string) => void = () => {};
	const exited = new Promise<string>((resolve) => {
		end = resolve;
	});
	const stop = async () => end('stopped');
	return { name: 'The worker', pid, identity: `id-${pid}`, exited, hasExited: () => false, logTail: () => [], stop, end };
}

test('a program that ends by itself is started again, one that is stopped is not', async () => {
	const first = scriptedChild(1);
	const second = scriptedChild(2);
	const said: string[] = [];
	const current: number[] = [];
	let starts = 0;
	const again = new Promise<void>((resolve) => {
		const start = async () => {
			starts++;
			return second;
		};
		const kept = keepRunning(
			first,
			start,
			(line) => said.push(line),
			(child) => {
				current.push(child.pid);
				void kept.stop().then(resolve);
			},
		);
	});
	first.end('exit code 1');
	await again;
	expect(starts).toBe(1);
	expect(current).toEqual([2]);
	expect(said).toHaveLength(1);
	expect(said[0]).toContain('The worker ended unexpectedly (exit code 1)');
});
