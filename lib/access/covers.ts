import { type Membership, ROLES } from './roles';

/** Whether somebody with these memberships holds all that `wanted` gives: nobody gives away more than they have. */
export function covers(held: readonly Membership[], wanted: Membership): boolean {
	return held.some(
		(membership) =>
			(membership.zoneId === null || membership.zoneId === wanted.zoneId) && ROLES.indexOf(membership.role) >= ROLES.indexOf(wanted.role),
	);
}
