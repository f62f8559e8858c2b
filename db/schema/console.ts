/** What the console owns. Passwords are stored only as salted scrypt hashes; no row here is evidence. */
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from './columns';

export const consoleUsers = pgTable('console_users', {
	userId: integer('user_id').primaryKey().generatedAlwaysAsIdentity(),
	name: text('name').notNull().unique(),
	passwordHash: text('password_hash').notNull(),
	role: text('role', { enum: ['viewer', 'investigator', 'operator', 'admin'] }).notNull(),
	createdAt: instant('created_at').notNull(),
	signedInAt: instant('signed_in_at'),
});
