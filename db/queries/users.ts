import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from './reader';

export type ConsoleUserRole = 'viewer' | 'investigator' | 'operator' | 'admin';

/** An account as the console knows it after sign-in. The password's hash is not part of it. */
export interface ConsoleUser {
	readonly userId: number;
	readonly name: string;
	readonly role: ConsoleUserRole;
}

interface RawUser extends Record<string, unknown> {
	user_id: number;
	name: string;
	role: ConsoleUserRole;
}

/** The account with this number, or null. */
export async function findUser(reader: Reader, userId: number): Promise<ConsoleUser | null> {
	const [row] = await rowsOf<RawUser>(reader, sql`select user_id, name, role from console_users where user_id = ${userId}::integer`);
	return row === undefined ? null : { userId: row.user_id, name: row.name, role: row.role };
}

/** The account with this name and its password's hash, or null. Only sign-in needs it. */
export async function findUserForSignIn(reader: Reader, name: string): Promise<(ConsoleUser & { readonly passwordHash: string }) | null> {
	const [row] = await rowsOf<RawUser & { password_hash: string }>(
		reader,
		sql`select user_id, name, role, password_hash from console_users where name = ${name.replaceAll('\u0000', '')}`,
	);
	return row === undefined ? null : { userId: row.user_id, name: row.name, role: row.role, passwordHash: row.password_hash };
}

/** Whether there is no account at all. */
export async function hasNoUsers(reader: Reader): Promise<boolean> {
	const [row] = await rowsOf<{ none: boolean }>(reader, sql`select not exists (select from console_users) as none`);
	return row?.none === true;
}

/** Creates an account. @returns false when the name is taken, also when another process took it at the same moment */
export async function createUser(
	reader: Reader,
	user: { readonly name: string; readonly passwordHash: string; readonly role: ConsoleUserRole },
): Promise<boolean> {
	const rows = await rowsOf(
		reader,
		sql`insert into console_users (name, password_hash, role) values (${user.name}, ${user.passwordHash}, ${user.role})
			on conflict (name) do nothing returning user_id`,
	);
	return rows.length === 1;
}

/** Notes that the account signed in just now. */
export async function touchSignIn(reader: Reader, userId: number): Promise<void> {
	await reader.execute(sql`update console_users set signed_in_at = now() where user_id = ${userId}::integer`);
}
