import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SeedEvent, seedEvents } from '../../../db/testing/seed-events';
import { auditPageSchema, explanationSchema } from '../../api/audit';
import { type AuditQuery, auditQuery } from '../../api/audit-operations';
import { writeJson } from '../../evidence/json-text';
import { parseRfc3339Micros } from '../../time';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { auditOfRequest, explainRequest } from './by-request';
import { exportAudit } from './export';
import { listAudit } from './list';
import { listZoneHeads } from './zones';

const T = parseRfc3339Micros('2026-11-21T12:00:00Z') ?? 0n;
const ctx = contextOf('admin');
const ZONE = 'zn/odd zone';
let database: ConsoleDatabase;

/** Five to a microsecond, so that every page boundary cuts through equal times. */
const EVENTS: readonly SeedEvent[] = Array.from({ length: 60 }, (_, i) => ({
	zone: ZONE,
	at: T + BigInt(Math.floor(i / 5)),
	decision: ['allow', 'deny', 'pending', '', 'partial'][i % 5],
	type: i % 2 === 0 ? 'token_exchange' : 'gateway_resource_request',
	requestId: i < 4 ? 'req/1 ü' : `req-${i}`,
	metadata: {
		application_id: i % 3 === 0 ? 'app_a' : 'app_b',
		agent_session_id: `ses_${i % 4}`,
		session_id: `ar_${i % 6}`,
		agent_labels: i % 7 === 0 ? ['batch', 'x'] : [],
	},
	policies: [{ policy: 'caracal-use' }],
}));

function asked(given: Record<string, string> = {}): AuditQuery {
	return auditQuery.parse(given);
}
async function page(given: Record<string, string> = {}) {
	const answer = await listAudit({ ctx, zoneId: ZONE, query: asked(given) });
	return auditPageSchema.parse(answer);
}
const seqs = (items: readonly object[]) => items.map((item) => ('chain_seq' in item ? Number(item.chain_seq) : 0));

async function allSeqs(given: Record<string, string>): Promise<number[]> {
	const found: number[] = [];
	for (let cursor: string | null = ''; cursor !== null; ) {
		const next = await page({ ...given, ...(cursor === '' ? {} : { cursor }) });
		found.push(...seqs(next.items));
		cursor = next.next_cursor;
	}
	return found;
}

beforeAll(async () => {
	database = await useConsoleDatabase();
	await seedEvents(database.owner, EVENTS);
	await seedEvents(database.owner, [{ zone: 'zn_other', at: T, requestId: 'req-other' }]);
});
afterAll(() => database?.close());

