import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAYOUT_SIZES, layout, type Point } from './layout';
import { spaced } from './rows';

const COLUMN = LAYOUT_SIZES.nodeWidth + LAYOUT_SIZES.columnGap;

/** `a>b b>c` as nodes and links. */
function graph(text: string) {
	const links = text
		.split(' ')
		.filter((word) => word.includes('>'))
		.map((word) => ({ source: word.split('>')[0] ?? '', target: word.split('>')[1] ?? '' }));
	const nodes = [...new Set(text.split(/[ >]/).filter((name) => name !== ''))];
	return { nodes, links };
}

const columns = (places: ReadonlyMap<string, Point>) => Object.fromEntries([...places].map(([id, { x }]) => [id, x / COLUMN]));

function overlaps(places: ReadonlyMap<string, Point>): string[] {
	const byX = new Map<number, { id: string; y: number }[]>();
	for (const [id, { x, y }] of places) byX.set(x, [...(byX.get(x) ?? []), { id, y }]);
	return [...byX.values()].flatMap((list) => {
		list.sort((a, b) => a.y - b.y);
		return list.slice(1).flatMap(({ id, y }, i) => (y - (list[i]?.y ?? 0) < LAYOUT_SIZES.nodeHeight ? [`${list[i]?.id} ${id}`] : []));
	});
}

const id = fc.integer({ min: 0, max: 25 }).map((n) => `n${n}`);
const anyGraph = fc.record({
	nodes: fc.uniqueArray(id, { maxLength: 26 }),
	links: fc.array(fc.record({ source: id, target: id }), { maxLength: 60 }),
});

describe('layers from left to right', () => {
	test('each column after what leads to it', () => {
		expect(columns(layout(graph('a>b b>c a>c x>c')))).toEqual({ a: 0, b: 1, c: 2, x: 1 });
	});

	test('a cycle has a beginning, and ends', () => {
		expect(columns(layout(graph('a>b b>c c>a')))).toEqual({ a: 0, b: 1, c: 2 });
	});

	test('what leads to one another, all to all, is two columns and no line', () => {
		const names = Array.from({ length: 12 }, (_, i) => `n${i}`);
		const all = names.flatMap((from) => names.map((to) => `${from}>${to}`)).join(' ');
		expect(new Set(Object.values(columns(layout(graph(`root>n3 ${all}`)))))).toEqual(new Set([0, 1, 2]));
		expect(new Set(Object.values(columns(layout(graph(all)))))).toEqual(new Set([0, 1]));
	});

	test('groups that hang together do not mix', () => {
		const places = layout(graph('a>b a>c x>y'));
		const low = Math.max(...['a', 'b', 'c'].map((name) => places.get(name)?.y ?? 0));
		expect(places.get('x')?.y).toBeGreaterThan(low);
	});

	test('no two nodes overlap, whatever the graph, and order of input does not matter', () => {
		fc.assert(
			fc.property(anyGraph, ({ nodes, links }) => {
				const places = layout({ nodes, links });
				expect(overlaps(places)).toEqual([]);
				expect(places.size).toBe(nodes.length);
				expect([...layout({ nodes: [...nodes].reverse(), links: [...links].reverse() })]).toEqual([...places]);
			}),
		);
	});
});

describe('what stays does not move', () => {
	test('when nodes and links come and go', () => {
		fc.assert(
			fc.property(anyGraph, anyGraph, (before, after) => {
				const previous = layout(before);
				const places = layout({ ...after, previous });
				for (const node of after.nodes) if (previous.has(node)) expect(places.get(node)).toEqual(previous.get(node));
				expect(overlaps(places)).toEqual([]);
			}),
		);
	});

	test('and what is new stands beside what it hangs on', () => {
		const previous = layout(graph('a>b'));
		const places = layout({ ...graph('a>b b>new far'), previous });
		expect(places.get('new')).toEqual({ x: 2 * COLUMN, y: previous.get('b')?.y });
		expect(places.get('far')?.y).toBeGreaterThan(previous.get('b')?.y ?? 0);
	});
});

test('places keep order and distance, as near as there is room', () => {
	expect(spaced([5, 5, 5], 10)).toEqual([-5, 5, 15]);
	expect(spaced([0, 100, 101], 10)).toEqual([0, 95.5, 105.5]);
});
