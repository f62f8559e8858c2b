import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AuditItem } from '../api/audit';
import { mergeNewest, type Source } from './merge';

const item = (zone: string, seq: number, time: number): AuditItem => ({ zone, seq, occurredAt: String(time).padStart(6, '0'), record: {} });
const zonesOfTimes = fc.array(fc.array(fc.nat(50), { maxLength: 20 }), { maxLength: 5 });

test('the newest of several zones, whatever the pages they come in', async () => {
	await fc.assert(
		fc.asyncProperty(zonesOfTimes, fc.nat(60), fc.integer({ min: 1, max: 7 }), async (zones, limit, pageSize) => {
			const all = zones.map((times, z) => times.toSorted((a, b) => b - a).map((time, i) => item(`z${z}`, i, time)));
			const pages = new Map<Source, AuditItem[]>();
			const page = (rest: AuditItem[]) => ({ items: rest.splice(0, pageSize), cursor: rest.length > 0 ? 'more' : null });
			const sources = all.map((events) => {
				const rest = [...events];
				const source = { ...page(rest), at: 0 };
				pages.set(source, rest);
				return source;
			});
			const merged = await mergeNewest(sources, limit, async (source) => page(pages.get(source) ?? []));
			const expected = all
				.flat()
				.map(({ occurredAt }) => occurredAt)
				.sort()
				.reverse()
				.slice(0, limit);
			expect(merged.map(({ occurredAt }) => occurredAt)).toEqual(expected);
			expect(new Set(merged.map(({ zone, seq }) => `${zone}/${seq}`)).size).toBe(merged.length);
		}),
	);
});

test('a page that is empty but not the last does not end a zone', async () => {
	const source: Source = { items: [item('a', 2, 2)], at: 0, cursor: 'x' };
	const rest = [
		{ items: [], cursor: 'y' },
		{ items: [item('a', 1, 1)], cursor: null },
	];
	const merged = await mergeNewest([source], 5, async () => rest.shift() ?? { items: [], cursor: null });
	expect(merged.map(({ seq }) => seq)).toEqual([2, 1]);
});
