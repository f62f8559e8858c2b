import { sql } from 'drizzle-orm';
import type { Membership, Role } from '../../lib/access/roles';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf } from './reader';

/** A session with the account it belongs to, as it stands now. */
export interface SessionRow {
	readonly userId: number;
	readonly name: string;
	readonly memberships: readonly Membership[];
	readonly expiresAt: bigint;
	readonly seenAt: bigint;
	readonly revokedAt: bigint | null;
	readonly disabledAt: bigint | null;
	readonly mustChangePassword: boolean;
}

interface RawSession extends Record<string, unknown> {
	user_id: number;
	name: string;
	memberships: string;
	expires_at: string;
	seen_at: string;
	revoked_at: string | null;
	disabled_at: string | null;
	must_change_password: boolean;
}

/** Memberships of the user alias `u` as a JSON array of [zone or null, role]. */
export const MEMBERSHIPS_JSON = sql`coalesce((select json_agg(json_build_array(m.zone_id, m.role) order by m.zone_id nulls first)
	from console_memberships m where m.user_id = u.user_id), '[]')::text`;

export function membershipsOf(json: string): Membership[] {
	return (JSON.parse(json) as [string | null, Role][]).map(([zoneId, role]) => ({ zoneId, role }));
}

const micros = (text: string | null) => (text === null ? null : BigInt(text));

/** The session with this id, or null when there is none. */
export async function findSession(reader: Reader, sessionId: string): Promise<SessionRow | null> {
	const [row] = await rowsOf<RawSession>(
		reader,
		sql`select u.user_id, u.name, ${MEMBERSHIPS_JSON} as memberships, ${epochMicros(sql`s.expires_at`)} as expires_at,
				${epochMicros(sql`s.seen_at`)} as seen_at, ${epochMicros(sql`s.revoked_at`)} as revoked_at,
				${epochMicros(sql`u.disabled_at`)} as disabled_at, u.must_change_password
			from console_sessions s join console_users u using (user_id) where s.session_id = ${sessionId}::uuid`,
	);
	if (row === undefined) return null;
	return {
		userId: row.user_id,
		name: row.name,
		memberships: membershipsOf(row.memberships),
		expiresAt: BigInt(row.expires_at),
		seenAt: BigInt(row.seen_at),
		revokedAt: micros(row.revoked_at),
		disabledAt: micros(row.disabled_at),
		mustChangePassword: row.must_change_password,
	};
}

/** Opens a session of an account. @returns its id */
export async function openSession(reader: Reader, userId: number, secondsMax: number, userAgent: string): Promise<string> {
	const [row] = await rowsOf<{ session_id: string }>(
		reader,
		sql`insert into console_sessions (user_id, expires_at, user_agent)
			values (${userId}::integer, now() + ${secondsMax}::integer * interval '1 second', ${userAgent}) returning session_id::text`,
	);
	if (row === undefined) throw new Error('a session was not stored');
	return row.session_id;
}

export async function touchSession(reader: Reader, sessionId: string): Promise<void> {
	await reader.execute(sql`update console_sessions set seen_at = now() where session_id = ${sessionId}::uuid`);
}

/** Ends a session at once. @returns whether it was one that still counted */
export async function revokeSession(reader: Reader, sessionId: string): Promise<boolean> {
	const rows = await rowsOf(
		reader,
		sql`update console_sessions set revoked_at = now() where session_id = ${sessionId}::uuid and revoked_at is null returning 1 as one`,
	);
	return rows.length === 1;
}
