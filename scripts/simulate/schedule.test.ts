import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Schedule } from './schedule';

it('gives things out by time, those of one time in the order they came', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: 0, max: 25 }), (times, until) => {
			const schedule = new Schedule<[number, number]>();
			for (const [order, at] of times.entries()) schedule.add(at, [at, order]);
			const out: [number, number][] = [];
			for (let next = schedule.takeUntil(until); next !== undefined; next = schedule.takeUntil(until)) out.push(next);
			const due = times.map((at, order) => [at, order] as [number, number]).filter(([at]) => at <= until);
			expect(out).toEqual(due.sort(([a, i], [b, j]) => a - b || i - j));
			expect(schedule.size).toBe(times.length - due.length);
		}),
	);
});
