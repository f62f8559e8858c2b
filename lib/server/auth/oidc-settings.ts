import * as z from 'zod';
import { isRole, ROLES, type Role } from '../../access/roles';
import { ConfigError } from '../../errors';

/** Which roles and zones an account of the identity provider gets by its claims. */
export interface ClaimMapping {
	/** The claim whose values name roles. */
	readonly roleClaim: string;
	/** Role by value of that claim. */
	readonly roleOf: ReadonlyMap<string, Role>;
	/** The claim whose values are zone ids, `*` for every zone; null when every account has its role in every zone. */
	readonly zoneClaim: string | null;
}

/** The identity provider people sign in with. */
export interface OidcSettings {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** What the sign-in page calls it. */
	readonly name: string;
	readonly scope: string;
	/** Undefined when roles are given in the console and not by claims. */
	readonly roles?: ClaimMapping;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tokens and the client's secret pass to this address, so only this machine may be reached without TLS. */
function isIssuer(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, hostname, search, hash, username } = new URL(text);
	const isSafe = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
	return isSafe && search === '' && hash === '' && username === '';
}

const schema = z.object({
	OIDC_ISSUER: z.string().refine(isIssuer, 'OIDC_ISSUER is not a URL like https://login.example.com (http only on this machine)'),
	OIDC_CLIENT_ID: z.string('OIDC_CLIENT_ID is not set: give the id the identity provider knows this console by'),
	OIDC_CLIENT_SECRET: z.string('OIDC_CLIENT_SECRET is not set: give it, or a file with it as OIDC_CLIENT_SECRET_FILE'),
	OIDC_NAME: z.string().max(60, 'OIDC_NAME is too long: give at most 60 characters').default('single sign-on'),
	OIDC_SCOPE: z
		.string()
		.refine((text) => text.split(/ +/).includes('openid'), 'OIDC_SCOPE must contain openid, as in "openid profile email groups"')
		.default('openid profile email'),
	OIDC_ROLE_CLAIM: z.string().optional(),
	OIDC_ROLE_MAP: z.string().optional(),
	OIDC_ZONE_CLAIM: z.string().optional(),
});

const MAP_HELP = 'give it as value=role,value=role, a comma in a value as %2C';

/** @throws ConfigError */
function parseRoleMap(text: string): ReadonlyMap<string, Role> {
	const roleOf = new Map<string, Role>();
	for (const pair of text.split(',').map((part) => part.trim())) {
		const at = pair.lastIndexOf('=');
		const role = pair.slice(at + 1).trim();
		if (at <= 0) throw new ConfigError(`OIDC_ROLE_MAP has "${pair}", which is no value=role: ${MAP_HELP}`);
		if (!isRole(role)) throw new ConfigError(`OIDC_ROLE_MAP has the role "${role}", which is none of ${ROLES.join(', ')}`);
		const value = decoded(pair.slice(0, at).trim());
		if (roleOf.has(value)) throw new ConfigError(`OIDC_ROLE_MAP has "${value}" twice: give each value once`);
		roleOf.set(value, role);
	}
	return roleOf;
}

function decoded(value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		throw new ConfigError(`OIDC_ROLE_MAP has "${value}", whose % begins no escape: write a percent sign as %25`);
	}
}

/**
 * The identity provider of these variables, or null when OIDC_ISSUER is not among them.
 * @throws ConfigError that says in one line which variable to change and how
 */
export function readOidcSettings(values: Readonly<Record<string, string>>): OidcSettings | null {
	const stray = Object.keys(schema.shape).find((name) => name in values);
	if (values.OIDC_ISSUER === undefined) {
		if (stray !== undefined) throw new ConfigError(`${stray} is set and OIDC_ISSUER is not: set both or neither`);
		return null;
	}
	const result = schema.safeParse(values);
	if (!result.success) throw new ConfigError(result.error.issues[0]?.message ?? 'the OIDC_ variables are not valid');
	const given = result.data;
	const settings = {
		issuer: given.OIDC_ISSUER,
		clientId: given.OIDC_CLIENT_ID,
		clientSecret: given.OIDC_CLIENT_SECRET,
		name: given.OIDC_NAME,
		scope: given.OIDC_SCOPE,
	};
	const { OIDC_ROLE_CLAIM: roleClaim, OIDC_ROLE_MAP: roleMap, OIDC_ZONE_CLAIM: zoneClaim } = given;
	if (roleClaim === undefined) {
		const alone = roleMap !== undefined ? 'OIDC_ROLE_MAP' : zoneClaim !== undefined ? 'OIDC_ZONE_CLAIM' : null;
		if (alone !== null) throw new ConfigError(`${alone} is set and OIDC_ROLE_CLAIM is not: name the claim that holds the roles`);
		return settings;
	}
	if (roleMap === undefined) throw new ConfigError(`OIDC_ROLE_CLAIM is set and OIDC_ROLE_MAP is not: ${MAP_HELP}`);
	return { ...settings, roles: { roleClaim, roleOf: parseRoleMap(roleMap), zoneClaim: zoneClaim ?? null } };
}
