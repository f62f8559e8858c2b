import 'server-only';
import { randomBytes } from 'node:crypto';
import { createUser, hasNoUsers } from '../../../db/queries/users';
import { database } from '../database';
import { webEnv } from '../env';
import { hashPassword } from './password';

const FIRST_ADMIN = 'admin';

/**
 * Creates the first administrator when there is no account at all: with CONSOLE_ADMIN_PASSWORD, or with a random password.
 * @returns the random password, to be shown once; null when none was made
 */
export async function ensureFirstAdmin(): Promise<string | null> {
	if (!(await hasNoUsers(database()))) return null;
	const given = webEnv().CONSOLE_ADMIN_PASSWORD;
	const password = given ?? randomBytes(15).toString('base64url');
	const userId = await createUser(database(), {
		name: FIRST_ADMIN,
		passwordHash: await hashPassword(password),
		memberships: [{ zoneId: null, role: 'admin' }],
	});
	return userId !== null && given === undefined ? password : null;
}
