import 'server-only';
import { findSession, touchSession } from '../../../db/queries/sessions';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';
import { webEnv } from '../env';
import { cookieSessionId } from './options';
import { isAlive, TOUCH_MICROS } from './session-limits';

/**
 * The account of this request's session, or null. The cookie only names the session: whether it still counts, and what the
 * account may do, is read from the database each time, so that a revoked session or a changed role counts at once.
 */
export async function sessionActor(): Promise<Actor | null> {
	const sessionId = await cookieSessionId();
	return sessionId === null ? null : actorOfSession(sessionId);
}

/** The account of a session, or null when it is not there, has ended, or its account is disabled. */
export async function actorOfSession(sessionId: string): Promise<Actor | null> {
	const found = await findSession(database(), sessionId);
	const now = nowMicros();
	if (found === null || found.disabledAt !== null || !isAlive(found, now, webEnv().SESSION_IDLE_MINUTES)) return null;
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
