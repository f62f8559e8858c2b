import 'server-only';
import { getServerSession } from 'next-auth';
import { findSession, touchSession } from '../../../db/queries/sessions';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';
import { authOptions } from './options';

/** How exactly "last seen" is kept. */
const TOUCH_MICROS = 60_000_000n;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The account of this request's session, or null. The cookie only names the session: whether it still counts, and what the
 * account may do, is read from the database each time, so that a revoked session or a changed role counts at once.
 */
export async function sessionActor(): Promise<Actor | null> {
	const session: { sessionId?: string } | null = await getServerSession(authOptions());
	const sessionId = session?.sessionId;
	if (sessionId === undefined || !UUID.test(sessionId)) return null;
	const found = await findSession(database(), sessionId);
	const now = nowMicros();
	if (found === null || found.revokedAt !== null || found.disabledAt !== null || found.expiresAt <= now) return null;
	if (now - found.seenAt > TOUCH_MICROS) await touchSession(database(), sessionId);
	return {
		kind: 'user',
		id: found.userId,
		name: found.name,
		memberships: found.mustChangePassword ? [] : found.memberships,
		sessionId,
		expiresAt: found.expiresAt,
		mustChangePassword: found.mustChangePassword,
	};
}
