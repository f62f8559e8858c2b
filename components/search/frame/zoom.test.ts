import { expect, test } from 'vitest';
import { selectedStretch, zoomedRange } from './zoom';

const window = { from: '2026-11-21T12:00:00.000123Z', to: '2026-11-21T13:00:00.999999Z' };
const [from, to] = [Date.parse(window.from), Date.parse(window.to)];

test('at the ends of the window a stretch ends where the window does, to the microsecond', () => {
	expect(zoomedRange({ fromMs: from, toMs: to }, window, to + 1e6)).toEqual({
		kind: 'between',
		from: BigInt(from) * 1000n + 123n,
		to: BigInt(to) * 1000n + 999n,
	});
	expect(zoomedRange({ fromMs: from + 1, toMs: to - 1 }, window, to)).toEqual({
		kind: 'between',
		from: BigInt(from + 1) * 1000n,
		to: BigInt(to - 1) * 1000n,
	});
});

test('it does not go on beyond both the window and now', () => {
	expect(zoomedRange({ fromMs: from, toMs: to + 5e6 }, window, to + 1e6).to).toBe(BigInt(to + 1e6) * 1000n);
	expect(zoomedRange({ fromMs: from, toMs: to + 5e6 }, window, to - 1e6).to).toBe(BigInt(to) * 1000n + 999n);
});

test('the stretch set against the rest', () => {
	expect(selectedStretch({ kind: 'differences', selection: { kind: 'window', from: 5_000n, to: 9_000n } })).toEqual({ fromMs: 5, toMs: 9 });
	expect(selectedStretch({ kind: 'differences', selection: { kind: 'query', q: 'a' } })).toBeNull();
	expect(selectedStretch(null)).toBeNull();
});
