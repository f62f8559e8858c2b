import 'server-only';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { findTokens, touchToken } from '../../../db/queries/tokens';
import type { Actor } from '../access';
import { nowMicros } from '../clock';
import { database } from '../database';

/** Form of a token: a mark that scanners for leaked secrets know it by, a part that may be shown, and the secret. */
const FORM = /^(cat_[0-9A-Za-z]{8})_[0-9A-Za-z_-]{43}$/;
/** How exactly "last used" is kept. */
const TOUCH_MICROS = 60_000_000n;

export interface NewToken {
	/** Shown once, then known to its owner alone. */
	readonly secret: string;
	/** May be shown for ever. */
	readonly prefix: string;
	readonly sha256: Buffer;
}

/** Makes a token: 256 random bits behind a prefix of 48. */
export function newToken(): NewToken {
	const prefix = `cat_${randomBytes(16)
		.toString('base64')
		.replace(/[^0-9A-Za-z]/g, '')
		.padEnd(8, '0')
		.slice(0, 8)}`;
	const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
	return { secret, prefix, sha256: createHash('sha256').update(secret).digest() };
}

/** The token of an `Authorization` header, or null when it holds none. */
export function bearerOf(authorization: string): string | null {
	return /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1] ?? null;
}

/** Who the token stands for, or null when it is unknown, expired or revoked. The hashes are compared in constant time. */
export async function tokenActor(bearer: string): Promise<Actor | null> {
	const prefix = FORM.exec(bearer)?.[1];
	if (prefix === undefined) return null;
	const sha256 = createHash('sha256').update(bearer).digest();
	const token = (await findTokens(database(), prefix)).find((candidate) => timingSafeEqual(candidate.sha256, sha256));
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
