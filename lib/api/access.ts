import * as z from 'zod';
import { ROLES } from '../access/roles';

/** Shortest password an account may have, in characters. */
export const PASSWORD_LENGTH_MIN = 12;
/** Longest password hashed, in characters: a longer one costs the server, not the attacker. */
export const PASSWORD_LENGTH_MAX = 1000;
const NAME_BYTES_MAX = 200;
const ZONE_BYTES_MAX = 512;
const ZONES_MAX = 1000;

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** Text that shows as what it is: no control characters, nothing that turns or hides the letters around it. */
const shown = (text: string) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text);

export const NAME = z
	.string()
	.trim()
	.min(1)
	.max(NAME_BYTES_MAX)
	.refine((name) => bytesOf(name) <= NAME_BYTES_MAX, `at most ${NAME_BYTES_MAX} bytes`)
	.refine(shown, 'no control characters or other characters that cannot be seen');

export const ZONE = z
	.string()
	.min(1)
	.max(ZONE_BYTES_MAX)
	.refine((zone) => bytesOf(zone) <= ZONE_BYTES_MAX, `at most ${ZONE_BYTES_MAX} bytes`)
	.refine((zone) => !/[\p{Cc}\p{Cs}]/u.test(zone), 'no control characters');

export const NEW_PASSWORD = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);

const ROLE = z.enum(ROLES);
const INSTANT = z.string().describe('RFC 3339, UTC');
const isDistinct = (values: readonly unknown[]) => new Set(values).size === values.length;

/** Number of an account or a token, as a part of the address or a parameter. */
export const NUMBER = z.string().regex(/^[1-9]\d{0,8}$/);

export const MEMBERSHIP = z.strictObject({ zone_id: ZONE.nullable().describe('Null for every zone'), role: ROLE });
export type MembershipBody = z.infer<typeof MEMBERSHIP>;

export const MEMBERSHIPS = z
	.array(MEMBERSHIP)
	.max(ZONES_MAX)
	.refine((all) => isDistinct(all.map((membership) => membership.zone_id)), 'each zone once');

export const ZONE_IDS = z.array(ZONE).min(1).max(ZONES_MAX).refine(isDistinct, 'each zone once').nullable().describe('Null for every zone');

/** Who the asker is. */
export const WHOAMI_ANSWER = z.strictObject({
	kind: z.enum(['user', 'token']),
	name: z.string(),
	memberships: z.array(z.strictObject({ zone_id: z.string().nullable(), role: ROLE })),
	expires_at: INSTANT.nullable(),
	/** Nothing else may be done before a password is chosen. */
	must_change_password: z.boolean(),
});
export type WhoamiAnswer = z.infer<typeof WHOAMI_ANSWER>;

export const USER = z.strictObject({
	id: z.number().int(),
	name: z.string(),
	kind: z.enum(['local', 'oidc']).describe('How the account signs in'),
	disabled: z.boolean(),
	must_change_password: z.boolean(),
	memberships: z.array(z.strictObject({ zone_id: z.string().nullable(), role: ROLE })),
	created_at: INSTANT,
	signed_in_at: INSTANT.nullable(),
});
export type User = z.infer<typeof USER>;

export const SESSION = z.strictObject({
	id: z.uuid(),
	user_id: z.number().int(),
	user_name: z.string(),
	user_agent: z.string().describe('What the browser called itself'),
	created_at: INSTANT,
	seen_at: INSTANT,
	expires_at: INSTANT,
	current: z.boolean().describe('The session that asks'),
});
export type Session = z.infer<typeof SESSION>;

export const TOKEN = z.strictObject({
	id: z.number().int(),
	name: z.string(),
	prefix: z.string().describe('The part of the token that may be shown'),
	role: ROLE,
	zone_ids: z.array(z.string()).nullable().describe('Null for every zone'),
	created_by: z.string(),
	created_at: INSTANT,
	expires_at: INSTANT,
	revoked_at: INSTANT.nullable(),
	last_used_at: INSTANT.nullable(),
});
export type Token = z.infer<typeof TOKEN>;

/** A token just made: the one answer that holds its secret. */
export const CREATED_TOKEN = TOKEN.extend({ secret: z.string().describe('Shown this once') });
export type CreatedToken = z.infer<typeof CREATED_TOKEN>;
