import { expect, test } from 'vitest';
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
	const [second, third] = [reads.read('a', work), reads.read('a', work)];
	expect(ends).toHaveLength(1);
	ends[0]?.resolve(1);
	expect(await first).toBe(1);
	await turn();
	expect(ends).toHaveLength(2);
	const fourth = reads.read('a', work);
	ends[1]?.resolve(2);
	expect(await Promise.all([second, third])).toEqual([2, 2]);
	await turn();
	expect(ends).toHaveLength(3);
	ends[2]?.resolve(3);
	expect(await fourth).toBe(3);
	await turn();
	void reads.read('a', work);
	expect(ends).toHaveLength(4);
});

test('other keys wait for nothing, and a failed read fails those who share it and no others', async () => {
	const reads = new SharedReads<number>();
	const { ends, work } = controlled();
	const first = reads.read('a', work);
	const second = reads.read('a', work);
	const other = reads.read('b', work);
	expect(ends).toHaveLength(2);
	ends[1]?.resolve(5);
	expect(await other).toBe(5);
	ends[0]?.reject(new Error('gone'));
	await expect(first).rejects.toThrow('gone');
	await turn();
	ends[2]?.resolve(7);
	expect(await second).toBe(7);
});
