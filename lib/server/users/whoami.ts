import 'server-only';
import type { WhoamiAnswer } from '../../api/access';
import { formatMicros } from '../../time';
import type { Context } from '../access';

/** Who asks, as the console sees them. */
export async function whoami({ ctx }: { ctx: Context }): Promise<WhoamiAnswer> {
	const { kind, name, memberships, expiresAt, mustChangePassword } = ctx.actor;
	return {
		kind,
		name,
		memberships: memberships.map(({ zoneId, role }) => ({ zone_id: zoneId, role })),
		expires_at: formatMicros(expiresAt),
		must_change_password: mustChangePassword,
	};
}
