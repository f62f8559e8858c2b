/** What the console owns. Secrets are stored only as hashes; no row here is evidence. */
import { bigint, boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { ROLES } from '../../lib/access/roles';
import { hex, instant } from './columns';

export const consoleUsers = pgTable('console_users', {
	userId: integer('user_id').primaryKey().generatedAlwaysAsIdentity(),
	name: text('name').notNull().unique(),
	passwordHash: text('password_hash'),
	createdAt: instant('created_at').notNull(),
	signedInAt: instant('signed_in_at'),
	issuer: text('issuer'),
	subject: text('subject'),
	disabledAt: instant('disabled_at'),
	mustChangePassword: boolean('must_change_password').notNull(),
});

export const consoleMemberships = pgTable('console_memberships', {
	userId: integer('user_id').notNull(),
	zoneId: text('zone_id'),
	role: text('role', { enum: ROLES }).notNull(),
});

export const consoleSessions = pgTable('console_sessions', {
	sessionId: uuid('session_id').primaryKey(),
	userId: integer('user_id').notNull(),
	createdAt: instant('created_at').notNull(),
	expiresAt: instant('expires_at').notNull(),
	seenAt: instant('seen_at').notNull(),
	revokedAt: instant('revoked_at'),
	userAgent: text('user_agent').notNull(),
});

export const apiTokens = pgTable('api_tokens', {
	tokenId: integer('token_id').primaryKey().generatedAlwaysAsIdentity(),
	name: text('name').notNull(),
	prefix: text('prefix').notNull(),
	tokenSha256: hex('token_sha256').notNull(),
	role: text('role', { enum: ROLES }).notNull(),
	zoneIds: text('zone_ids').array(),
	createdBy: text('created_by').notNull(),
	createdByUserId: integer('created_by_user_id'),
	createdAt: instant('created_at').notNull(),
	expiresAt: instant('expires_at').notNull(),
	revokedAt: instant('revoked_at'),
	lastUsedAt: instant('last_used_at'),
});

export const consoleOutbox = pgTable('console_outbox', {
	outboxNo: bigint('outbox_no', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	data: text('data').notNull(),
	createdAt: instant('created_at').notNull(),
});

/** A search's address under a name; zoneId null: its owner's alone, else shared with who may read the zone. */
export const savedViews = pgTable('saved_views', {
	viewId: integer('view_id').primaryKey().generatedAlwaysAsIdentity(),
	ownerUserId: integer('owner_user_id').notNull(),
	zoneId: text('zone_id'),
	name: text('name').notNull(),
	address: text('address').notNull(),
	createdAt: instant('created_at').notNull(),
	updatedAt: instant('updated_at').notNull(),
});

/** What an account says of a view for itself; at most one is its default. */
export const savedViewMarks = pgTable(
	'saved_view_marks',
	{
		userId: integer('user_id').notNull(),
		viewId: integer('view_id').notNull(),
		starred: boolean('starred').notNull(),
		isDefault: boolean('is_default').notNull(),
	},
	(table) => [primaryKey({ columns: [table.userId, table.viewId] })],
);
