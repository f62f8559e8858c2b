import { expect, test } from 'vitest';
import { HAND_AWAY, handAfter, STILL_MS, stillUntilMs } from './hand';

const up = { x: 5, y: 5, isDown: false };
const down = { ...up, isDown: true };

test('rows move while no pointer was over them', () => {
	expect(stillUntilMs(HAND_AWAY)).toBeLessThan(0);
});

test('rows stand still for a while after every move', () => {
	const first = handAfter(HAND_AWAY, up, 1_000);
	expect(stillUntilMs(first)).toBe(1_000 + STILL_MS);
	expect(stillUntilMs(handAfter(first, { ...up, x: 6 }, 1_500))).toBe(1_500 + STILL_MS);
});

test('a pointer that rests holds nothing, however often it is told of', () => {
	const first = handAfter(HAND_AWAY, up, 1_000);
	expect(stillUntilMs(handAfter(handAfter(first, up, 1_400), up, 9_000))).toBe(1_000 + STILL_MS);
});

test('rows stand still as long as the pointer is down, and until the click it makes is over', () => {
	const pressed = handAfter(handAfter(HAND_AWAY, up, 1_000), down, 5_000);
	expect(stillUntilMs(pressed)).toBe(Number.POSITIVE_INFINITY);
	expect(stillUntilMs(handAfter(pressed, up, 60_000))).toBe(60_000 + STILL_MS);
});
