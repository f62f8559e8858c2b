import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TILE_IDS } from '../api/oncall-names';
import { DEFAULT_ON_CALL, formatOnCall, type OnCallState, parseOnCall } from './oncall';

const zone = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.isWellFormed());
const states: fc.Arbitrary<OnCallState> = fc.record({
	zones: fc.uniqueArray(zone, { maxLength: 5 }),
	tiles: fc.shuffledSubarray([...TILE_IDS], { minLength: 1 }),
	wall: fc.boolean(),
	turnSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 5, max: 3_600 })),
});

test('whatever is written is read again', () => {
	fc.assert(
		fc.property(states, (state) => {
			expect(parseOnCall(new URLSearchParams(formatOnCall(state)))).toEqual(state);
		}),
	);
});

test('the default is an empty address, and nonsense falls back to it', () => {
	expect(formatOnCall(DEFAULT_ON_CALL)).toBe('');
	const nonsense = new URLSearchParams('tiles=nothing,,%00&wall=yes&turn=1e9&zone=&other=1');
	expect(parseOnCall(nonsense)).toEqual(DEFAULT_ON_CALL);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.constantFrom('zone', 'tiles', 'wall', 'turn'), fc.string())), (pairs) => {
			const state = parseOnCall(pairs);
			expect(parseOnCall(new URLSearchParams(formatOnCall(state)))).toEqual(state);
		}),
	);
});

test('tiles keep their order, and one named twice stands once', () => {
	expect(parseOnCall([['tiles', 'held,denials,held']]).tiles).toEqual(['held', 'denials']);
});
