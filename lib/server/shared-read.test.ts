import { expect, test, vi } from 'vitest';
import { SharedReads } from './shared-read';

function controlled() {
	const ends: { resolve: (value: number) => void; reject: (error: Error) => void }[] = [];
	const work = () => new Promise<number>((resolve, reject) => ends.push({ resolve, reject }));
	return { ends, work };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while a read is under way shares the next one, which begins when it has ended', async () => {
	const reads = new SharedReads<number>();
	const { ends, work } = controlled();
	const first = reads.read('a', work);
	await turn();
	const [second, third] = [reads.read('a', work), reads.read('a', work)];
	await turn();
	expect(ends).toHaveLength(1);
	ends[0]?.resolve(1);
	expect(await first).toBe(1);
	await turn();
	await turn();
	expect(ends).toHaveLength(2);
	const fourth = reads.read('a', work);
	ends[1]?.resolve(2);
	expect(await Promise.all([second, third])).toEqual([2, 2]);
	await turn();
	await turn();
	expect(ends).toHaveLength(3);
	ends[2]?.resolve(3);
	expect(await fourth).toBe(3);
	await turn();
	void reads.read('a', work);
	await turn();
	expect(ends).toHaveLength(4);
});

test('who asks before a read has begun shares it', async () => {
	const reads = new SharedReads<number>();
	const { ends, work } = controlled();
	const asked = [reads.read('a', work), reads.read('a', work)];
	expect(ends).toHaveLength(0);
	await turn();
	expect(ends).toHaveLength(1);
	ends[0]?.resolve(1);
	expect(await Promise.all(asked)).toEqual([1, 1]);
	expect(ends).toHaveLength(1);
});

test('other keys wait for nothing, and a failed read fails those who share it and no others', async () => {
	const reads = new SharedReads<number>();
	const { ends, work } = controlled();
	const first = reads.read('a', work);
	await turn();
	const second = reads.read('a', work);
	const other = reads.read('b', work);
	await turn();
	expect(ends).toHaveLength(2);
	ends[1]?.resolve(5);
	expect(await other).toBe(5);
	ends[0]?.reject(new Error('gone'));
	await expect(first).rejects.toThrow('gone');
	await turn();
	await turn();
	ends[2]?.resolve(7);
	expect(await second).toBe(7);
});

test('reads of a key begin apart, and each who waited gets what was read after it asked', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout'] });
	try {
		const reads = new SharedReads<number>(20);
		let count = 0;
		const work = async () => ++count;
		expect(await reads.read('a', work)).toBe(1);
		await turn();
		const waiting = [reads.read('a', work), reads.read('a', work)];
		expect(await reads.read('b', async () => -1)).toBe(-1);
		vi.advanceTimersByTime(19);
		await turn();
		await turn();
		expect(count).toBe(1);
		vi.advanceTimersByTime(1);
		expect(await Promise.all(waiting)).toEqual([2, 2]);
		vi.advanceTimersByTime(20);
		await turn();
		expect(await reads.read('a', work)).toBe(3);
	} finally {
		vi.useRealTimers();
	}
});
