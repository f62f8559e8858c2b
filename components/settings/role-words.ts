import { type Membership, ROLES, type Role } from '@/lib/access/roles';
import type { MembershipBody } from '@/lib/api/access';

/** What each role may do, beyond the ones before it. */
const DEEDS: Readonly<Record<Role, string>> = {
	viewer: 'read evidence',
	investigator: 'pin, annotate and export it',
	operator: 'replay dead letters, run verifications, act on incidents',
	admin: 'manage accounts, tokens, retention and keys',
};

/** `May read evidence; pin, annotate and export it.` @param everyZone whether the role holds in every zone, as managing needs */
export function mayWords(role: Role, everyZone: boolean): string {
	const deeds = ROLES.slice(0, ROLES.indexOf(role) + 1).filter((each) => each !== 'admin' || everyZone);
	const words = `May ${deeds.map((each) => DEEDS[each]).join('; ')}.`;
	return role === 'admin' && !everyZone ? `${words} To manage accounts and tokens, it takes the role in every zone.` : words;
}

export const EVERY_ZONE = 'every zone';

/** A zone, or every one of them, in words. */
export function zoneWords(zoneId: string | null): string {
	return zoneId ?? EVERY_ZONE;
}

/** `prod-eu, prod-us and 3 more`. @param namedMax how many are named */
export function zonesWords(zoneIds: readonly string[] | null, namedMax = 2): string {
	if (zoneIds === null) return EVERY_ZONE;
	const named = zoneIds.slice(0, zoneIds.length === namedMax + 1 ? namedMax + 1 : namedMax);
	const rest = zoneIds.length - named.length;
	return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest.toLocaleString('en')} more`;
}

export interface RoleInZones {
	readonly role: Role;
	/** Null for every zone. */
	readonly zoneIds: readonly string[] | null;
}

const HIGHEST_FIRST: readonly Role[] = ['admin', 'operator', 'investigator', 'viewer'];

/** Memberships by role, highest first, every zone before single ones. */
export function byRole(memberships: readonly MembershipBody[]): RoleInZones[] {
	return HIGHEST_FIRST.flatMap((role): RoleInZones[] => {
		const mine = memberships.filter((membership) => membership.role === role);
		const zoneIds = mine.map((membership) => membership.zone_id).filter((zoneId) => zoneId !== null);
		return [
			...(mine.length > zoneIds.length ? [{ role, zoneIds: null }] : []),
			...(zoneIds.length > 0 ? [{ role, zoneIds: zoneIds.toSorted() }] : []),
		];
	});
}

/** `viewer in prod-eu, operator in every zone`; `no role` without any. */
export function membershipsWords(memberships: readonly MembershipBody[]): string {
	const parts = byRole(memberships).map(({ role, zoneIds }) => `${role} in ${zonesWords(zoneIds)}`);
	return parts.length === 0 ? 'no role in any zone' : parts.join(', ');
}

/** Memberships of the server as the API writes them. */
export function asBodies(memberships: readonly Membership[]): MembershipBody[] {
	return memberships.map(({ zoneId, role }) => ({ zone_id: zoneId, role }));
}
