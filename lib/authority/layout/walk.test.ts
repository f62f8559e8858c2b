import { expect, test } from 'vitest';
import { walk } from './walk';

const places = new Map([
	['a', { x: 0, y: 100 }],
	['b', { x: 300, y: 0 }],
	['c', { x: 300, y: 90 }],
	['d', { x: 300, y: 200 }],
]);
const links = [
	{ source: 'a', target: 'b' },
	{ source: 'a', target: 'c' },
	{ source: 'a', target: 'a' },
	{ source: 'a', target: 'gone' },
];

test.each([
	['a', 'right', 'c'],
	['b', 'left', 'a'],
	['d', 'left', null],
	['a', 'up', null],
	['c', 'up', 'b'],
	['c', 'down', 'd'],
	['b', 'down', 'c'],
	['gone', 'right', null],
] as const)('from %s %s leads to %s', (from, direction, to) => {
	expect(walk(places, links, from, direction)).toBe(to);
});
