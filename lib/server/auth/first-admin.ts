import 'server-only';
import { randomBytes } from 'node:crypto';
import { createUser, hasNoUsers } from '../../../db/queries/users';
import type { Membership } from '../../access/roles';
import { database } from '../database';
import { webEnv } from '../env';
import { type Deed, type Doer, record } from '../record';
import { roleChanges } from '../users/role-changes';
import { hashPassword } from './password';

const FIRST_ADMIN = 'admin';
const FIRST_START: Doer = { actor: { kind: 'system', id: '', name: 'first start' }, requestId: '' };

/**
 * Creates the first administrator when there is no account at all: with CONSOLE_ADMIN_PASSWORD, or with a random password, which counts once.
 * @returns the random password, to be shown once; null when none was made
 */
export async function ensureFirstAdmin(): Promise<string | null> {
	if (!(await hasNoUsers(database()))) return null;
	const given = webEnv().CONSOLE_ADMIN_PASSWORD;
	const password = given ?? randomBytes(15).toString('base64url');
	const memberships: Membership[] = [{ zoneId: null, role: 'admin' }];
	const user = { name: FIRST_ADMIN, passwordHash: await hashPassword(password), mustChangePassword: given === undefined, memberships };
	return database().transaction(async (reader) => {
		const userId = await createUser(reader, user);
		if (userId === null) return null;
		const account = { userId, name: FIRST_ADMIN };
		const created: Deed = {
			action: 'console.user_created',
			details: { account_id: userId, account_name: FIRST_ADMIN, method: 'password' },
		};
		await record(FIRST_START, [created, ...roleChanges(account, [], memberships)], reader);
		return given === undefined ? password : null;
	});
}
