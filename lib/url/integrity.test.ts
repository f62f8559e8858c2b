import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_INTEGRITY, FINDING_STATES, formatIntegrity, integrityHref, parseIntegrity } from './integrity';

const zone = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed() && !text.includes('\n'));

test('every state comes back from its address, with nothing ignored', () => {
	const states = fc.record({
		zones: fc.uniqueArray(zone, { maxLength: 4 }),
		show: fc.constantFrom(...FINDING_STATES),
		finding: fc.option(fc.record({ zone, seq: fc.integer({ min: 1 }) })),
		side: fc.option(zone),
		timeZone: fc.constantFrom(null, 'Europe/Berlin'),
	});
	fc.assert(
		fc.property(states, (state) => {
			expect(parseIntegrity(new URLSearchParams(formatIntegrity(state)))).toEqual({ state, ignored: [] });
		}),
	);
});

test('nonsense falls back and is named; defaults are left out', () => {
	const { state, ignored } = parseIntegrity(new URLSearchParams('finding=x&show=some&tz=Moon&what=1'));
	expect(state).toEqual(DEFAULT_INTEGRITY);
	expect(ignored).toEqual(['what=1', 'finding=x', 'show=some', 'tz=Moon']);
	expect(integrityHref()).toBe('/integrity');
	expect(integrityHref({ zones: ['a', 'b'], finding: { zone: 'a/b', seq: 7 } })).toBe('/integrity?zone=a,b&finding=a/b/7');
});
