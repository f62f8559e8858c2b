import { expect, test } from 'vitest';
import { mayWords, membershipsWords, zonesWords } from './role-words';

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

test('what an administrator of one zone may not do is said', () => {
	expect(mayWords('viewer', false)).toBe('May read evidence.');
	expect(mayWords('admin', true)).toContain('manage accounts');
	expect(mayWords('admin', false)).toContain('it takes the role in every zone');
	expect(mayWords('operator', true)).not.toContain('manage');
});
