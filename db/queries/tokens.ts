import { sql } from 'drizzle-orm';
import type { Role } from '../../lib/access/roles';
import { epochMicros } from '../epoch';
import { type Reader, rowsOf, texts } from './reader';

export interface TokenRow {
	readonly tokenId: number;
	readonly name: string;
	readonly prefix: string;
	readonly sha256: Buffer;
	readonly role: Role;
	/** Null for every zone. */
	readonly zoneIds: readonly string[] | null;
	readonly createdBy: string;
	readonly createdAt: bigint;
	readonly expiresAt: bigint;
	readonly revokedAt: bigint | null;
	readonly lastUsedAt: bigint | null;
}

interface RawToken extends Record<string, unknown> {
	token_id: number;
	name: string;
	prefix: string;
	token_sha256: Buffer;
	role: Role;
	zone_ids: string | null;
	created_by: string;
	created_at: string;
	expires_at: string;
	revoked_at: string | null;
	last_used_at: string | null;
}

const COLUMNS = sql`token_id, name, prefix, token_sha256, role, to_json(zone_ids)::text as zone_ids, created_by,
	${epochMicros(sql`created_at`)} as created_at, ${epochMicros(sql`expires_at`)} as expires_at,
	${epochMicros(sql`revoked_at`)} as revoked_at, ${epochMicros(sql`last_used_at`)} as last_used_at`;

const micros = (text: string | null) => (text === null ? null : BigInt(text));

function tokenRow(row: RawToken): TokenRow {
	return {
		tokenId: row.token_id,
		name: row.name,
		prefix: row.prefix,
		sha256: row.token_sha256,
		role: row.role,
		zoneIds: row.zone_ids === null ? null : (JSON.parse(row.zone_ids) as string[]),
		createdBy: row.created_by,
		createdAt: BigInt(row.created_at),
		expiresAt: BigInt(row.expires_at),
		revokedAt: micros(row.revoked_at),
		lastUsedAt: micros(row.last_used_at),
	};
}

/** The tokens with this prefix; nearly always one or none. */
export async function findTokens(reader: Reader, prefix: string): Promise<TokenRow[]> {
	const rows = await rowsOf<RawToken>(reader, sql`select ${COLUMNS} from api_tokens where prefix = ${prefix}`);
	return rows.map(tokenRow);
}

export async function touchToken(reader: Reader, tokenId: number): Promise<void> {
	await reader.execute(sql`update api_tokens set last_used_at = now() where token_id = ${tokenId}::integer`);
}

export interface NewTokenRow {
	readonly name: string;
	readonly prefix: string;
	readonly sha256: Buffer;
	readonly role: Role;
	/** Null for every zone. */
	readonly zoneIds: readonly string[] | null;
	readonly createdBy: string;
	/** The account that answers for it; null for one that no account made. */
	readonly createdByUserId: number | null;
	readonly days: number;
}

/**
 * The account of who makes a token: their own, or the one that answers for the token they use. It is not disabled before the
 * transaction ends, so that none is made of an account that was.
 */
export async function lockMaker(
	transaction: Reader,
	maker: { readonly kind: 'user' | 'token'; readonly id: number },
): Promise<{ readonly userId: number; readonly isDisabled: boolean } | null> {
	const userId =
		maker.kind === 'user'
			? sql`${maker.id}::integer`
			: sql`(select created_by_user_id from api_tokens where token_id = ${maker.id}::integer)`;
	const [row] = await rowsOf<{ user_id: number; is_disabled: boolean }>(
		transaction,
		sql`select user_id, disabled_at is not null as is_disabled from console_users where user_id = ${userId} for share`,
	);
	return row === undefined ? null : { userId: row.user_id, isDisabled: row.is_disabled };
}

export async function insertToken(reader: Reader, token: NewTokenRow): Promise<TokenRow> {
	const zones = token.zoneIds === null ? sql`null` : texts(token.zoneIds);
	const [row] = await rowsOf<RawToken>(
		reader,
		sql`insert into api_tokens (name, prefix, token_sha256, role, zone_ids, created_by, created_by_user_id, expires_at)
			values (${token.name}, ${token.prefix}, decode(${token.sha256.toString('hex')}, 'hex'), ${token.role}, ${zones}, ${token.createdBy},
				${token.createdByUserId}::integer, now() + ${token.days}::integer * interval '1 day')
			returning ${COLUMNS}`,
	);
	if (row === undefined) throw new Error('a token was not stored');
	return tokenRow(row);
}

/** Tokens, newest first. @param after the last one of the page before */
export async function listTokens(reader: Reader, after: number | null, limit: number): Promise<TokenRow[]> {
	const rows = await rowsOf<RawToken>(
		reader,
		sql`select ${COLUMNS} from api_tokens where ${after}::integer is null or token_id < ${after}::integer
			order by token_id desc limit ${limit}::integer`,
	);
	return rows.map(tokenRow);
}

/** The token with this number, or null. */
export async function findToken(reader: Reader, tokenId: number): Promise<TokenRow | null> {
	const [row] = await rowsOf<RawToken>(reader, sql`select ${COLUMNS} from api_tokens where token_id = ${tokenId}::integer`);
	return row === undefined ? null : tokenRow(row);
}

/** Revokes a token. @returns whether it was one that had not been revoked */
export async function revokeToken(reader: Reader, tokenId: number): Promise<boolean> {
	const rows = await rowsOf(
		reader,
		sql`update api_tokens set revoked_at = now() where token_id = ${tokenId}::integer and revoked_at is null returning 1 as one`,
	);
	return rows.length === 1;
}

/** Revokes every token an account answers for. @returns those that had not been revoked */
export async function revokeTokensOf(reader: Reader, userId: number): Promise<TokenRow[]> {
	const rows = await rowsOf<RawToken>(
		reader,
		sql`update api_tokens set revoked_at = now() where created_by_user_id = ${userId}::integer and revoked_at is null
			and expires_at > now() returning ${COLUMNS}`,
	);
	return rows.map(tokenRow);
}
