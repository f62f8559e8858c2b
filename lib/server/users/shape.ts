import 'server-only';
import type { UserRow } from '../../../db/queries/users';
import type { Membership } from '../../access/roles';
import type { MembershipBody, User } from '../../api/access';
import { formatMicros } from '../../time';

/** An account as it may be shown. */
export function userShape(row: UserRow): User {
	return {
		id: row.userId,
		name: row.name,
		kind: row.issuer === null ? 'local' : 'oidc',
		disabled: row.disabledAt !== null,
		must_change_password: row.mustChangePassword,
		memberships: row.memberships.map(({ zoneId, role }) => ({ zone_id: zoneId, role })),
		created_at: formatMicros(row.createdAt),
		signed_in_at: row.signedInAt === null ? null : formatMicros(row.signedInAt),
	};
}

export function membershipsOfBody(bodies: readonly MembershipBody[]): Membership[] {
	return bodies.map(({ zone_id, role }) => ({ zoneId: zone_id, role }));
}
