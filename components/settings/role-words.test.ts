import { expect, test } from 'vitest';
import { membershipsWords, zonesWords } from './role-words';

test.each([
	[null, 'every zone'],
	[['a'], 'a'],
	[['a', 'b', 'c'], 'a, b, c'],
	[['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('zones %j are said as %s', (zoneIds, words) => {
	expect(zonesWords(zoneIds)).toBe(words);
});

test('memberships are told by role, the highest first, every zone before single ones', () => {
	expect(membershipsWords([])).toBe('no role in any zone');
	expect(
		membershipsWords([
			{ zone_id: 'b', role: 'viewer' },
			{ zone_id: 'a', role: 'viewer' },
			{ zone_id: 'c', role: 'admin' },
			{ zone_id: null, role: 'viewer' },
		]),
	).toBe('admin in c, viewer in every zone, viewer in a, b');
});
