import 'server-only';
import { findSession, revokeSession as storeRevocation } from '../../../db/queries/sessions';
import { scopeOf } from '../../access/roles';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { record } from '../record';

/**
 * Ends a session at once: its next request is refused. Ending it again changes nothing and is no failure.
 * @throws AppError not_found for one that is not there, and, without users.manage, for one of another account
 */
export async function revokeSession({ ctx, input }: { ctx: Context; input: { readonly sessionId: string } }): Promise<null> {
	const { actor } = ctx;
	const mayEndAny = scopeOf(actor.memberships, 'users.manage') !== null;
	await database().transaction(async (reader) => {
		const session = await findSession(reader, input.sessionId);
		const isOwn = session !== null && actor.kind === 'user' && session.userId === actor.id;
		if (session === null || !(isOwn || mayEndAny))
			throw new AppError('not_found', 'There is no such session.', 'Look it up in the list of sessions.');
		if (!(await storeRevocation(reader, input.sessionId))) return;
		const details = { account_id: session.userId, account_name: session.name, sessions: 1, console_session_id: input.sessionId };
		await record(ctx, { action: 'console.session_revoked', details }, reader);
	});
	return null;
}
