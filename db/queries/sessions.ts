import { sql } from 'drizzle-orm';
import type { Membership } from '../../lib/access/roles';
import { epochMicros } from '../epoch';
import { MEMBERSHIPS_JSON, membershipsOf } from './memberships';
import { type Reader, rowsOf } from './reader';

/** How long the row of a session that has ended is kept. */
const KEPT_DAYS = 30;

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

/** Opens a session of an account, and forgets those of it that ended long ago. @returns its id */
export async function openSession(reader: Reader, userId: number, secondsMax: number, userAgent: string): Promise<string> {
	const [row] = await rowsOf<{ session_id: string }>(
		reader,
		sql`with forgotten as (
				delete from console_sessions
				where user_id = ${userId}::integer and expires_at < now() - ${KEPT_DAYS}::integer * interval '1 day'
			)
			insert into console_sessions (user_id, expires_at, user_agent)
			values (${userId}::integer, now() + ${secondsMax}::integer * interval '1 second', ${userAgent}) returning session_id::text`,
	);
	if (row === undefined) throw new Error('a session was not stored');
	return row.session_id;
}

export async function touchSession(reader: Reader, sessionId: string): Promise<void> {
	await reader.execute(sql`update console_sessions set seen_at = now() where session_id = ${sessionId}::uuid`);
}

export interface OpenSession {
	readonly sessionId: string;
	readonly userId: number;
	readonly userName: string;
	readonly userAgent: string;
	readonly createdAt: bigint;
	readonly seenAt: bigint;
	readonly expiresAt: bigint;
}

/**
 * The sessions of an account that still count, newest first.
 * @param after the last one of the page before
 * @param idleMinutes how long a session counts that nobody uses
 */
export async function listOpenSessions(
	reader: Reader,
	asked: { readonly userId: number; readonly idleMinutes: number; readonly after: string | null; readonly limit: number },
): Promise<OpenSession[]> {
	const rows = await rowsOf<{
		session_id: string;
		user_id: number;
		name: string;
		user_agent: string;
		created_at: string;
		seen_at: string;
		expires_at: string;
	}>(
		reader,
		sql`select s.session_id::text, s.user_id, u.name, s.user_agent, ${epochMicros(sql`s.created_at`)} as created_at,
				${epochMicros(sql`s.seen_at`)} as seen_at, ${epochMicros(sql`s.expires_at`)} as expires_at
			from console_sessions s join console_users u using (user_id)
			where s.user_id = ${asked.userId}::integer and s.revoked_at is null and s.expires_at > now()
				and s.seen_at > now() - ${asked.idleMinutes}::integer * interval '1 minute'
				and (${asked.after}::uuid is null or (s.created_at, s.session_id) <
					(select a.created_at, a.session_id from console_sessions a where a.session_id = ${asked.after}::uuid))
			order by s.created_at desc, s.session_id desc limit ${asked.limit}::integer`,
	);
	return rows.map((row) => ({
		sessionId: row.session_id,
		userId: row.user_id,
		userName: row.name,
		userAgent: row.user_agent,
		createdAt: BigInt(row.created_at),
		seenAt: BigInt(row.seen_at),
		expiresAt: BigInt(row.expires_at),
	}));
}

/** Ends a session at once. @returns whether it was one that had not been ended */
export async function revokeSession(reader: Reader, sessionId: string): Promise<boolean> {
	const rows = await rowsOf(
		reader,
		sql`update console_sessions set revoked_at = now() where session_id = ${sessionId}::uuid and revoked_at is null returning 1 as one`,
	);
	return rows.length === 1;
}

/** Ends every session of an account at once. @returns how many still counted */
export async function revokeSessionsOf(reader: Reader, userId: number): Promise<number> {
	const rows = await rowsOf<{ counted: boolean }>(
		reader,
		sql`update console_sessions set revoked_at = now() where user_id = ${userId}::integer and revoked_at is null
			returning expires_at > now() as counted`,
	);
	return rows.filter((row) => row.counted).length;
}
