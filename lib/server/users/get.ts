import 'server-only';
import { findUser } from '../../../db/queries/users';
import type { User } from '../../api/access';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { database } from '../database';
import { userShape } from './shape';

export function noSuchUser(userId: string): AppError {
	return new AppError('not_found', `There is no account ${userId}.`, 'Look it up in the list of accounts.');
}

/** @throws AppError not_found */
export async function getUser({ ctx, input }: { ctx: Context; input: { readonly userId: string } }): Promise<User> {
	ctx.require('users.manage');
	const row = await findUser(database(), Number(input.userId));
	if (row === null) throw noSuchUser(input.userId);
	return userShape(row);
}
