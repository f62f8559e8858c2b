import * as z from 'zod';
import {
	CREATED_TOKEN,
	MEMBERSHIPS,
	NAME,
	NEW_PASSWORD,
	NUMBER,
	PASSWORD_LENGTH_MAX,
	SESSION,
	TOKEN,
	USER,
	WHOAMI_ANSWER,
	ZONE_IDS,
} from './access';
import { operation } from './operation';

const nothing = z.strictObject({});
/** Rows of a page unless the asker says otherwise, and at most. */
const PAGE = { rows: 100, rowsMax: 500 } as const;
const limit = z.coerce.number().int().min(1).max(PAGE.rowsMax).default(PAGE.rows);
const ROLE = TOKEN.shape.role;

export const WHOAMI = operation({
	id: 'whoami',
	method: 'GET',
	path: '/v1/whoami',
	summary: 'Who asks, and which roles they hold where.',
	access: 'signed_in',
	params: nothing,
	query: nothing,
	body: null,
	answer: WHOAMI_ANSWER,
});

export const CHANGE_PASSWORD = operation({
	id: 'changePassword',
	method: 'POST',
	path: '/v1/password',
	summary: 'Changes the password of the account that asks, and ends all of its sessions.',
	access: 'signed_in',
	params: nothing,
	query: nothing,
	body: z.strictObject({ current: z.string().max(PASSWORD_LENGTH_MAX), new: NEW_PASSWORD }),
	answer: z.null(),
	status: 204,
});

export const LIST_USERS = operation({
	id: 'listUsers',
	method: 'GET',
	path: '/v1/users',
	summary: 'The accounts, oldest first. `next` is the `after` of the next page.',
	access: 'users.manage',
	params: nothing,
	query: z.strictObject({ after: NUMBER.optional(), limit }),
	body: null,
	answer: z.strictObject({ users: z.array(USER), next: z.string().nullable() }),
});

export const CREATE_USER = operation({
	id: 'createUser',
	method: 'POST',
	path: '/v1/users',
	summary: 'Makes a local account; at its first sign-in it must choose a password of its own.',
	access: 'users.manage',
	params: nothing,
	query: nothing,
	body: z.strictObject({ name: NAME, password: NEW_PASSWORD, memberships: MEMBERSHIPS.default([]) }),
	answer: USER,
	status: 201,
});

export const GET_USER = operation({
	id: 'getUser',
	method: 'GET',
	path: '/v1/users/{userId}',
	summary: 'One account.',
	access: 'users.manage',
	params: z.strictObject({ userId: NUMBER }),
	query: nothing,
	body: null,
	answer: USER,
});

export const UPDATE_USER = operation({
	id: 'updateUser',
	method: 'PATCH',
	path: '/v1/users/{userId}',
	summary: 'Changes what is given: memberships (all of them), disabled, password. The last two end all sessions of the account.',
	access: 'users.manage',
	params: z.strictObject({ userId: NUMBER }),
	query: nothing,
	body: z.strictObject({ memberships: MEMBERSHIPS.optional(), disabled: z.boolean().optional(), password: NEW_PASSWORD.optional() }),
	answer: USER,
});

export const LIST_SESSIONS = operation({
	id: 'listSessions',
	method: 'GET',
	path: '/v1/sessions',
	summary: 'The open sessions of the account that asks, newest first; with `user`, of that account, which needs users.manage.',
	access: 'signed_in',
	params: nothing,
	query: z.strictObject({ user: NUMBER.optional(), after: z.uuid().optional(), limit }),
	body: null,
	answer: z.strictObject({ sessions: z.array(SESSION), next: z.string().nullable() }),
});

export const REVOKE_SESSION = operation({
	id: 'revokeSession',
	method: 'DELETE',
	path: '/v1/sessions/{sessionId}',
	summary: 'Ends a session at once: an own one, or with users.manage any.',
	access: 'signed_in',
	params: z.strictObject({ sessionId: z.uuid() }),
	query: nothing,
	body: null,
	answer: z.null(),
	status: 204,
});

export const LIST_TOKENS = operation({
	id: 'listTokens',
	method: 'GET',
	path: '/v1/tokens',
	summary: 'The API tokens, newest first, expired and revoked ones too. `next` is the `after` of the next page.',
	access: 'tokens.manage',
	params: nothing,
	query: z.strictObject({ after: NUMBER.optional(), limit }),
	body: null,
	answer: z.strictObject({ tokens: z.array(TOKEN), next: z.string().nullable() }),
});

export const CREATE_TOKEN = operation({
	id: 'createToken',
	method: 'POST',
	path: '/v1/tokens',
	summary: 'Makes an API token. Its secret is in this answer and nowhere else.',
	access: 'tokens.manage',
	params: nothing,
	query: nothing,
	body: z.strictObject({ name: NAME, role: ROLE, zone_ids: ZONE_IDS, expires_in_days: z.number().int().min(1).max(365) }),
	answer: CREATED_TOKEN,
	status: 201,
});

export const REVOKE_TOKEN = operation({
	id: 'revokeToken',
	method: 'DELETE',
	path: '/v1/tokens/{tokenId}',
	summary: 'Revokes a token at once and for ever.',
	access: 'tokens.manage',
	params: z.strictObject({ tokenId: NUMBER }),
	query: nothing,
	body: null,
	answer: z.null(),
	status: 204,
});
