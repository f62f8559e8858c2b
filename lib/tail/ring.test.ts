import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ring } from './ring';

test('keeps the newest within its bytes, under numbers that go on', () => {
	fc.assert(
		fc.property(fc.array(fc.option(fc.nat(30), { nil: null, freq: 20 }), { maxLength: 3000 }), (script) => {
			const ring = new Ring<{ bytes: number; no: number }>(100);
			const kept = new Map<number, number>();
			for (const bytes of script) {
				if (bytes === null) {
					const before = ring.next;
					ring.clear();
					kept.clear();
					expect([ring.bytes, ring.at(before)]).toEqual([0, undefined]);
					expect(ring.oldest).toBeGreaterThan(before);
					continue;
				}
				const no = ring.next;
				ring.push({ bytes, no });
				kept.set(no, bytes);
				let total = [...kept.values()].reduce((sum, each) => sum + each, 0);
				for (const [oldest, size] of kept) {
					if (total <= 100 || kept.size === 1) break;
					kept.delete(oldest);
					total -= size;
				}
				expect(ring.bytes).toBe(total);
				expect([ring.oldest, ring.next]).toEqual([Math.min(...kept.keys()), no + 1]);
			}
			for (const no of kept.keys()) expect(ring.at(no)?.no).toBe(no);
			expect(ring.firstWhere((item) => item.no >= ring.oldest + 2)).toBe(Math.min(ring.oldest + 2, ring.next));
		}),
		{ numRuns: 30 },
	);
});
