import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';

let database: ConsoleDatabase;

beforeEach(async () => {
	// the configuration is read once per process, and each test has its own
	vi.resetModules();
	database = await useConsoleDatabase();
});
afterEach(() => database?.close());

async function start(given: Record<string, string> = {}) {
	(await import('../testing/web-env')).setWebEnv(given);
	const { ensureFirstAdmin } = await import('./first-admin');
	const { signInWithPassword } = await import('./sign-in-password');
	const signIn = (password: string) => signInWithPassword({ name: 'admin', password, address: 'x' });
	return { ensureFirstAdmin, signIn };
}
const mustChange = async () =>
	(await database.owner`select must_change_password from console_users`).map((row) => row.must_change_password);

test('the first start makes one administrator, whose password counts once and is told once', async () => {
	const { ensureFirstAdmin, signIn } = await start();
	const told = await Promise.all(Array.from({ length: 4 }, ensureFirstAdmin));
	const passwords = told.filter((password) => password !== null);
	expect(passwords).toHaveLength(1);
	expect(await signIn(passwords[0] ?? '')).not.toBeNull();
	expect(await mustChange()).toEqual([true]);
	expect(await ensureFirstAdmin()).toBeNull();
	const recorded = await takeRecorded(database.owner);
	expect(recorded.map((event) => [event.event_type, event.metadata_json.actor_kind])).toEqual([
		['console.user_created', 'system'],
		['console.role_changed', 'system'],
	]);
	expect(JSON.stringify(recorded)).not.toContain(passwords[0]);
});

test('a password given by whoever runs the console is theirs to keep, and is not told', async () => {
	const { ensureFirstAdmin, signIn } = await start({ CONSOLE_ADMIN_PASSWORD: 'given by who runs it' });
	expect(await ensureFirstAdmin()).toBeNull();
	expect(await signIn('given by who runs it')).not.toBeNull();
	expect(await mustChange()).toEqual([false]);
});
