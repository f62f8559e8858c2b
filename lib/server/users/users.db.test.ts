import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MembershipBody, User } from '../../api/access';
import { type Actor, Context } from '../access';
import { hashPassword } from '../auth/password';
import { actorOfSession } from '../auth/session';
import { signInWithPassword } from '../auth/sign-in-password';
import { startSession } from '../auth/start-session';
import { tokenActor } from '../auth/token';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { setWebEnv } from '../testing/web-env';
import { createToken } from '../tokens/create';
import { changePassword } from './change-password';
import { createUser } from './create';
import { getUser } from './get';
import { listUsers } from './list';
import { updateUser } from './update';
import { whoami } from './whoami';

vi.mock('node:crypto', async (real) =>
	(await import('../testing/quick-scrypt')).withQuickScrypt(await real<typeof import('node:crypto')>()),
);

const PASSWORD = 'a password for a test';
const EVERYWHERE: readonly MembershipBody[] = [{ zone_id: null, role: 'admin' }];
const ctx = contextOf('admin', null, 'users.manage');
let database: ConsoleDatabase;
let names = 0;
let hash: string;

beforeAll(async () => {
	setWebEnv({
		OIDC_ISSUER: 'https://login.example.com',
		OIDC_CLIENT_ID: 'c',
		OIDC_CLIENT_SECRET: 's',
		OIDC_ROLE_CLAIM: 'groups',
		OIDC_ROLE_MAP: 'a=admin',
	});
	hash = await hashPassword(PASSWORD);
	database = await useConsoleDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
	await database.owner`delete from console_users`;
	await make({ memberships: [{ zone_id: null, role: 'admin' }] });
	await takeRecorded(database.owner);
});

