import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SeedEvent, seedEvents } from '../../../db/testing/seed-events';
import { adminPageSchema, adminQuery } from '../../api/admin-audit';
import { parseRfc3339Micros } from '../../time';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { exportAdminAudit, listAdminAudit } from './admin';

const T = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;
const ctx = contextOf('admin');
const SHOWN: readonly Omit<SeedEvent, 'zone' | 'at'>[] = [
	{
		type: 'control.invoke',
		decision: 'deny',
		metadata: { subject: 'app_ops', client_id: 'app_ops', command: 'session', subcommand: 'terminate', jti: 'j', idempotency_key: '' },
	},
	{ type: 'credential_revealed', metadata: { credential: 'workload_secret', workload_id: 'wl_1', actor: 'console:acct_9' } },
	{ type: 'policy_activate', metadata: { policy_set_id: 'ps_1' } },
	{
		type: 'step_up_decided',
		decision: 'approved',
		metadata: { challenge_id: 'ch_1', approver_subject_id: 'console:acct_9', approver_plane: 'operator' },
	},
	{ type: 'console.token_created', metadata: { token_id: 4, token_name: 'ci', actor_kind: 'user', actor_id: '7', actor_name: 'mira' } },
];
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
	const noise = ['token_exchange', 'console.search', 'console.sign_in'].map((type) => ({ type }));
	await seedEvents(
		database.owner,
		[...SHOWN, ...noise].map((event) => ({ zone: 'zn_a', at: T, ...event })),
	);
});
afterAll(() => database?.close());

async function list(given: Record<string, string> = {}) {
	return adminPageSchema.parse(await listAdminAudit({ ctx, zoneId: 'zn_a', query: adminQuery.parse(given) }));
}

test('tells who did what to what', async () => {
	const { items } = await list();
	expect(items.map((item) => [item.chain_seq, item.actor_id, item.actor_name, item.action, item.entity_type, item.entity_id])).toEqual([
		[5, 'user:7', 'mira', 'console.token_created', 'token', '4'],
		[4, 'console:acct_9', null, 'approval.approved', 'approval', 'ch_1'],
		[3, null, null, 'policy_activate', 'policy_set', 'ps_1'],
		[2, 'console:acct_9', null, 'credential_revealed', 'workload', 'wl_1'],
		[1, 'app_ops', null, 'session.terminate', 'session', null],
	]);
});

test.each<[Record<string, string>, number[]]>([
	[{ actor_id: 'console:acct_9' }, [4, 2]],
	[{ entity_type: 'token' }, [5]],
	[{ entity_id: 'ps_1' }, [3]],
	[{ until: '2026-11-21T12:00:00Z' }, []],
	[{ since: '2026-11-21T12:00:00Z', entity_type: 'session' }, [1]],
])('%o', async (given, expected) => {
	expect((await list(given)).items.map((item) => item.chain_seq)).toEqual(expected);
});

test('pages of two skip nothing', async () => {
	const first = await list({ limit: '2' });
	const second = await list({ limit: '2', cursor: first.next_cursor ?? '' });
	const third = await list({ limit: '2', cursor: second.next_cursor ?? '' });
	expect([first, second, third].flatMap((page) => page.items.map((item) => item.chain_seq))).toEqual([5, 4, 3, 2, 1]);
	expect(third.next_cursor).toBeNull();
});

test('a zone without any has none, and CSV has all', async () => {
	await seedEvents(database.owner, [{ zone: 'zn_b', at: T }]);
	expect((await listAdminAudit({ ctx, zoneId: 'zn_b', query: adminQuery.parse({}) })).items).toEqual([]);
	const csv = await (await exportAdminAudit({ ctx, zoneId: 'zn_a', query: adminQuery.parse({ format: 'csv', limit: '1' }) })).text();
	expect(csv.trimEnd().split('\r\n')).toHaveLength(6);
});
