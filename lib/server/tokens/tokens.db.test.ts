import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreatedToken } from '../../api/access';
import { tokenActor } from '../auth/token';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { createToken } from './create';
import { listTokens } from './list';
import { revokeToken } from './revoke';

const ctx = contextOf('admin', null, 'tokens.manage');
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
});
afterAll(() => database?.close());

function make(given: Partial<Parameters<typeof createToken>[0]['input']> = {}): Promise<CreatedToken> {
	return createToken({ ctx, input: { name: 'siem', role: 'viewer', zone_ids: ['zn_a', 'zn/odd, "zone"'], expires_in_days: 30, ...given } });
}

async function outbox(): Promise<{ event_type: string; metadata_json: Record<string, unknown> }[]> {
	const rows = await database.owner<{ data: string }[]>`select data from console_outbox order by outbox_no`;
	return rows.map((row) => JSON.parse(row.data));
}

test('a token stands for its role in its zones, and only its hash is kept', async () => {
	const made = await make();
	expect(made.secret).toMatch(new RegExp(`^${made.prefix}_[\\w-]{43}$`));
	expect(await tokenActor(made.secret)).toMatchObject({
		kind: 'token',
		id: made.id,
		name: 'siem',
		memberships: [
			{ zoneId: 'zn_a', role: 'viewer' },
			{ zoneId: 'zn/odd, "zone"', role: 'viewer' },
		],
	});
	const whole = JSON.stringify(await database.owner`select t.*, (select json_agg(o) from console_outbox o) from api_tokens t`);
	expect(whole).not.toContain(made.secret);
	expect(whole).not.toContain(made.secret.slice(13));
});

test('a token for every zone has one membership, in every zone', async () => {
	const made = await make({ role: 'admin', zone_ids: null });
	expect(made.zone_ids).toBeNull();
	expect((await tokenActor(made.secret))?.memberships).toEqual([{ zoneId: null, role: 'admin' }]);
});

test('a wrong, a cut, an expired and a revoked token stand for nobody', async () => {
	const { secret, id } = await make();
	const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
	for (const bad of [wrong, secret.slice(0, -1), `${secret}A`, secret.toUpperCase(), '', 'cat_', 'x'.repeat(500)])
		expect(await tokenActor(bad), bad).toBeNull();
	expect(await tokenActor(secret)).not.toBeNull();
	await revokeToken({ ctx, input: { tokenId: String(id) } });
	expect(await tokenActor(secret)).toBeNull();
	const late = await make();
	await database.owner`update api_tokens set expires_at = now() where token_id = ${late.id}`;
	expect(await tokenActor(late.secret)).toBeNull();
});

test('using a token shows when it was last used', async () => {
	const { secret, id } = await make();
	const lastUsed = async () => (await listTokens({ ctx, input: { limit: 500 } })).tokens.find((token) => token.id === id)?.last_used_at;
	expect(await lastUsed()).toBeNull();
	await tokenActor(secret);
	expect(await lastUsed()).toMatch(/^\d{4}-/);
});

test('making and revoking are recorded, revoking twice once, and never with the secret', async () => {
	await database.owner`delete from console_outbox`;
	const made = await make();
	for (let i = 0; i < 2; i++) await revokeToken({ ctx, input: { tokenId: String(made.id) } });
	const events = await outbox();
	expect(events.map((event) => event.event_type)).toEqual(['console.token_created', 'console.token_revoked']);
	expect(events[0]?.metadata_json).toMatchObject({ token_id: made.id, token_prefix: made.prefix, role: 'viewer', actor_name: 'mira' });
	expect(JSON.stringify(events)).not.toContain(made.secret);
});

test('what cannot be recorded is not made', async () => {
	await database.owner`revoke insert on console_outbox from console_web`;
	try {
		const before = await listTokens({ ctx, input: { limit: 500 } });
		await expect(make({ name: 'unrecorded' })).rejects.toThrow();
		expect(await listTokens({ ctx, input: { limit: 500 } })).toEqual(before);
	} finally {
		await database.owner`grant insert on console_outbox to console_web`;
	}
});

test('the list goes on page by page, newest first, without secrets', async () => {
	for (let i = 0; i < 4; i++) await make({ name: `paged-${i}` });
	const all = (await listTokens({ ctx, input: { limit: 500 } })).tokens;
	expect(all.map((token) => token.id)).toEqual(all.map((token) => token.id).sort((a, b) => b - a));
	const seen: number[] = [];
	for (let after: string | undefined; ; ) {
		const page = await listTokens({ ctx, input: { after, limit: 2 } });
		seen.push(...page.tokens.map((token) => token.id));
		if (page.next === null) break;
		after = page.next;
	}
	expect(seen).toEqual(all.map((token) => token.id));
	expect(Object.keys(all[0] ?? {}).filter((key) => /secret|sha|hash/.test(key))).toEqual([]);
});

test('a token that is not there cannot be revoked', async () => {
	await expect(revokeToken({ ctx, input: { tokenId: '999999999' } })).rejects.toMatchObject({ code: 'not_found' });
});

test.each([
	['operator everywhere', contextOf('operator')],
	['admin of one zone', contextOf('admin', ['zn_a'])],
])('%s may neither list, make nor revoke tokens', async (_, weak) => {
	await expect(listTokens({ ctx: weak, input: { limit: 10 } })).rejects.toMatchObject({ code: 'forbidden' });
	await expect(revokeToken({ ctx: weak, input: { tokenId: '1' } })).rejects.toMatchObject({ code: 'forbidden' });
	const input = { name: 'x', role: 'viewer', zone_ids: ['zn_a'], expires_in_days: 1 } as const;
	await expect(createToken({ ctx: weak, input })).rejects.toMatchObject({ code: 'forbidden' });
});
