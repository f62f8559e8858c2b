import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findUser, type UserRow } from '../../../db/queries/users';
import { database as consoleDatabase } from '../database';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { askedCosts } from '../testing/quick-scrypt';
import { setWebEnv } from '../testing/web-env';
import type { Claims } from './oidc-claims';
import type { OidcSettings } from './oidc-settings';
import { hashPassword } from './password';
import { actorOfSession } from './session';
import { signInWithClaims } from './sign-in-oidc';
import { signInWithPassword } from './sign-in-password';
import { signOut } from './sign-out';
import { startSession } from './start-session';

vi.mock('node:crypto', async (real) =>
	(await import('../testing/quick-scrypt')).withQuickScrypt(await real<typeof import('node:crypto')>()),
);
/** The cost of each hash made to check a password, as scrypt was asked for it. */
const COST = JSON.stringify([32, { N: 32768, r: 8, p: 3, maxmem: 64 * 1024 * 1024 }]);

const PASSWORD = 'a password for a test';
let database: ConsoleDatabase;
let hash: string;

beforeAll(async () => {
	setWebEnv();
	hash = await hashPassword(PASSWORD);
	database = await useConsoleDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
	await database.owner`delete from console_users`;
	await takeRecorded(database.owner);
	delete (globalThis as { caracalSignInFailures?: unknown }).caracalSignInFailures;
});

