import { encode } from 'next-auth/jwt';
import type postgres from 'postgres';
import type { Membership, Role } from '../../access/roles';
import { newToken } from '../auth/token-secret';
import { webEnv } from '../env';

/** Headers that make a request that of the asker. */
export type AskerHeaders = Readonly<Record<string, string>>;

let accounts = 0;

/** A new account with these roles, signed in. */
export async function sessionHeaders(
	owner: postgres.Sql,
	memberships: readonly Membership[],
	mustChangePassword = false,
): Promise<AskerHeaders> {
	const [user] = await owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash, must_change_password) values (${`asker ${++accounts}`}, 'scrypt$none', ${mustChangePassword})
		returning user_id`;
	const userId = user?.user_id ?? 0;
	for (const { zoneId, role } of memberships)
		await owner`insert into console_memberships (user_id, zone_id, role) values (${userId}, ${zoneId}, ${role})`;
	const [session] = await owner<{ session_id: string }[]>`
		insert into console_sessions (user_id, expires_at) values (${userId}, now() + interval '1 hour') returning session_id`;
	const cookie = await encode({ token: { sub: String(userId), sessionId: session?.session_id }, secret: webEnv().AUTH_SECRET });
	return { cookie: `next-auth.session-token=${cookie}`, 'sec-fetch-site': 'same-origin' };
}

/** A new token with this role in these zones, or in every zone. */
export async function tokenHeaders(
	owner: postgres.Sql,
	role: Role,
	zoneIds: readonly string[] | null,
	state: 'valid' | 'expired' | 'revoked' = 'valid',
): Promise<AskerHeaders> {
	const { secret, prefix, sha256 } = newToken();
	const expiresAt = new Date(Date.now() + (state === 'expired' ? -1000 : 3_600_000));
	await owner`
		insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, expires_at, revoked_at)
		values (${`asker ${++accounts}`}, ${prefix}, ${sha256}, ${role}, ${zoneIds === null ? null : [...zoneIds]}, 'test', ${expiresAt},
			${state === 'revoked' ? new Date() : null})`;
	return { authorization: `Bearer ${secret}` };
}
