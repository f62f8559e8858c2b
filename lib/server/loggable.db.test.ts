import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toError } from '../errors';
import { database as consoleDatabase } from './database';
import { loggable } from './loggable';
import { type ConsoleDatabase, useConsoleDatabase } from './testing/console-database';

const SECRET = 'cat_AAAAAAAA_typed\n    at a box';
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
});
afterAll(() => database?.close());

const failure = (query: ReturnType<typeof sql>) =>
	consoleDatabase()
		.execute(query)
		.then(() => new Error('it did not fail'), toError);

test.each([
	['that is not readable as its type', sql`select ${SECRET}::text::uuid`, '22P02'],
	['into a table it may not read', sql`select from api_tokens_of_others where name = ${SECRET}`, '42P01'],
	['that breaks a rule of its table', sql`insert into console_users (name, password_hash) values (${SECRET}, null)`, '23514'],
])('a parameter %s is in no log of the failure, and the cause still is', async (_, query, code) => {
	const error = await failure(query);
	expect(error.message, 'the driver tells it, else this test shows nothing').toContain(SECRET);
	const logged = loggable(error);
	expect(JSON.stringify(logged)).not.toMatch(/cat_|a box/);
	expect(logged.cause?.code).toBe(code);
	expect(logged.cause?.stack.length).toBeGreaterThan(0);
});

test('an error of ours keeps its words and where it was thrown; a circle of causes ends', () => {
	const error = new TypeError('a bug\n    at nowhere');
	error.cause = error;
	const logged = loggable(error);
	expect(logged).toMatchObject({ type: 'TypeError', message: 'a bug\n    at nowhere' });
	expect(logged.stack.some((line) => line.includes('loggable.db.test.ts'))).toBe(true);
});