describe('pages', () => {
	const newestFirst = Array.from({ length: 60 }, (_, i) => 60 - i);

	test.each([1, 7, 59, 60, 1000])('of %i skip and repeat nothing, and end with the last event', async (limit) => {
		expect(await allSeqs({ limit: String(limit) })).toEqual(newestFirst);
	});

	test('in the order of the chain, by cursor and by place', async () => {
		expect(await allSeqs({ order: 'asc', limit: '7' })).toEqual(newestFirst.toReversed());
		expect(seqs((await page({ order: 'asc', after_seq: '57' })).items)).toEqual([58, 59, 60]);
		expect(await page({ order: 'asc', after_seq: '60' })).toEqual({ items: [], next_cursor: null });
	});

	test('instants have microseconds', async () => {
		const { items } = await page({ limit: '1' });
		expect(items[0]).toMatchObject({ occurred_at: '2026-11-21T12:00:00.000011Z', zone_id: ZONE, policy_set_id: '' });
	});

	test.each<[Record<string, string>, (event: SeedEvent, i: number) => boolean]>([
		[{ decision: 'deny' }, (event) => event.decision === 'deny'],
		[{ decision: 'partial' }, (event) => event.decision === 'partial'],
		[{ decision: 'none' }, (event) => event.decision === ''],
		[{ decision: 'unheard-of' }, () => false],
		[{ event_type: 'token_exchange' }, (event) => event.type === 'token_exchange'],
		[{ event_type: 'token_exchange,gateway_resource_request' }, () => true],
		[{ application_id: 'app_a' }, (_, i) => i % 3 === 0],
		[{ application_id: 'app_c' }, () => false],
		[{ session_id: 'ses_1', since: '2026-11-20T00:00:00Z', until: '2026-11-23T00:00:00Z' }, (_, i) => i % 4 === 1],
		[{ authority_record_id: 'ar_1', since: '2026-11-20T00:00:00Z', until: '2026-11-23T00:00:00Z' }, (_, i) => i % 6 === 1],
		[{ label: 'batch', since: '2026-11-20T00:00:00Z', until: '2026-11-23T00:00:00Z' }, (_, i) => i % 7 === 0],
		[{ request_id: 'req/1 ü' }, (_, i) => i < 4],
		[{ request_id: 'req/1 ü', session_id: 'ses_1' }, (_, i) => i === 1],
		[{ since: '2026-11-21T12:00:00.000003Z', until: '2026-11-21T12:00:00.000005Z' }, (event) => event.at - T === 3n || event.at - T === 4n],
	])('%o lets through what it says, in both orders', async (given, keeps) => {
		const expected = EVENTS.flatMap((event, i) => (keeps(event, i) ? [i + 1] : []));
		expect((await allSeqs({ ...given, limit: '3' })).toSorted((a, b) => a - b)).toEqual(expected);
		expect(await allSeqs({ ...given, limit: '3', order: 'asc' })).toEqual(expected);
	});

	test('fields are the asked ones, members of metadata with their digits', async () => {
		const { items } = await page({ limit: '1', fields: 'chain_seq,determining_policies,agent_session_id,latency_ms' });
		expect(writeJson(items)).toBe('[{"chain_seq":60,"determining_policies":["caracal-use"],"agent_session_id":"ses_3","latency_ms":null}]');
	});

	test.each<[Record<string, string>, string]>([
		[{ after_seq: '3' }, 'after_seq'],
		[{ cursor: 'zzz' }, 'cursor'],
		[{ since: '2026-11-21T12:00:00Z', until: '2026-11-21T12:00:00Z' }, 'since'],
		[{ session_id: 'x', since: '2026-01-01T00:00:00Z', until: '2026-03-01T00:00:00Z' }, '31 days'],
	])('%o is refused, and the message says why', async (given, word) => {
		await expect(page(given)).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(word) });
	});

	test.each<Record<string, string>>([
		{ zone: 'x' },
		{ limit: '0' },
		{ limit: '1001' },
		{ since: 'yesterday' },
		{ fields: 'chain_seq,nonsense' },
		{ event_type: Array.from({ length: 17 }, (_, i) => `t${i}`).join(',') },
		{ decision: '' },
		{ request_id: 'a\u0000b' },
	])('%o is no query', (given) => {
		expect(auditQuery.safeParse(given).success).toBe(false);
	});

	test('a window that nobody gave stays where it was when its first page was read', async () => {
		const at = BigInt(Date.now()) * 1000n;
		const recent = Array.from({ length: 3 }, (_, i) => ({
			zone: 'zn_recent',
			at: at - BigInt(i) * 1000n,
			metadata: { agent_session_id: 's' },
		}));
		await seedEvents(database.owner, [
			...recent,
			{ zone: 'zn_recent', at: at - 8n * 86_400_000_000n, metadata: { agent_session_id: 's' } },
		]);
		const first = await listAudit({ ctx, zoneId: 'zn_recent', query: asked({ session_id: 's', limit: '2' }) });
		expect(seqs(first.items)).toEqual([1, 2]);
		const next = await listAudit({
			ctx,
			zoneId: 'zn_recent',
			query: asked({ session_id: 's', limit: '2', cursor: first.next_cursor ?? '' }),
		});
		expect(seqs(next.items)).toEqual([3]);
		expect(next.next_cursor).toBeNull();
	});
});

test('numbers keep every digit and secrets are masked, in JSON and CSV', async () => {
	await seedEvents(database.owner, [{ zone: 'zn_big', at: T, metadata: { replaced: true } }]);
	await database.owner.begin(async (sql) => {
		await sql`alter table ledger_events disable trigger user`;
		await sql.unsafe(`update ledger_events set metadata_json = '{"n": 12345678901234567890.10, "access_token": "x", "session_id": "ar_1", "a": "=1+1"}'
			where zone_no = (select zone_no from zones where zone_id = 'zn_big')`);
		await sql`alter table ledger_events enable trigger user`;
	});
	const answer = await listAudit({ ctx, zoneId: 'zn_big', query: asked() });
	expect(writeJson(auditPageSchema.parse(answer))).toContain(
		'"n": 12345678901234567890.10, "access_token": "[redacted]", "session_id": "ar_1"',
	);
	const csv = await (
		await exportAudit({ ctx, zoneId: 'zn_big', query: asked({ format: 'csv', fields: 'id,metadata,session_id' }) })
	).text();
	expect(csv.split('\r\n')).toEqual([
		'id,metadata,session_id',
		`zn_big-1,"{""n"": 12345678901234567890.10, ""access_token"": ""[redacted]"", ""session_id"": ""ar_1"", ""a"": ""=1+1""}",ar_1`,
		'',
	]);
});

