import { sql } from 'drizzle-orm';
import { type Reader, rowsOf } from './reader';

export interface UserRow {
	readonly userId: number;
	readonly name: string;
	readonly passwordHash: string;
	readonly role: 'viewer' | 'investigator' | 'operator' | 'admin';
}

interface RawUser extends Record<string, unknown> {
	user_id: number;
	name: string;
	password_hash: string;
	role: UserRow['role'];
}

function userOf(row: RawUser | undefined): UserRow | null {
	return row === undefined ? null : { userId: row.user_id, name: row.name, passwordHash: row.password_hash, role: row.role };
}

/** The account with this name, or null. */
export async function userByName(reader: Reader, name: string): Promise<UserRow | null> {
	const [row] = await rowsOf<RawUser>(reader, sql`select user_id, name, password_hash, role from console_users where name = ${name}`);
	return userOf(row);
}

/** The account with this number, or null. */
export async function userById(reader: Reader, userId: number): Promise<UserRow | null> {
	const [row] = await rowsOf<RawUser>(
		reader,
		sql`select user_id, name, password_hash, role from console_users where user_id = ${userId}::integer`,
	);
	return userOf(row);
}

/** Whether any account exists. */
export async function hasUsers(reader: Reader): Promise<boolean> {
	const [row] = await rowsOf<{ found: boolean }>(reader, sql`select exists (select from console_users) as found`);
	return row?.found === true;
}

/** Creates the first account. @returns false when there is one already, also when another process made it at the same moment */
export async function createFirstUser(reader: Reader, name: string, passwordHash: string): Promise<boolean> {
	const rows = await rowsOf(
		reader,
		sql`insert into console_users (name, password_hash, role)
			select ${name}, ${passwordHash}, 'admin' where not exists (select from console_users)
			on conflict (name) do nothing returning user_id`,
	);
	return rows.length === 1;
}

/** Notes that the account signed in just now. */
export async function noteSignIn(reader: Reader, userId: number): Promise<void> {
	await reader.execute(sql`update console_users set signed_in_at = now() where user_id = ${userId}::integer`);
}
