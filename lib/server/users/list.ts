import 'server-only';
import { listUsers as readUsers } from '../../../db/queries/users';
import type { User } from '../../api/access';
import type { Context } from '../access';
import { database } from '../database';
import { userShape } from './shape';

interface Input {
	/** Number of the last account of the page before. */
	readonly after?: string | undefined;
	readonly limit: number;
}

/** Accounts, oldest first, with the `after` of the next page when there are more. */
export async function listUsers({ ctx, input }: { ctx: Context; input: Input }): Promise<{ users: User[]; next: string | null }> {
	ctx.require('users.manage');
	const rows = await readUsers(database(), Number(input.after ?? 0), input.limit + 1);
	const users = rows.slice(0, input.limit).map(userShape);
	return { users, next: rows.length > input.limit ? String(users.at(-1)?.id) : null };
}
