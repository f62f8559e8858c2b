import type { Membership, Role } from '@/lib/access/roles';
import type { MembershipBody } from '@/lib/api/access';

/** What each role may do, beyond the ones before it. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
	viewer: 'reads evidence',
	investigator: 'also pins, annotates and exports',
	operator: 'also replays dead letters, runs verifications, acts on incidents',
	admin: 'also manages accounts, tokens, retention and keys, when given in every zone',
};

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