test('large events end a page early and lose nothing', async () => {
	const metadata = { blob: 'x'.repeat(3_000_000) };
	await seedEvents(
		database.owner,
		Array.from({ length: 7 }, (_, i) => ({ zone: 'zn_large', at: T + BigInt(i), metadata })),
	);
	const first = await listAudit({ ctx, zoneId: 'zn_large', query: asked() });
	expect(first.items.length).toBeLessThan(7);
	expect(first.next_cursor).not.toBeNull();
	const found = [...seqs(first.items)];
	for (let cursor = first.next_cursor; cursor !== null; ) {
		const next = await listAudit({ ctx, zoneId: 'zn_large', query: asked({ cursor }) });
		found.push(...seqs(next.items));
		cursor = next.next_cursor;
	}
	expect(found).toEqual([7, 6, 5, 4, 3, 2, 1]);
});

describe('CSV', () => {
	test('has every matching event, whatever the limit', async () => {
		await seedEvents(
			database.owner,
			Array.from({ length: 1203 }, (_, i) => ({ zone: 'zn_csv', at: T + BigInt(Math.floor(i / 9)) })),
		);
		const response = await exportAudit({ ctx, zoneId: 'zn_csv', query: asked({ format: 'csv', limit: '1', fields: 'chain_seq' }) });
		const lines = (await response.text()).split('\r\n');
		expect(lines.slice(1, -1).map(Number)).toEqual(Array.from({ length: 1203 }, (_, i) => 1203 - i));
	});

	test('needs the right to export, in this zone', async () => {
		const both = contextOf('viewer', ['zn_other']);
		await expect(exportAudit({ ctx: both, zoneId: 'zn_other', query: asked({ format: 'csv' }) })).rejects.toMatchObject({
			code: 'forbidden',
		});
	});
});

describe('one request', () => {
	test('has its events by time, whatever its ID', async () => {
		const { events, nextCursor } = await auditOfRequest({ ctx, zoneId: ZONE, requestId: 'req/1 ü', cursor: undefined });
		expect(events.map((event) => event.chain_seq)).toEqual([1, 2, 3, 4]);
		expect(nextCursor).toBeNull();
	});

	test('with more than a thousand events is told whole', async () => {
		await seedEvents(
			database.owner,
			Array.from({ length: 1005 }, (_, i) => ({ zone: 'zn_long', at: T - BigInt(i % 10), requestId: 'r', decision: 'allow' })),
		);
		const first = await auditOfRequest({ ctx, zoneId: 'zn_long', requestId: 'r', cursor: undefined });
		const rest = await auditOfRequest({ ctx, zoneId: 'zn_long', requestId: 'r', cursor: first.nextCursor ?? '' });
		expect(rest.nextCursor).toBeNull();
		expect(new Set([...first.events, ...rest.events].map((event) => event.chain_seq)).size).toBe(1005);
		expect((await explainRequest({ ctx, zoneId: 'zn_long', requestId: 'r' })).events_total).toBe(1005);
	});

	test('is explained: a deny anywhere decides', async () => {
		const explained = explanationSchema.parse(await explainRequest({ ctx, zoneId: ZONE, requestId: 'req/1 ü' }));
		expect(explained).toMatchObject({ final_decision: 'deny', zone_id: ZONE, request_id: 'req/1 ü', events_total: 4 });
		expect(explained.denied).toHaveLength(1);
		expect(explained.denied[0]?.policy_input).toMatchObject({ principal: { type: 'application', id: 'app_b' }, agent_session_id: 'ses_1' });
		expect((await explainRequest({ ctx, zoneId: ZONE, requestId: 'req-7' })).final_decision).toBe('pending');
	});

	test('of another zone is not found', async () => {
		const asking = { ctx, zoneId: ZONE, requestId: 'req-other' };
		await expect(explainRequest(asking)).rejects.toMatchObject({ code: 'request_not_found' });
		await expect(auditOfRequest({ ...asking, cursor: undefined })).rejects.toMatchObject({ code: 'request_not_found' });
	});
});

test('zones are the ones the asker may read', async () => {
	const { items } = await listZoneHeads({ ctx: contextOf('viewer', [ZONE, 'zn_missing']) });
	expect(items).toMatchObject([{ zone_id: ZONE, events: 60, head_seq: 60 }]);
});
