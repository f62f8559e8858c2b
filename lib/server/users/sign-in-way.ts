import 'server-only';
import { findUser } from '../../../db/queries/users';
import type { Context } from '../access';
import { database } from '../database';

/** How the account that asks signs in: only one with a password of this console can change it here. */
export async function signInWay({ ctx }: { ctx: Context }): Promise<'password' | 'oidc'> {
	const row = ctx.actor.kind === 'user' ? await findUser(database(), ctx.actor.id) : null;
	return row === null || row.issuer !== null ? 'oidc' : 'password';
}
