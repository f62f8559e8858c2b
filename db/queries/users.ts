import { sql } from 'drizzle-orm';
import type { Membership } from '../../lib/access/roles';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf } from './reader';

/** A local account as sign-in needs it. */
export interface SignInUser {
	readonly userId: number;
	readonly name: string;
	/** Null for an account of an identity provider. */
	readonly passwordHash: string | null;
	readonly disabledAt: bigint | null;
}

/** The account with this name and its password's hash, or null. Only sign-in needs it. */
export async function findUserForSignIn(reader: Reader, name: string): Promise<SignInUser | null> {
	const [row] = await rowsOf<{ user_id: number; name: string; password_hash: string | null; disabled_at: string | null }>(
		reader,
		sql`select user_id, name, password_hash, ${epochMicros(sql`disabled_at`)} as disabled_at
			from console_users where name = ${name.replaceAll('\u0000', '')}`,
	);
	if (row === undefined) return null;
	const disabledAt = row.disabled_at === null ? null : BigInt(row.disabled_at);
	return { userId: row.user_id, name: row.name, passwordHash: row.password_hash, disabledAt };
}

/** Whether there is no account at all. */
export async function hasNoUsers(reader: Reader): Promise<boolean> {
	const [row] = await rowsOf<{ none: boolean }>(reader, sql`select not exists (select from console_users) as none`);
	return row?.none === true;
}

export interface NewUser {
	readonly name: string;
	readonly passwordHash: string;
	readonly memberships: readonly Membership[];
}

/** Creates a local account with its memberships. @returns its number, or null when the name is taken */
export async function createUser(reader: Reader, user: NewUser): Promise<number | null> {
	const memberships = JSON.stringify(user.memberships.map(({ zoneId, role }) => ({ zone_id: zoneId, role })));
	const [row] = await rowsOf<{ user_id: number }>(
		reader,
		sql`with made as (
				insert into console_users (name, password_hash) values (${user.name}, ${user.passwordHash})
				on conflict (name) do nothing returning user_id
			), joined as (
				insert into console_memberships (user_id, zone_id, role)
				select made.user_id, m.zone_id, m.role from made, jsonb_to_recordset(${memberships}::text::jsonb) as m(zone_id text, role text)
			)
			select user_id from made`,
	);
	return row?.user_id ?? null;
}

/** Notes that the account signed in just now. */
export async function touchSignIn(reader: Reader, userId: number): Promise<void> {
	await reader.execute(sql`update console_users set signed_in_at = now() where user_id = ${userId}::integer`);
}