function create(given: Partial<Parameters<typeof createUser>[0]['input']> = {}): Promise<User> {
	return createUser({ ctx, input: { name: `user-${++names}`, password: PASSWORD, memberships: [], ...given } });
}
/** An account as `create` makes it, without the cost of another hash. */
async function make(given: { memberships?: readonly MembershipBody[] } = {}): Promise<User> {
	const [row] = await database.owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash) values (${`user-${++names}`}, ${hash}) returning user_id`;
	for (const { zone_id, role } of given.memberships ?? [])
		await database.owner`insert into console_memberships values (${row?.user_id ?? 0}, ${zone_id}, ${role})`;
	return getUser({ ctx, input: { userId: String(row?.user_id) } });
}
const update = (user: User, input: Omit<Parameters<typeof updateUser>[0]['input'], 'userId'>) =>
	updateUser({ ctx, input: { userId: String(user.id), ...input } });
const signIn = (name: string, password: string) => signInWithPassword({ name, password, address: name });
const open = (user: User) =>
	startSession({ userId: user.id, name: user.name, method: 'password', userAgent: 'test', formerSessionId: null });

async function contextOfSession(sessionId: string): Promise<Context> {
	const actor = await actorOfSession(sessionId);
	if (actor === null) throw new Error('the session does not count');
	return Context.authorize(actor, 'signed_in', 'test');
}

describe('making an account', () => {
	test('it signs in with its password, and may do nothing until it has chosen its own', async () => {
		const user = await create({ memberships: [{ zone_id: 'zn_a', role: 'operator' }] });
		expect(user).toMatchObject({ kind: 'local', disabled: false, must_change_password: true, signed_in_at: null });
		expect(await signIn(user.name, PASSWORD)).toEqual({ userId: user.id, name: user.name });
		const mine = await contextOfSession(await open(user));
		expect(await whoami({ ctx: mine })).toMatchObject({ kind: 'user', memberships: [], must_change_password: true });
		expect(() => Context.authorize(mine.actor, 'evidence.read', 'test')).toThrow(/given to you by somebody else/);

		await changePassword({ ctx: mine, input: { current: PASSWORD, new: 'a password of my own' } });
		expect(await actorOfSession(mine.actor.sessionId ?? '')).toBeNull();
		expect(await signIn(user.name, PASSWORD)).toBeNull();
		expect(await signIn(user.name, 'a password of my own')).not.toBeNull();
		const again = await contextOfSession(await open(user));
		expect(await whoami({ ctx: again })).toMatchObject({
			memberships: [{ zone_id: 'zn_a', role: 'operator' }],
			must_change_password: false,
		});
	});

	test('it is recorded with each of its roles, and neither password nor hash is told anywhere', async () => {
		const user = await create({
			memberships: [
				{ zone_id: null, role: 'viewer' },
				{ zone_id: 'zn_a', role: 'admin' },
			],
		});
		const recorded = await takeRecorded(database.owner);
		expect(recorded.map((event) => [event.event_type, event.metadata_json.role_zone, event.metadata_json.role_after])).toEqual([
			['console.user_created', undefined, undefined],
			['console.role_changed', null, 'viewer'],
			['console.role_changed', 'zn_a', 'admin'],
		]);
		const told = JSON.stringify([recorded, user, await getUser({ ctx, input: { userId: String(user.id) } })]);
		expect(told).not.toContain(PASSWORD);
		expect(told).not.toContain('scrypt');
	});

	test('a name that is taken is a conflict and changes nothing', async () => {
		const user = await create();
		await takeRecorded(database.owner);
		await expect(create({ name: user.name })).rejects.toMatchObject({ code: 'conflict' });
		expect(await takeRecorded(database.owner)).toEqual([]);
	});
});

describe('changing an account', () => {
	test('memberships are replaced, and every role that changed is recorded', async () => {
		const user = await make({
			memberships: [
				{ zone_id: 'a', role: 'viewer' },
				{ zone_id: 'b', role: 'viewer' },
				{ zone_id: 'c', role: 'viewer' },
			],
		});
		await takeRecorded(database.owner);
		const after = [
			{ zone_id: 'b', role: 'operator' },
			{ zone_id: 'c', role: 'viewer' },
			{ zone_id: 'd', role: 'admin' },
		] as const;
		expect((await update(user, { memberships: after })).memberships).toEqual(after);
		const roles = (await takeRecorded(database.owner)).map(({ metadata_json: m }) => [m.role_zone, m.role_before, m.role_after]);
		expect(roles).toEqual([
			['a', 'viewer', null],
			['b', 'viewer', 'operator'],
			['d', null, 'admin'],
		]);
	});

	test.each<[string, Parameters<typeof update>[1]]>([
		['disabling it', { disabled: true }],
		['giving it a password', { password: 'another password' }],
	])('%s ends all of its sessions at once', async (_, change) => {
		const [user, other] = [await make(), await make()];
		const sessions = [await open(user), await open(user)];
		const others = await open(other);
		await takeRecorded(database.owner);
		await update(user, change);
		for (const session of sessions) expect(await actorOfSession(session)).toBeNull();
		expect(await actorOfSession(others)).not.toBeNull();
		const recorded = await takeRecorded(database.owner);
		expect(recorded.map((event) => event.event_type)).toEqual(['console.user_changed', 'console.session_revoked']);
		expect(recorded[1]?.metadata_json.sessions).toBe(2);
	});

	test('a disabled account is out until it is enabled, and its old sessions stay ended', async () => {
		const user = await make();
		const session = await open(user);
		expect((await update(user, { disabled: true })).disabled).toBe(true);
		expect(await signIn(user.name, PASSWORD)).toBeNull();
		expect((await update(user, { disabled: false })).disabled).toBe(false);
		expect(await signIn(user.name, PASSWORD)).not.toBeNull();
		expect(await actorOfSession(session)).toBeNull();
	});

	test('disabling it revokes the tokens it made, and those made with them, and no others', async () => {
		const [user, other] = [await make({ memberships: EVERYWHERE }), await make({ memberships: EVERYWHERE })];
		const token = (maker: Actor) =>
			createToken({
				ctx: Context.authorize(maker, 'tokens.manage', 'test'),
				input: { name: 'ci', role: 'admin', zone_ids: null, expires_in_days: 1 },
			});
		const actor = async (found: Promise<Actor | null>): Promise<Actor> => (await found) ?? expect.fail('nobody');
		const maker = await actor(actorOfSession(await open(user)));
		const own = await token(maker);
		const further = await token(await actor(tokenActor(own.secret)));
		const kept = await token(await actor(actorOfSession(await open(other))));
		await takeRecorded(database.owner);
		await update(user, { disabled: true });
		expect([await tokenActor(own.secret), await tokenActor(further.secret)]).toEqual([null, null]);
		expect(await tokenActor(kept.secret)).not.toBeNull();
		const recorded = await takeRecorded(database.owner);
		expect(recorded.slice(2).map(({ event_type, metadata_json: m }) => [event_type, m.token_id])).toEqual([
			['console.token_revoked', own.id],
			['console.token_revoked', further.id],
		]);
		// a request that was let in before
		await expect(token(maker)).rejects.toMatchObject({ code: 'forbidden' });
		await update(user, { disabled: false });
		expect(await tokenActor(own.secret)).toBeNull();
	});

	test('what changes nothing is not recorded', async () => {
		const user = await make();
		await takeRecorded(database.owner);
		await update(user, { disabled: false, memberships: [] });
		expect(await takeRecorded(database.owner)).toEqual([]);
	});

	test('all of a change or nothing of it', async () => {
		const [admin] = (await listUsers({ ctx, input: { limit: 1 } })).users;
		if (admin === undefined) throw new Error('there is no administrator');
		const session = await open(admin);
		await takeRecorded(database.owner);
		await expect(update(admin, { password: 'another password', memberships: [] })).rejects.toMatchObject({ code: 'conflict' });
		expect(await actorOfSession(session)).not.toBeNull();
		expect(await signIn(admin.name, PASSWORD)).not.toBeNull();
		expect(await takeRecorded(database.owner)).toEqual([]);
	});

	test('an account that is not there is not found', async () => {
		await expect(updateUser({ ctx, input: { userId: '999999999', disabled: true } })).rejects.toMatchObject({ code: 'not_found' });
		await expect(getUser({ ctx, input: { userId: '999999999' } })).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('the last administrator of every zone', () => {
	test.each<[string, Parameters<typeof update>[1]]>([
		['disabled', { disabled: true }],
		['demoted', { memberships: [{ zone_id: null, role: 'operator' }] }],
		['made one of single zones', { memberships: [{ zone_id: 'zn_a', role: 'admin' }] }],
	])('cannot be %s, and can once there is another', async (_, change) => {
		const [admin] = (await listUsers({ ctx, input: { limit: 1 } })).users;
		if (admin === undefined) throw new Error('there is no administrator');
		await make({ memberships: [{ zone_id: 'zn_a', role: 'admin' }] });
		await expect(update(admin, change)).rejects.toMatchObject({ code: 'conflict' });
		const other = await make({ memberships: [{ zone_id: null, role: 'admin' }] });
		await update(admin, change);
		await expect(update(other, change)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('two that disable each other at the same time leave one', async () => {
		for (let i = 0; i < 5; i++) {
			await database.owner`delete from console_users`;
			const two = [
				await make({ memberships: [{ zone_id: null, role: 'admin' }] }),
				await make({ memberships: [{ zone_id: null, role: 'admin' }] }),
			];
			const ends = await Promise.allSettled(two.map((user) => update(user, { disabled: true })));
			expect(ends.map((end) => end.status).sort()).toEqual(['fulfilled', 'rejected']);
		}
	});
});

describe('an account of the identity provider', () => {
	async function oidcUser(): Promise<User> {
		const [row] = await database.owner<{ user_id: number }[]>`
			insert into console_users (name, issuer, subject) values ('olga', 'https://login.example.com', ${String(++names)}) returning user_id`;
		return getUser({ ctx, input: { userId: String(row?.user_id) } });
	}

	test('has no password and no roles to give here, and can be disabled', async () => {
		const user = await oidcUser();
		expect(user.kind).toBe('oidc');
		await expect(update(user, { password: 'another password' })).rejects.toMatchObject({ code: 'conflict' });
		await expect(update(user, { memberships: [] })).rejects.toMatchObject({ code: 'conflict' });
		expect((await update(user, { disabled: true })).disabled).toBe(true);
	});

	test('cannot change a password it does not have', async () => {
		const mine = await contextOfSession(await open(await oidcUser()));
		await expect(changePassword({ ctx: mine, input: { current: '', new: PASSWORD } })).rejects.toMatchObject({ code: 'conflict' });
	});
});

describe('the own password', () => {
	test('needs the current one, another one, and is tried ten times at most', async () => {
		const user = await make();
		const mine = await contextOfSession(await open(user));
		const change = (current: string, next = 'a password of my own') => changePassword({ ctx: mine, input: { current, new: next } });
		await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject({ code: 'invalid_input' });
		for (let i = 0; i < 10; i++) await expect(change('wrong')).rejects.toMatchObject({ code: 'forbidden' });
		await expect(change(PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' });
		expect(await actorOfSession(mine.actor.sessionId ?? '')).not.toBeNull();
	}, 60_000);

	test('of another account or one of its own cannot be set past that', async () => {
		const user = await make({ memberships: [{ zone_id: null, role: 'admin' }] });
		const mine = await contextOfSession(await open(user));
		const input = { userId: String(user.id), password: 'another password' };
		await expect(updateUser({ ctx: mine, input })).rejects.toMatchObject({ code: 'conflict' });
	});
});

test('the list goes on page by page', async () => {
	for (let i = 0; i < 4; i++) await make();
	const all = (await listUsers({ ctx, input: { limit: 500 } })).users.map((user) => user.id);
	expect(all).toHaveLength(5);
	const seen: number[] = [];
	for (let after: string | undefined; ; ) {
		const page = await listUsers({ ctx, input: { after, limit: 2 } });
		seen.push(...page.users.map((user) => user.id));
		if (page.next === null) break;
		after = page.next;
	}
	expect(seen).toEqual(all);
});

test.each([
	['operator everywhere', contextOf('operator')],
	['admin of one zone', contextOf('admin', ['zn_a'])],
])('%s may not manage accounts', async (_, weak) => {
	const forbidden = { code: 'forbidden' };
	await expect(listUsers({ ctx: weak, input: { limit: 1 } })).rejects.toMatchObject(forbidden);
	await expect(getUser({ ctx: weak, input: { userId: '1' } })).rejects.toMatchObject(forbidden);
	await expect(updateUser({ ctx: weak, input: { userId: '1' } })).rejects.toMatchObject(forbidden);
	await expect(createUser({ ctx: weak, input: { name: 'x', password: PASSWORD, memberships: [] } })).rejects.toMatchObject(forbidden);
});
