import 'server-only';
import { findSession } from '../../../db/queries/sessions';
import { findToken } from '../../../db/queries/tokens';
import { type Membership, scopeOf, type ZoneScope } from '../../access/roles';
import type { TailEnd } from '../../api/tail';
import type { Actor } from '../access';
import { isAlive } from '../auth/session-limits';
import { nowMicros } from '../clock';
import { database } from '../database';
import { webEnv } from '../env';

/** Why somebody may not watch any more. */
export interface Ended {
	readonly kind: TailEnd;
	readonly message: string;
	readonly todo: string;
}

/** What an asker may do now, or null when their session or token has ended. Unlike a request it does not count as use of a session. */
async function membershipsNow(actor: Actor): Promise<readonly Membership[] | null> {
	const now = nowMicros();
	if (actor.kind === 'token') {
		const token = await findToken(database(), actor.id);
		if (token === null || token.revokedAt !== null || token.expiresAt <= now) return null;
		return (token.zoneIds ?? [null]).map((zoneId) => ({ zoneId, role: token.role }));
	}
	const session = actor.sessionId === null ? null : await findSession(database(), actor.sessionId);
	if (session === null || session.disabledAt !== null || !isAlive(session, now, webEnv().SESSION_IDLE_MINUTES)) return null;
	return session.mustChangePassword ? [] : session.memberships;
}

const sameScope = (a: ZoneScope, b: ZoneScope) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (scope: ZoneScope) => (scope.kind === 'all' ? scope : { ...scope, zoneIds: [...scope.zoneIds].sort() });

/**
 * Whether an asker may still watch what they watch, by the database as it is now; null while they may.
 * @param zoneIds the zones asked for by name; none: all they may read
 */
export async function endedFor(actor: Actor, scope: ZoneScope, zoneIds: readonly string[]): Promise<Ended | null> {
	const memberships = await membershipsNow(actor);
	if (memberships === null)
		return {
			kind: 'signed_out',
			message: actor.kind === 'token' ? 'The token was revoked or has expired.' : 'Your session has ended.',
			todo: actor.kind === 'token' ? 'Ask an administrator for a new one.' : 'Sign in again.',
		};
	const now = scopeOf(memberships, 'evidence.read');
	const lost = now === null ? zoneIds[0] : zoneIds.find((zoneId) => now.kind === 'zones' && !now.zoneIds.includes(zoneId));
	if (now === null || lost !== undefined)
		return {
			kind: 'forbidden',
			message: lost === undefined ? 'You may not read any zone any more.' : `You may not read zone ${lost.slice(0, 100)} any more.`,
			todo: 'Ask an administrator for a role in it.',
		};
	if (zoneIds.length === 0 && !sameScope(now, scope))
		return { kind: 'reconnect', message: 'The zones you may read have changed.', todo: 'Open the stream again from its last id.' };
	return null;
}
