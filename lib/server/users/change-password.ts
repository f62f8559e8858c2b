import 'server-only';
import { findUserWithHash, setPassword } from '../../../db/queries/users';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { beginAttempt } from '../auth/failures';
import { hashPassword, NOBODY_HASH, verifyPassword } from '../auth/password';
import { database } from '../database';
import { record } from '../record';
import { endSessions } from './update';

interface Input {
	readonly current: string;
	readonly new: string;
}

/**
 * Changes the password of the account that asks, and ends all of its sessions: who knew the old one is out.
 * @throws AppError forbidden for a wrong current password, conflict for an account without one, rate_limited
 */
export async function changePassword({ ctx, input }: { ctx: Context; input: Input }): Promise<null> {
	const { actor } = ctx;
	if (actor.kind !== 'user') throw new AppError('conflict', 'A token has no password.', 'Sign in, and change the password of the account.');
	const attempt = beginAttempt(`account ${actor.id}`, null);
	const user = await findUserWithHash(database(), actor.id);
	const isRight = await verifyPassword(input.current, user?.passwordHash ?? NOBODY_HASH);
	if (user === null || user.passwordHash === null)
		throw new AppError('conflict', 'You sign in with an identity provider.', 'Change your password there.');
	if (!isRight) throw new AppError('forbidden', 'The current password is wrong.', 'Type it again.');
	attempt.succeeded();
	if (input.new === input.current) throw new AppError('invalid_input', 'The new password is the current one.', 'Choose another.');
	const passwordHash = await hashPassword(input.new);
	await database().transaction(async (reader) => {
		await setPassword(reader, user.userId, passwordHash, false);
		const details = { account_id: user.userId, account_name: user.name, change: 'password' } as const;
		await record(ctx, [{ action: 'console.user_changed', details }, ...(await endSessions(reader, user))], reader);
	});
	return null;
}
