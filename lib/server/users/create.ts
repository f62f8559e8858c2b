import 'server-only';
import { findUser, createUser as storeUser } from '../../../db/queries/users';
import { covers } from '../../access/covers';
import type { MembershipBody, User } from '../../api/access';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { hashPassword } from '../auth/password';
import { database } from '../database';
import { type Deed, record } from '../record';
import { roleChanges } from './role-changes';
import { membershipsOfBody, userShape } from './shape';

interface Input {
	readonly name: string;
	readonly password: string;
	readonly memberships: readonly MembershipBody[];
}

/**
 * Makes a local account; it must choose a password of its own at its first sign-in.
 * @throws AppError conflict when the name is taken, forbidden when it would hold more than who makes it
 */
export async function createUser({ ctx, input }: { ctx: Context; input: Input }): Promise<User> {
	ctx.require('users.manage');
	const memberships = membershipsOfBody(input.memberships);
	if (!memberships.every((membership) => covers(ctx.actor.memberships, membership)))
		throw new AppError('forbidden', 'An account cannot be given more than you have.', 'Choose a lower role or fewer zones.');
	const passwordHash = await hashPassword(input.password);
	return database().transaction(async (reader) => {
		const userId = await storeUser(reader, { name: input.name, passwordHash, mustChangePassword: true, memberships });
		const row = userId === null ? null : await findUser(reader, userId);
		if (row === null) throw new AppError('conflict', 'There is an account of this name already.', 'Choose another name.');
		const created: Deed = {
			action: 'console.user_created',
			details: { account_id: row.userId, account_name: row.name, method: 'password' },
		};
		await record(ctx, [created, ...roleChanges(row, [], memberships)], reader);
		return userShape(row);
	});
}
