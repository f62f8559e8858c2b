import 'server-only';
import { listOpenSessions } from '../../../db/queries/sessions';
import type { Session } from '../../api/access';
import { formatMicros } from '../../time';
import type { Context } from '../access';
import { database } from '../database';
import { webEnv } from '../env';

interface Input {
	/** Number of the account; without it the one that asks. */
	readonly user?: string | undefined;
	/** Id of the last session of the page before. */
	readonly after?: string | undefined;
	readonly limit: number;
}

/**
 * The open sessions of an account, newest first, with the `after` of the next page when there are more. A token has none.
 * @throws AppError forbidden for those of another account without users.manage
 */
export async function listSessions({ ctx, input }: { ctx: Context; input: Input }): Promise<{ sessions: Session[]; next: string | null }> {
	const { actor } = ctx;
	const own = actor.kind === 'user' ? actor.id : null;
	const userId = input.user === undefined ? own : Number(input.user);
	if (userId === null) return { sessions: [], next: null };
	if (userId !== own) ctx.require('users.manage');
	const rows = await listOpenSessions(database(), {
		userId,
		idleMinutes: webEnv().SESSION_IDLE_MINUTES,
		after: input.after ?? null,
		limit: input.limit + 1,
	});
	const sessions = rows.slice(0, input.limit).map((row) => ({
		id: row.sessionId,
		user_id: row.userId,
		user_name: row.userName,
		user_agent: row.userAgent,
		created_at: formatMicros(row.createdAt),
		seen_at: formatMicros(row.seenAt),
		expires_at: formatMicros(row.expiresAt),
		current: row.sessionId === actor.sessionId,
	}));
	return { sessions, next: rows.length > input.limit ? (sessions.at(-1)?.id ?? null) : null };
}
