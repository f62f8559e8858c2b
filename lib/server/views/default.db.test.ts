import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import type { Membership } from '../../access/roles';
import { type Actor, Context } from '../access';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { createView } from './create';
import { defaultAddress } from './default';

let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
	await seedEvents(database.owner, [{ zone: 'zn_a', at: 1_764_000_000_000_000n }]);
});
afterAll(() => database?.close());

function contextOf(actor: Pick<Actor, 'kind' | 'id' | 'name' | 'memberships'>): Context {
	return Context.authorize({ ...actor, sessionId: null, expiresAt: 0n, mustChangePassword: false }, 'signed_in', 'test');
}

async function account(name: string, zoneId: string): Promise<Context> {
	const [user] = await database.owner<{ user_id: number }[]>`
		insert into console_users (name, password_hash, must_change_password) values (${name}, 'scrypt$none', false) returning user_id`;
	return contextOf({ kind: 'user', id: user?.user_id ?? 0, name, memberships: [{ zoneId, role: 'viewer' }] });
}

const input = (name: string, isDefault: boolean) =>
	({ name, address: `q=${name}`, zone_id: 'zn_a', starred: false, is_default: isDefault }) as const;

test('the search opens with the default of whoever asks, as long as they see it', async () => {
	const ada = await account('ada', 'zn_a');
	const bob = await account('bob', 'zn_a');
	await createView({ ctx: ada, input: input('other', false) });
	expect(await defaultAddress({ ctx: ada })).toBeNull();
	await createView({ ctx: ada, input: input('mine', true) });
	expect(await defaultAddress({ ctx: ada })).toBe('q=mine');
	expect(await defaultAddress({ ctx: bob })).toBeNull();
	const memberships: Membership[] = [{ zoneId: 'zn_a', role: 'viewer' }];
	expect(await defaultAddress({ ctx: contextOf({ kind: 'token', id: 1, name: 't', memberships }) })).toBeNull();
});
