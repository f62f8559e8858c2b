import 'server-only';
import { timingSafeEqual } from 'node:crypto';
import { findTokens, type TokenRow, touchToken } from '../../../db/queries/tokens';
import { AppError } from '../../errors';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';
import { SharedReads } from '../shared-read';
import { readToken } from './token-secret';

/** How exactly "last used" is kept. */
const TOUCH_MICROS = 60_000_000n;

/** Look-ups of tokens by their prefix. */
export type TokenLookups = SharedReads<TokenRow[]>;

/** A program that asks many things at once is looked up once. */
const lookups: TokenLookups = new SharedReads();

/** The token of an `Authorization` header, or null when it holds none. */
export function bearerOf(authorization: string): string | null {
	return /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1] ?? null;
}

/** Who the token stands for, or null when it is unknown, expired or revoked. The hashes are compared in constant time. */
export async function tokenActor(bearer: string, reads: TokenLookups = lookups): Promise<Actor | null> {
	const given = readToken(bearer);
	if (given === null) return null;
	const candidates = await reads.read(given.prefix, () => findTokens(database(), given.prefix));
	const token = candidates.find((candidate) => timingSafeEqual(candidate.sha256, given.sha256));
	const now = nowMicros();
	if (token === undefined || token.revokedAt !== null || token.expiresAt <= now) return null;
	if (token.lastUsedAt === null || now - token.lastUsedAt > TOUCH_MICROS) await touchToken(database(), token.tokenId);
	const zoneIds: readonly (string | null)[] = token.zoneIds ?? [null];
	return {
		kind: 'token',
		id: token.tokenId,
		name: token.name,
		memberships: zoneIds.map((zoneId) => ({ zoneId, role: token.role })),
		sessionId: null,
		expiresAt: token.expiresAt,
		mustChangePassword: false,
	};
}

/** Who the `Authorization` header stands for. @throws AppError unauthenticated */
export async function requireTokenActor(authorization: string, reads?: TokenLookups): Promise<Actor> {
	const bearer = bearerOf(authorization);
	const actor = bearer === null ? null : await tokenActor(bearer, reads);
	if (actor !== null) return actor;
	throw new AppError('unauthenticated', 'The token is not valid: unknown, expired or revoked.', 'Ask an administrator for a new one.');
}
