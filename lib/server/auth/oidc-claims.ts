import { highestRole, type Membership } from '../../access/roles';
import { NAME, ZONE } from '../../api/access';
import type { ClaimMapping } from './oidc-settings';

export type Claims = Readonly<Record<string, unknown>>;

/** Zones an account may be given by a claim; the rest is left out. */
const ZONES_MAX = 1000;
const EVERY_ZONE = '*';

/** The claim of this name, or, when there is none, what stands at it as a path with dots (`realm_access.roles`). */
function claimAt(claims: Claims, name: string): unknown {
	if (Object.hasOwn(claims, name)) return claims[name];
	let at: unknown = claims;
	for (const part of name.split('.')) {
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
		at = (at as Claims)[part];
	}
	return at;
}

/** A claim's values: one text, or the texts of a list. Everything else is none. */
function valuesOf(claim: unknown): string[] {
	return (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === 'string');
}

/**
 * The memberships that claims give: the highest role that a value maps to, in the zones named. None when no value maps to a role
 * or no zone is named.
 */
export function membershipsByClaims(claims: Claims, mapping: ClaimMapping): Membership[] {
	const held = valuesOf(claimAt(claims, mapping.roleClaim)).flatMap((value) => mapping.roleOf.get(value) ?? []);
	const role = highestRole(held.map((each) => ({ zoneId: null, role: each })));
	if (role === null) return [];
	if (mapping.zoneClaim === null) return [{ zoneId: null, role }];
	const named = valuesOf(claimAt(claims, mapping.zoneClaim));
	if (named.includes(EVERY_ZONE)) return [{ zoneId: null, role }];
	const zones = [...new Set(named)].filter((zoneId) => ZONE.safeParse(zoneId).success);
	return zones.slice(0, ZONES_MAX).map((zoneId) => ({ zoneId, role }));
}

/** What an account made of claims is called: the first of the usual claims that can be a name, else the subject. */
export function nameByClaims(claims: Claims): string {
	for (const claim of ['preferred_username', 'email', 'name', 'sub']) {
		const parsed = NAME.safeParse(claims[claim]);
		if (parsed.success) return parsed.data;
	}
	return 'somebody';
}