async function local(name: string): Promise<number> {
	const [row] = await database.owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash) values (${name}, ${hash}) returning user_id`;
	return row?.user_id ?? 0;
}
const signIn = (name: string, password: string, address = '203.0.113.1') => signInWithPassword({ name, password, address });
const failures = async () =>
	(await takeRecorded(database.owner)).map(({ metadata_json: m }) => [m.actor_name, m.actor_id === '' ? '' : 'known', m.reason]);

describe('with a password', () => {
	test('the right one signs in; every wrong way gets the same answer and costs the same hash', async () => {
		await local('mira');
		await database.owner`insert into console_users (name, password_hash, disabled_at) values ('dora', ${hash}, now())`;
		await database.owner`insert into console_users (name, issuer, subject) values ('olga', 'https://login', '1')`;
		expect(await signIn('mira', PASSWORD)).toMatchObject({ name: 'mira' });
		const wrong = [
			['mira', 'wrong'],
			['Mira', PASSWORD],
			['nobody', PASSWORD],
			['dora', PASSWORD],
			['dora', 'wrong'],
			['olga', PASSWORD],
			['olga', ''],
		] as const;
		for (const [name, password] of wrong) {
			askedCosts.length = 0;
			expect(await signIn(name, password), name).toBeNull();
			expect(askedCosts, name).toEqual([COST]);
		}
		expect(await failures()).toEqual([
			['mira', 'known', 'wrong_credentials'],
			['', '', 'wrong_credentials'],
			['', '', 'wrong_credentials'],
			['dora', 'known', 'account_disabled'],
			['dora', 'known', 'wrong_credentials'],
			['olga', 'known', 'wrong_credentials'],
			['olga', 'known', 'wrong_credentials'],
		]);
	});

	test('a name that no account has is not recorded: it may be a password in the wrong box', async () => {
		await signIn('correct horse battery', 'mira');
		expect(JSON.stringify(await takeRecorded(database.owner))).not.toContain('correct horse');
	});

	test('after ten wrong ones a name is refused unseen, known or not, and the refusal is recorded once', async () => {
		await local('mira');
		for (const name of ['mira', 'nobody']) {
			for (let i = 0; i < 10; i++) expect(await signIn(name, 'wrong', `203.0.113.${i}`)).toBeNull();
			await takeRecorded(database.owner);
			for (let i = 0; i < 3; i++) await expect(signIn(name, PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' });
			expect(await failures()).toEqual([[name === 'mira' ? 'mira' : '', name === 'mira' ? 'known' : '', 'rate_limited']]);
		}
	});

	test('many at once get no more tries than one after another', async () => {
		await local('mira');
		const ends = await Promise.allSettled(Array.from({ length: 25 }, () => signIn('mira', 'wrong')));
		expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(10);
	});

	test('one address is refused after a hundred wrong ones, whatever the names', async () => {
		await local('mira');
		const long = 'x'.repeat(1001);
		for (let i = 0; i < 100; i++) await signIn(`name-${i}`, long);
		await expect(signIn('mira', PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' });
		expect(await signIn('mira', PASSWORD, '203.0.113.2')).not.toBeNull();
	});

	test('a refusal that cannot be recorded is no answer', async () => {
		await database.owner`revoke insert on console_outbox from console_web`;
		try {
			await expect(signIn('mira', 'wrong')).rejects.toThrow();
		} finally {
			await database.owner`grant insert on console_outbox to console_web`;
		}
	});
});

describe('with claims', () => {
	const settings: OidcSettings = {
		issuer: 'https://login.example.com',
		clientId: 'c',
		clientSecret: 's',
		name: 'Example',
		scope: 'openid',
		roles: {
			roleClaim: 'groups',
			roleOf: new Map([
				['readers', 'viewer'],
				['admins', 'admin'],
			]),
			zoneClaim: 'zones',
		},
	};
	const claims = (given: Claims = {}): Claims => ({ sub: '1', preferred_username: 'olga', ...given });
	async function account(given: Claims, from = settings): Promise<UserRow> {
		const found = await signInWithClaims(given, from);
		const row = found === null ? null : await findUser(consoleDatabase(), found.userId);
		if (row === null) throw new Error('no account');
		return row;
	}

	test('the first sign-in makes the account, and each replaces its memberships', async () => {
		const first = await account(claims({ groups: ['readers'], zones: ['a', 'b'] }));
		expect(first).toMatchObject({ name: 'olga', issuer: settings.issuer });
		expect(first.memberships).toEqual([
			{ zoneId: 'a', role: 'viewer' },
			{ zoneId: 'b', role: 'viewer' },
		]);
		expect((await takeRecorded(database.owner)).map((event) => event.event_type)).toEqual([
			'console.user_created',
			'console.role_changed',
			'console.role_changed',
		]);
		const second = await account(claims({ groups: ['admins'], zones: ['b'], preferred_username: 'renamed' }));
		expect(second).toMatchObject({ userId: first.userId, name: 'olga', memberships: [{ zoneId: 'b', role: 'admin' }] });
		await takeRecorded(database.owner);
		await account(claims({ groups: ['admins'], zones: ['b'] }));
		expect(await takeRecorded(database.owner)).toEqual([]);
	});

	test('claims that give nothing give an account that may see nothing, and take away what it had', async () => {
		expect((await account(claims({ groups: ['readers'], zones: ['*'] }))).memberships).toHaveLength(1);
		expect((await account(claims({ groups: ['others'], zones: ['*'] }))).memberships).toEqual([]);
		expect((await account(claims({ sub: '2' }))).memberships).toEqual([]);
	});

	test('without a role map the roles given in the console stay', async () => {
		const { roles: _, ...plain } = settings;
		const { userId } = await account(claims(), plain);
		await database.owner`insert into console_memberships values (${userId}, 'a', 'operator')`;
		expect((await account(claims({ groups: ['readers'], zones: ['*'] }), plain)).memberships).toEqual([{ zoneId: 'a', role: 'operator' }]);
	});

	test('a name another account has gets a number; the same subject of another issuer is another account', async () => {
		const mine = await local('olga');
		const [a, b] = [await account(claims()), await account(claims(), { ...settings, issuer: 'https://other.example.com' })];
		expect([a.name, b.name]).toEqual(['olga (2)', 'olga (3)']);
		expect(new Set([mine, a.userId, b.userId]).size).toBe(3);
		const long = await account(claims({ sub: '3', preferred_username: `${'ß'.repeat(100)}` }));
		const longer = await account(claims({ sub: '4', preferred_username: `${'ß'.repeat(100)}` }));
		expect([long.name.length, longer.name]).toEqual([100, `${'ß'.repeat(98)} (2)`]);
	});

	test('many first sign-ins of one person at once make one account', async () => {
		const all = await Promise.all(Array.from({ length: 8 }, () => account(claims({ groups: ['readers'], zones: ['a', 'b'] }))));
		expect(new Set(all.map((row) => row.userId)).size).toBe(1);
	});

	test('a disabled account is refused, and its memberships stay as they were', async () => {
		const { userId } = await account(claims({ groups: ['readers'], zones: ['a'] }));
		await database.owner`update console_users set disabled_at = now()`;
		await takeRecorded(database.owner);
		expect(await signInWithClaims(claims({ groups: ['admins'], zones: ['*'] }), settings)).toBeNull();
		expect(await failures()).toEqual([['olga', 'known', 'account_disabled']]);
		expect((await findUser(consoleDatabase(), userId))?.memberships).toEqual([{ zoneId: 'a', role: 'viewer' }]);
	});

	test.each([[undefined], [''], [7], ['x'.repeat(513)]])('a subject %j is refused', async (sub) => {
		await expect(signInWithClaims({ ...claims(), sub }, settings)).rejects.toThrow(/subject/);
	});
});

describe('a session', () => {
	const open = (userId: number, formerSessionId: string | null = null) =>
		startSession({ userId, name: 'mira', method: 'password', userAgent: 'Brow\u0000ser/1\r\nx: \u{1f980}', formerSessionId });

	test('is a new one at every sign-in, and the one the browser had before ends', async () => {
		const userId = await local('mira');
		const first = await open(userId);
		const other = await open(userId);
		const second = await open(userId, first);
		expect(new Set([first, other, second]).size).toBe(3);
		expect(await actorOfSession(first)).toBeNull();
		expect(await actorOfSession(other)).toMatchObject({ id: userId, sessionId: other });
		expect(await actorOfSession(second)).toMatchObject({ id: userId, sessionId: second });
	});

	test('is recorded when it begins and when it is signed out of, once', async () => {
		const session = await open(await local('mira'));
		for (let i = 0; i < 2; i++) await signOut(session);
		expect(await actorOfSession(session)).toBeNull();
		const recorded = await takeRecorded(database.owner);
		expect(recorded.map((event) => [event.event_type, event.decision, event.metadata_json.console_session_id])).toEqual([
			['console.sign_in', 'allow', session],
			['console.sign_out', '', session],
		]);
		await signOut(null);
	});

	test.each([
		['past its end', "update console_sessions set expires_at = now() - interval '1 second'"],
		['idle for two hours', "update console_sessions set seen_at = now() - interval '121 minutes'"],
		['revoked', 'update console_sessions set revoked_at = now()'],
		['of a disabled account', 'update console_users set disabled_at = now()'],
		['of an account that is gone', 'delete from console_users'],
	])('%s does not count', async (_, change) => {
		const session = await open(await local('mira'));
		expect(await actorOfSession(session)).not.toBeNull();
		await database.owner.unsafe(change);
		expect(await actorOfSession(session)).toBeNull();
	});

	test('in use is kept from idling, and ends twelve hours after its sign-in all the same', async () => {
		const session = await open(await local('mira'));
		await database.owner`update console_sessions set seen_at = now() - interval '119 minutes'`;
		expect(await actorOfSession(session)).not.toBeNull();
		const [row] = await database.owner`
			select now() - seen_at < interval '1 minute' as seen, expires_at - created_at as length, user_agent from console_sessions`;
		expect(row).toEqual({ seen: true, length: '12:00:00', user_agent: 'Browser/1x: ' });
	});
});
