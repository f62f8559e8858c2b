import { type SQL, sql } from 'drizzle-orm';
import type { Membership } from '../../lib/access/roles';
import { epochMicros } from '../epoch';
import { MEMBERSHIPS_JSON, membershipsJson, membershipsOf } from './memberships';
import { type Reader, rowsOf } from './reader';

/** A local account as sign-in needs it. */
export interface SignInUser {
	readonly userId: number;
	readonly name: string;
	/** Null for an account of an identity provider. */
	readonly passwordHash: string | null;
	readonly disabledAt: bigint | null;
}

/** An account without what it is proved by. */
export interface UserRow {
	readonly userId: number;
	readonly name: string;
	/** The identity provider it signs in with; null for a local account. */
	readonly issuer: string | null;
	readonly memberships: readonly Membership[];
	readonly mustChangePassword: boolean;
	readonly disabledAt: bigint | null;
	readonly createdAt: bigint;
	readonly signedInAt: bigint | null;
}

interface RawUser extends Record<string, unknown> {
	user_id: number;
	name: string;
	issuer: string | null;
	memberships: string;
	must_change_password: boolean;
	disabled_at: string | null;
	created_at: string;
	signed_in_at: string | null;
}

const COLUMNS = sql`u.user_id, u.name, u.issuer, ${MEMBERSHIPS_JSON} as memberships, u.must_change_password,
	${epochMicros(sql`u.disabled_at`)} as disabled_at, ${epochMicros(sql`u.created_at`)} as created_at,
	${epochMicros(sql`u.signed_in_at`)} as signed_in_at`;

const micros = (text: string | null) => (text === null ? null : BigInt(text));

function userRow(row: RawUser): UserRow {
	return {
		userId: row.user_id,
		name: row.name,
		issuer: row.issuer,
		memberships: membershipsOf(row.memberships),
		mustChangePassword: row.must_change_password,
		disabledAt: micros(row.disabled_at),
		createdAt: BigInt(row.created_at),
		signedInAt: micros(row.signed_in_at),
	};
}

async function findForSignIn(reader: Reader, where: SQL): Promise<SignInUser | null> {
	const [row] = await rowsOf<{ user_id: number; name: string; password_hash: string | null; disabled_at: string | null }>(
		reader,
		sql`select user_id, name, password_hash, ${epochMicros(sql`disabled_at`)} as disabled_at from console_users where ${where}`,
	);
	if (row === undefined) return null;
	return { userId: row.user_id, name: row.name, passwordHash: row.password_hash, disabledAt: micros(row.disabled_at) };
}

/** The account with this name and its password's hash, or null. Only what checks passwords needs it. */
export function findUserForSignIn(reader: Reader, name: string): Promise<SignInUser | null> {
	return findForSignIn(reader, sql`name = ${name.replaceAll('\u0000', '')}`);
}

/** The account with this number and its password's hash, or null. Only what checks passwords needs it. */
export function findUserWithHash(reader: Reader, userId: number): Promise<SignInUser | null> {
	return findForSignIn(reader, sql`user_id = ${userId}::integer`);
}

/** The account with this number, or null. */
export async function findUser(reader: Reader, userId: number): Promise<UserRow | null> {
	const [row] = await rowsOf<RawUser>(reader, sql`select ${COLUMNS} from console_users u where u.user_id = ${userId}::integer`);
	return row === undefined ? null : userRow(row);
}

/** Accounts, oldest first. @param after the last one of the page before */
export async function listUsers(reader: Reader, after: number, limit: number): Promise<UserRow[]> {
	const rows = await rowsOf<RawUser>(
		reader,
		sql`select ${COLUMNS} from console_users u where u.user_id > ${after}::integer order by u.user_id limit ${limit}::integer`,
	);
	return rows.map(userRow);
}

/** Whether there is no account at all. */
export async function hasNoUsers(reader: Reader): Promise<boolean> {
	const [row] = await rowsOf<{ none: boolean }>(reader, sql`select not exists (select from console_users) as none`);
	return row?.none === true;
}

export interface NewUser {
	readonly name: string;
	readonly passwordHash: string;
	/** Whether somebody else knows the password. */
	readonly mustChangePassword: boolean;
	readonly memberships: readonly Membership[];
}

/** Creates a local account with its memberships. @returns its number, or null when the name is taken */
export async function createUser(reader: Reader, user: NewUser): Promise<number | null> {
	const [row] = await rowsOf<{ user_id: number }>(
		reader,
		sql`with made as (
				insert into console_users (name, password_hash, must_change_password)
				values (${user.name}, ${user.passwordHash}, ${user.mustChangePassword})
				on conflict (name) do nothing returning user_id
			), joined as (
				insert into console_memberships (user_id, zone_id, role)
				select made.user_id, m.zone_id, m.role
				from made, jsonb_to_recordset(${membershipsJson(user.memberships)}::text::jsonb) as m(zone_id text, role text)
			)
			select user_id from made`,
	);
	return row?.user_id ?? null;
}

/** Notes that the account signed in just now. */
export async function touchSignIn(reader: Reader, userId: number): Promise<void> {
	await reader.execute(sql`update console_users set signed_in_at = now() where user_id = ${userId}::integer`);
}

/** Gives a local account another password. */
export async function setPassword(reader: Reader, userId: number, passwordHash: string, mustChangePassword: boolean): Promise<void> {
	await reader.execute(sql`update console_users
		set password_hash = ${passwordHash}, must_change_password = ${mustChangePassword} where user_id = ${userId}::integer`);
}

/** Disables or enables an account. */
export async function setDisabled(reader: Reader, userId: number, isDisabled: boolean): Promise<void> {
	await reader.execute(sql`update console_users
		set disabled_at = case when ${isDisabled} then coalesce(disabled_at, now()) end where user_id = ${userId}::integer`);
}
