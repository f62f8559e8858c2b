import { expect, test } from 'vitest';
import { ConfigError } from '../../errors';
import { readOidcSettings } from './oidc-settings';

const GOOD = { OIDC_ISSUER: 'https://login.example.com/realms/a', OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: 's3cret' };

test('without an issuer there is no identity provider', () => {
	expect(readOidcSettings({ DATABASE_URL: 'x' })).toBeNull();
});

test('three variables are enough; roles are then given in the console', () => {
	expect(readOidcSettings(GOOD)).toEqual({
		issuer: GOOD.OIDC_ISSUER,
		clientId: 'console',
		clientSecret: 's3cret',
		name: 'single sign-on',
		scope: 'openid profile email',
	});
});

test('a role map is read value by value, with escapes', () => {
	const map = 'audit-admins=admin, cn=readers%2Cou=groups = viewer,a%25=operator';
	const settings = readOidcSettings({ ...GOOD, OIDC_ROLE_CLAIM: 'groups', OIDC_ROLE_MAP: map, OIDC_ZONE_CLAIM: 'zones' });
	expect(settings?.roles).toEqual({
		roleClaim: 'groups',
		zoneClaim: 'zones',
		roleOf: new Map([
			['audit-admins', 'admin'],
			['cn=readers,ou=groups', 'viewer'],
			['a%', 'operator'],
		]),
	});
});

const ROLES = { OIDC_ROLE_CLAIM: 'groups' };
test.each([
	[{ OIDC_CLIENT_ID: 'x' }, /^OIDC_CLIENT_ID is set and OIDC_ISSUER is not/],
	[{ ...GOOD, OIDC_ISSUER: 'login.example.com' }, /^OIDC_ISSUER is not a URL/],
	[{ ...GOOD, OIDC_ISSUER: 'http://login.example.com' }, /^OIDC_ISSUER is not a URL/],
	[{ ...GOOD, OIDC_ISSUER: 'https://login.example.com/?a=b' }, /^OIDC_ISSUER is not a URL/],
	[{ OIDC_ISSUER: GOOD.OIDC_ISSUER, OIDC_CLIENT_ID: 'x' }, /^OIDC_CLIENT_SECRET is not set/],
	[{ ...GOOD, OIDC_SCOPE: 'profile' }, /^OIDC_SCOPE must contain openid/],
	[{ ...GOOD, OIDC_ROLE_MAP: 'a=viewer' }, /^OIDC_ROLE_MAP is set and OIDC_ROLE_CLAIM is not/],
	[{ ...GOOD, OIDC_ZONE_CLAIM: 'zones' }, /^OIDC_ZONE_CLAIM is set and OIDC_ROLE_CLAIM is not/],
	[{ ...GOOD, ...ROLES }, /^OIDC_ROLE_CLAIM is set and OIDC_ROLE_MAP is not/],
	[{ ...GOOD, ...ROLES, OIDC_ROLE_MAP: 'a=viewer,' }, /^OIDC_ROLE_MAP has "", which is no value=role/],
	[{ ...GOOD, ...ROLES, OIDC_ROLE_MAP: 'a=Viewer' }, /^OIDC_ROLE_MAP has the role "Viewer", which is none of viewer/],
	[{ ...GOOD, ...ROLES, OIDC_ROLE_MAP: 'a=viewer,a=admin' }, /^OIDC_ROLE_MAP has "a" twice/],
	[{ ...GOOD, ...ROLES, OIDC_ROLE_MAP: '50%=viewer' }, /^OIDC_ROLE_MAP has "50%", whose %/],
])('%j is refused in one line', (values, line) => {
	const refused = () => readOidcSettings(values as Record<string, string>);
	expect(refused).toThrow(ConfigError);
	expect(refused).toThrow(line);
	expect(refused).not.toThrow(/\n/);
});
