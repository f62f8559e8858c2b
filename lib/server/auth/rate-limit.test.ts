import { expect, test } from 'vitest';
import { FailureLimit } from './rate-limit';

const MINUTE = 60_000;

test('blocks after the allowed failures, for that key only, until the window is over', () => {
	const limit = new FailureLimit(3);
	const begin = (key: string, nowMs: number) => limit.begin(key, nowMs);
	expect([0, 1, 2, 3, 4].map((nowMs) => begin('a', nowMs))).toEqual(['allowed', 'allowed', 'allowed', 'blocked_first', 'blocked']);
	expect(limit.waitSeconds('a', 5 * MINUTE)).toBe(600);
	expect(begin('b', 5)).toBe('allowed');
	expect(begin('a', 14 * MINUTE)).toBe('blocked');
	expect(begin('a', 15 * MINUTE)).toBe('allowed');
});

test('what goes on trying while it is blocked does not put off the end of the window', () => {
	const limit = new FailureLimit(1);
	for (let minute = 0; minute < 15; minute++) limit.begin('a', minute * MINUTE);
	expect(limit.begin('a', 15 * MINUTE)).toBe('allowed');
});

test('attempts that run at the same time all count', () => {
	const limit = new FailureLimit(2);
	expect(Array.from({ length: 5 }, () => limit.begin('a', 0)).filter((answer) => answer === 'allowed')).toHaveLength(2);
});

test('a success clears the name, and of the address takes back only itself', () => {
	const limit = new FailureLimit(2);
	limit.begin('a', 0);
	limit.begin('a', 0);
	limit.takeBack('a');
	expect(limit.begin('a', 0)).toBe('allowed');
	expect(limit.begin('a', 0)).toBe('blocked_first');
	limit.clear('a');
	expect(limit.begin('a', 0)).toBe('allowed');
});

test('a flood of keys takes no more memory than its bound, and forgets the oldest first', () => {
	const limit = new FailureLimit(1);
	limit.begin('first', 0);
	for (let i = 0; i < 10_000; i++) limit.begin(`key-${i}`, 0);
	expect(limit.begin('first', 0)).toBe('allowed');
	expect(limit.begin('key-9999', 0)).toBe('blocked_first');
});
