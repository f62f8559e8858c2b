import { expect, it } from 'vitest';
import { parseRfc3339Micros } from '../../lib/time';
import { registeredId, uuid4, uuid7 } from './ids';
import { Rng } from './rng';
import { goTime, jsTime, secondsTime } from './times';

const AT_MS = Date.UTC(2026, 10, 21, 23, 59, 59, 7);

it("writes Go's clock with the host's offset, and its milliseconds are the moment", () => {
	const rng = new Rng('times');
	for (const offset of [0, 60, -300, 330, -570]) {
		const text = goTime(rng, AT_MS, offset);
		expect(text).toMatch(/^2026-11-2[12]T\d\d:\d\d:59\.007\d{0,6}(Z|[+-]\d\d:\d\d)$/);
		expect(Number((parseRfc3339Micros(text) ?? 0n) / 1000n)).toBe(AT_MS);
	}
	expect(goTime(rng, AT_MS, -570)).toMatch(/-09:30$/);
	expect(jsTime(AT_MS)).toBe('2026-11-21T23:59:59.007Z');
	expect(secondsTime(AT_MS)).toBe('2026-11-21T23:59:59Z');
});

it('writes moments before 1970 and beyond 2200 as rightly', () => {
	for (const at of [Date.UTC(1960, 1, 3, 4, 5, 6, 789), Date.UTC(2299, 0, 1)]) {
		const within = (parseRfc3339Micros(goTime(new Rng('x'), at, 60)) ?? 0n) - BigInt(at) * 1000n;
		expect(within >= 0n && within < 1000n).toBe(true);
	}
});

it('makes well-formed ids that carry their moment, or none', () => {
	const rng = new Rng('ids');
	expect(uuid7(rng, AT_MS)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(Number.parseInt(uuid7(rng, AT_MS).replace('-', '').slice(0, 12), 16)).toBe(AT_MS);
	expect(uuid4(rng)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(registeredId('a')).toBe(registeredId('a'));
	expect(new Set(Array.from({ length: 20_000 }, () => uuid7(rng, AT_MS))).size).toBe(20_000);
});
