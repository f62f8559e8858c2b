import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import type { Membership } from '../../access/roles';
import { NEW_VIEW, type NewView, VIEW_CHANGE, type ViewChange } from '../../api/views';
import { type Actor, Context } from '../access';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { createView } from './create';
import { deleteView } from './delete';
import { listViews } from './list';
import { updateView } from './update';

let database: ConsoleDatabase;
let accounts = 0;

async function account(memberships: readonly Membership[]): Promise<Context> {
	const name = `account ${++accounts}`;
	const [user] = await database.owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash, must_change_password) values (${name}, 'scrypt$none', false) returning user_id`;
	return contextOf({ kind: 'user', id: user?.user_id ?? 0, name, memberships });
}

function contextOf(actor: Pick<Actor, 'kind' | 'id' | 'name' | 'memberships'>): Context {
	return Context.authorize({ ...actor, sessionId: null, expiresAt: 0n, mustChangePassword: false }, 'signed_in', 'test');
}

const viewer = (zoneId: string | null) => account([{ zoneId, role: 'viewer' }]);
const make = (ctx: Context, given: Partial<NewView> = {}) =>
	createView({ ctx, input: NEW_VIEW.parse({ name: 'denied', address: 'q=decision:deny', ...given }) });
const change = (ctx: Context, id: number, given: ViewChange) =>
	updateView({ ctx, input: { viewId: String(id), change: VIEW_CHANGE.parse(given) } });
const remove = (ctx: Context, id: number) => deleteView({ ctx, input: { viewId: String(id) } });
const names = async (ctx: Context) => (await listViews({ ctx })).views.map(({ name }) => name);

beforeAll(async () => {
	database = await useConsoleDatabase();
	for (const zone of ['zn_a', 'zn_b']) await seedEvents(database.owner, [{ zone, at: 1_764_000_000_000_000n }]);
});
beforeEach(() => database.owner`delete from saved_views`);
afterAll(() => database?.close());

test('a private view is its owner’s alone, whoever else asks', async () => {
	const [ada, bob, admin] = [await viewer('zn_a'), await viewer('zn_a'), await account([{ zoneId: null, role: 'admin' }])];
	const view = await make(ada);
	expect(view).toMatchObject({
		name: 'denied',
		address: 'q=decision:deny',
		zone_id: null,
		mine: true,
		changeable: true,
		owner: ada.actor.name,
	});
	expect(await names(ada)).toEqual(['denied']);
	for (const other of [bob, admin]) {
		expect(await names(other)).toEqual([]);
		await expect(change(other, view.id, { starred: true })).rejects.toMatchObject({ code: 'not_found' });
		await expect(remove(other, view.id)).rejects.toMatchObject({ code: 'not_found' });
	}
	await remove(ada, view.id);
	expect(await names(ada)).toEqual([]);
});

test('a shared view is seen by who may read its zone, and changed by its owner or an admin there', async () => {
	const [ada, bob, elsewhere] = [await viewer('zn_a'), await account([{ zoneId: 'zn_a', role: 'operator' }]), await viewer('zn_b')];
	const [admin, adminElsewhere] = [
		await account([{ zoneId: 'zn_a', role: 'admin' }]),
		await account([
			{ zoneId: 'zn_a', role: 'viewer' },
			{ zoneId: 'zn_b', role: 'admin' },
		]),
	];
	const view = await make(ada, { zone_id: 'zn_a' });
	for (const reader of [ada, bob, admin, adminElsewhere]) expect(await names(reader)).toEqual(['denied']);
	expect(await names(elsewhere)).toEqual([]);
	await expect(change(elsewhere, view.id, { starred: true })).rejects.toMatchObject({ code: 'not_found' });
	for (const reader of [bob, adminElsewhere]) {
		expect((await listViews({ ctx: reader })).views[0]).toMatchObject({ mine: false, changeable: false });
		for (const refused of [{ name: 'mine now' }, { address: 'q=x' }, { zone_id: null }])
			await expect(change(reader, view.id, refused)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(remove(reader, view.id)).rejects.toMatchObject({ code: 'forbidden' });
	}
	expect(await change(admin, view.id, { name: 'renamed' })).toMatchObject({ name: 'renamed', changeable: true, mine: false });
	expect(await change(admin, view.id, { zone_id: null })).toMatchObject({ name: 'renamed', zone_id: null });
	expect(await names(admin)).toEqual([]);
	expect(await names(ada)).toEqual(['renamed']);
	const again = await make(ada, { zone_id: 'zn_a' });
	await remove(admin, again.id);
	expect(await names(ada)).toEqual(['renamed']);
});

test('nobody shares in a zone that is not theirs or not there, and is told the same of both', async () => {
	const ada = await viewer('zn_a');
	const everywhere = await viewer(null);
	const view = await make(ada);
	for (const zone_id of ['zn_b', 'zn_missing']) {
		await expect(make(ada, { zone_id })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(change(ada, view.id, { zone_id })).rejects.toMatchObject({ code: 'forbidden' });
	}
	await expect(make(everywhere, { zone_id: 'zn_missing' })).rejects.toMatchObject({ code: 'forbidden' });
	await make(everywhere, { zone_id: 'zn_b', name: 'b' });
	expect(await names(await viewer(null))).toEqual(['b']);
});

test('who loses a zone loses its views, but not the own ones', async () => {
	const ada = await viewer('zn_a');
	await make(ada, { zone_id: 'zn_a' });
	await make(await viewer('zn_a'), { zone_id: 'zn_a', name: 'of another' });
	expect(await names(ada)).toEqual(['denied', 'of another']);
	const moved = contextOf({ ...ada.actor, memberships: [{ zoneId: 'zn_b', role: 'viewer' }] });
	expect(await names(moved)).toEqual(['denied']);
	const without = contextOf({ ...ada.actor, memberships: [] });
	await expect(listViews({ ctx: without })).rejects.toMatchObject({ code: 'forbidden' });
});

test('stars and the default are everybody’s own, and there is one default', async () => {
	const [ada, bob] = [await viewer('zn_a'), await viewer('zn_a')];
	const first = await make(ada, { zone_id: 'zn_a', name: 'z first', is_default: true });
	const second = await make(ada, { zone_id: 'zn_a', name: 'a second' });
	await change(bob, first.id, { starred: true });
	await change(bob, second.id, { is_default: true });
	expect((await listViews({ ctx: ada })).views).toMatchObject([
		{ name: 'a second', starred: false, is_default: false },
		{ name: 'z first', starred: false, is_default: true },
	]);
	expect((await listViews({ ctx: bob })).views).toMatchObject([
		{ name: 'z first', starred: true, is_default: false },
		{ name: 'a second', starred: false, is_default: true },
	]);
	expect(await change(ada, second.id, { is_default: true })).toMatchObject({ is_default: true });
	expect((await listViews({ ctx: ada })).views.map(({ is_default }) => is_default)).toEqual([true, false]);
	expect(await change(ada, second.id, { is_default: false, starred: true })).toMatchObject({ is_default: false, starred: true });
	await Promise.all([first, second].flatMap(({ id }) => [change(ada, id, { is_default: true }), change(bob, id, { is_default: true })]));
	expect((await listViews({ ctx: ada })).views.filter(({ is_default }) => is_default)).toHaveLength(1);
});

test('an address is one of the search, whole', () => {
	for (const address of ['', 'q=decision:deny&last=7d', 'zone=a%2Cb'])
		expect(NEW_VIEW.safeParse({ name: 'x', address }).success, address).toBe(true);
	for (const address of [
		'?q=x',
		'javascript:alert(1)',
		'https://elsewhere/',
		'unknown=1',
		'last=5y',
		'q=ü',
		'q=a b',
		`q=${'x'.repeat(100_001)}`,
	])
		expect(NEW_VIEW.safeParse({ name: 'x', address }).success, address.slice(0, 40)).toBe(false);
	expect(VIEW_CHANGE.safeParse({ owner: 'me' }).success).toBe(false);
	expect(NEW_VIEW.safeParse({ name: ' \u202e ', address: '' }).success).toBe(false);
});

test('a token sees what is shared in its zones and changes nothing', async () => {
	const ada = await viewer('zn_a');
	const view = await make(ada, { zone_id: 'zn_a' });
	await make(ada, { name: 'private' });
	// the number of a token may be that of an account
	const token = contextOf({ kind: 'token', id: ada.actor.id, name: 'ci', memberships: [{ zoneId: 'zn_a', role: 'admin' }] });
	expect((await listViews({ ctx: token })).views).toMatchObject([{ name: 'denied', mine: false, changeable: false }]);
	await expect(make(token)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(change(token, view.id, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
	await expect(remove(token, view.id)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an account saves at most 200, however many requests come at once', async () => {
	const ada = await viewer('zn_a');
	await database.owner`insert into saved_views (owner_user_id, name, address) select ${ada.actor.id}, 'many', '' from generate_series(1, 198)`;
	const results = await Promise.allSettled(Array.from({ length: 6 }, () => make(ada)));
	expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
	for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
	expect(await names(ada)).toHaveLength(200);
});

test('what is deleted with its account is gone for everybody', async () => {
	const [ada, bob] = [await viewer('zn_a'), await viewer('zn_a')];
	const view = await make(ada, { zone_id: 'zn_a' });
	await change(bob, view.id, { starred: true });
	await database.owner`delete from console_users where user_id = ${ada.actor.id}`;
	expect(await names(bob)).toEqual([]);
});
