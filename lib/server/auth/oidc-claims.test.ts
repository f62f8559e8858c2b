import { expect, test } from 'vitest';
import { type Claims, membershipsByClaims, nameByClaims } from './oidc-claims';
import type { ClaimMapping } from './oidc-settings';

const mapping: ClaimMapping = {
	roleClaim: 'groups',
	roleOf: new Map([
		['admins', 'admin'],
		['readers', 'viewer'],
	]),
	zoneClaim: 'zones',
};

test.each<[string, Claims, [string | null, string][]]>([
	[
		'role and zones',
		{ groups: ['readers'], zones: ['a', 'b'] },
		[
			['a', 'viewer'],
			['b', 'viewer'],
		],
	],
	['single texts', { groups: 'readers', zones: 'a' }, [['a', 'viewer']]],
	['the highest of several roles', { groups: ['readers', 'other', 'admins'], zones: ['a'] }, [['a', 'admin']]],
	['every zone', { groups: ['readers'], zones: ['a', '*'] }, [[null, 'viewer']]],
	['a zone twice', { groups: ['readers'], zones: ['a', 'a'] }, [['a', 'viewer']]],
	['no zone', { groups: ['admins'] }, []],
	['no group that maps', { groups: ['Readers', 'readers ', ''], zones: ['*'] }, []],
	['no claims', {}, []],
	['claims of other kinds', { groups: { readers: true }, zones: 7 }, []],
	['a list that is no text', { groups: [['readers'], 1, null], zones: ['*'] }, []],
	['zones that can be none', { groups: ['readers'], zones: ['', 'a\u0000', 'x'.repeat(513), 'ok'] }, [['ok', 'viewer']]],
	['names of the language', { groups: ['constructor', '__proto__'], zones: ['*'] }, []],
])('%s', (_, claims, expected) => {
	expect(membershipsByClaims(claims, mapping).map(({ zoneId, role }) => [zoneId, role])).toEqual(expected);
});

test('without a zone claim the role holds everywhere', () => {
	expect(membershipsByClaims({ groups: ['admins'] }, { ...mapping, zoneClaim: null })).toEqual([{ zoneId: null, role: 'admin' }]);
});

test('a claim may lie within another, and one whose own name has dots comes first', () => {
	const nested = { ...mapping, roleClaim: 'realm_access.roles', zoneClaim: null };
	expect(membershipsByClaims({ realm_access: { roles: ['admins'] } }, nested)).toHaveLength(1);
	expect(membershipsByClaims({ 'realm_access.roles': ['none'], realm_access: { roles: ['admins'] } }, nested)).toEqual([]);
	expect(membershipsByClaims({ realm_access: 'roles' }, nested)).toEqual([]);
});

test('more zones than an account may have are left out', () => {
	const zones = Array.from({ length: 1500 }, (_, i) => `z${i}`);
	expect(membershipsByClaims({ groups: ['readers'], zones }, mapping)).toHaveLength(1000);
});

test.each([
	[{ preferred_username: 'mira', email: 'm@x', sub: '1' }, 'mira'],
	[{ preferred_username: '', email: 'm@x', sub: '1' }, 'm@x'],
	[{ preferred_username: 7, name: 'Mira\u202e', sub: 'abc' }, 'abc'],
	[{ preferred_username: 'x'.repeat(201), sub: 'ß'.repeat(101) }, 'somebody'],
])('%j is called %s', (claims, expected) => {
	expect(nameByClaims(claims)).toBe(expected);
});
