import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sealSegment } from '../../db/ledger/segment';
import { SegmentBytes } from '../../db/ledger/segment-bytes';
import { seedEvents } from '../../db/testing/seed-events';
import { adminQuery } from '../api/admin-audit';
import { auditQuery } from '../api/audit-operations';
import { searchOf } from '../api/search-query';
import { writeJson } from '../evidence/json-text';
import { AUDIT_STREAM } from '../streams/names';
import { listAdminAudit } from './audit/admin';
import { auditOfRequest, explainRequest } from './audit/by-request';
import { exportAudit } from './audit/export';
import { listAudit } from './audit/list';
import { listZoneHeads } from './audit/zones';
import { newEvents, totalEvents } from './events/count';
import { getEvent } from './events/get';
import { listEvents } from './events/list';
import { lookup } from './events/lookup';
import { signedBytes } from './events/signed-bytes';
import { readStatus } from './status';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from './testing/console-database';
import { takeRecorded } from './testing/outbox';

const MICROS = 1_764_000_000_000_000n;
const ctx = contextOf('admin');
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJl';
const CAT = `cat_AbCd1234_${'x'.repeat(43)}`;
const SECRETS = {
	client_secret: 's3cr3t-value',
	note: `Bearer ${JWT}`,
	deep: [{ 'Set-Cookie': 'sid=s3cr3t-value', said: CAT }],
	session_id: 'ar_1',
};
let database: ConsoleDatabase;

beforeAll(async () => {
	database = await useConsoleDatabase();
	await seedEvents(database.owner, [
		{ zone: 'zn_a', at: MICROS, requestId: 'req-1', decision: 'deny', type: 'control.invoke', metadata: { ...SECRETS, command: CAT } },
		{ zone: 'zn_a', at: MICROS + 1n, requestId: 'req-1', metadata: { application_name: JWT, reason: `said ${JWT}` } },
		{ zone: 'zn_b', at: MICROS + 2n, requestId: JWT, diagnostics: [{ reason: CAT, token: 's3cr3t-value' }] },
	]);
});
afterAll(() => database?.close());
beforeEach(async () => {
	await takeRecorded(database.owner);
});

async function told() {
	return (await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => {
		const { actor_id, actor_kind, actor_name, ...details } = metadata_json;
		expect([actor_id, actor_kind, actor_name]).toEqual(['1', 'user', 'mira']);
		return [event_type, zone_id, details];
	});
}
const search = (query: Record<string, string> = {}) => ({ search: searchOf({ last: 'all', ...query }) });

describe('is recorded', () => {
	test('a search, in each zone whose events it showed, and its further pages', async () => {
		const first = await listEvents({ ctx, input: { ...search({ q: 'decision:deny,none' }), limit: 1 } });
		await listEvents({ ctx, input: { ...search(), before: first.older } });
		const all = { filters: { last: 'all' }, zones: [] };
		expect(await told()).toEqual([
			['console.search', 'zn_b', { filters: { last: 'all', q: 'decision:deny,none' }, zones: [], events_shown: 1 }],
			['console.search', 'zn_a', { ...all, events_shown: 2 }],
		]);
	});

	test('a search for a zone, also one that shows nothing; a token in a filter is not told', async () => {
		await listEvents({ ctx, input: search({ zone: 'zn_a', q: `request:${CAT}` }) });
		expect(await told()).toEqual([
			['console.search', 'zn_a', { filters: { last: 'all', q: 'request:[redacted]' }, zones: ['zn_a'], events_shown: 0 }],
		]);
	});

	test('a search whose query names zones, in those of them that are there and the asker may read; each is told of itself alone', async () => {
		await listEvents({ ctx, input: search({ q: 'zone:zn_a,zn_b id:nothing' }) });
		await listEvents({ ctx: contextOf('viewer', ['zn_a']), input: search({ q: 'zone:zn_b,zn_nothing' }) });
		await listEvents({ ctx, input: search({ zone: 'zn_a', q: 'id:nothing OR zone:zn_b' }) });
		const of = (q: string, zones: string[] = []) => ({ filters: { last: 'all', q }, zones, events_shown: 0 });
		expect(await told()).toEqual([
			['console.search', 'zn_a', of('zone:zn_a,"another zone" id:nothing')],
			['console.search', 'zn_b', of('zone:"another zone",zn_b id:nothing')],
			['console.search', 'console', of('zone:zn_b,zn_nothing')],
			['console.search', 'zn_a', of('id:nothing OR zone:"another zone"', ['zn_a'])],
		]);
	});

	test("a zone that a query names gives the same answer whether it is another reader's or not there", async () => {
		const here = contextOf('viewer', ['zn_a']);
		const answers = async (q: string) => {
			const { readAt, window, ...list } = await listEvents({ ctx: here, input: search({ q }) });
			return [list, (await totalEvents({ ctx: here, input: search({ q }) })).total];
		};
		expect(await answers('zone:zn_b')).toEqual(await answers('zone:zn_nothing'));
		expect(await answers('-zone:zn_b')).toEqual(await answers('-zone:zn_nothing'));
	});

	test('an event that is opened, and a request', async () => {
		await getEvent({ ctx, input: { zone: 'zn_a', seq: '1' } });
		await auditOfRequest({ ctx, zoneId: 'zn_a', requestId: 'req-1', cursor: undefined });
		await explainRequest({ ctx, zoneId: 'zn_b', requestId: JWT });
		expect(await told()).toEqual([
			['console.event_opened', 'zn_a', { seq: 1, event_id: 'zn_a-1', part: 'event' }],
			['console.request_opened', 'zn_a', { opened_request_id: 'req-1', events_shown: 2 }],
			['console.request_opened', 'zn_b', { opened_request_id: '[redacted]', events_shown: 1 }],
		]);
	});

	test('a page and an export in the shape of Caracal', async () => {
		await listAudit({ ctx, zoneId: 'zn_a', query: auditQuery.parse({ decision: 'deny', limit: '5' }) });
		await listAdminAudit({ ctx, zoneId: 'zn_a', query: adminQuery.parse({}) });
		const exported = await exportAudit({ ctx, zoneId: 'zn_a', query: auditQuery.parse({ format: 'csv', fields: 'id' }) });
		expect(await told()).toEqual([
			['console.search', 'zn_a', { filters: { decision: 'deny' }, zones: ['zn_a'], events_shown: 1 }],
			['console.search', 'zn_a', { filters: { view: 'admin-audit' }, zones: ['zn_a'], events_shown: 1 }],
			['console.export', 'zn_a', { filters: { fields: 'id' }, zones: ['zn_a'], format: 'csv' }],
		]);
		await exported.text();
	});

	test('that something was looked up, never what', async () => {
		await lookup({ ctx, input: { text: 'zn_b-1' } });
		await lookup({ ctx, input: { text: CAT } });
		await lookup({ ctx, input: { text: 'req-1' } });
		expect(await told()).toEqual([
			['console.lookup', 'zn_b', { matches: 1 }],
			['console.lookup', 'console', { matches: 0 }],
			['console.lookup', 'zn_a', { matches: 2 }],
		]);
	});

	test('a page of the chain, unless it only shows what the console itself did', async () => {
		const follow = (zoneId: string, seq: number) =>
			listAudit({ ctx, zoneId, query: auditQuery.parse({ order: 'asc', after_seq: String(seq) }) });
		await follow('zn_a', 0);
		await follow('zn_a', 2);
		await seedEvents(database.owner, [{ zone: 'zn_c', at: MICROS, type: 'console.search' }]);
		await follow('zn_c', 0);
		expect(await told()).toHaveLength(1);
	});

	test('nothing of what a view asks by itself', async () => {
		const { position } = await listEvents({ ctx, input: search() });
		await takeRecorded(database.owner);
		await newEvents({ ctx, input: { ...search(), since: position } });
		await totalEvents({ ctx, input: search() });
		await readStatus({ ctx });
		await listZoneHeads({ ctx });
		expect(await told()).toEqual([]);
	});

	test('nothing is answered when it cannot be recorded', async () => {
		await database.owner`revoke insert on console_outbox from console_web`;
		const reads = [
			() => listEvents({ ctx, input: search() }),
			() => getEvent({ ctx, input: { zone: 'zn_a', seq: '1' } }),
			() => lookup({ ctx, input: { text: 'x' } }),
			() => listAudit({ ctx, zoneId: 'zn_a', query: auditQuery.parse({}) }),
			() => explainRequest({ ctx, zoneId: 'zn_a', requestId: 'req-1' }),
			() => exportAudit({ ctx, zoneId: 'zn_a', query: auditQuery.parse({ format: 'csv' }) }),
		];
		for (const read of reads) await expect(read()).rejects.toThrow();
		await database.owner`grant insert on console_outbox to console_web`;
	});
});

describe('secrets', () => {
	test('are in no answer; ids of authority records are', async () => {
		const query = auditQuery.parse({});
		const answers = [
			await listEvents({ ctx, input: search() }),
			await getEvent({ ctx, input: { zone: 'zn_a', seq: '1' } }),
			await getEvent({ ctx, input: { zone: 'zn_a', seq: '2' } }),
			await getEvent({ ctx, input: { zone: 'zn_b', seq: '1' } }),
			await listAudit({ ctx, zoneId: 'zn_a', query }),
			await listAudit({ ctx, zoneId: 'zn_b', query: { ...query, fields: ['request_id', 'diagnostics'] } }),
			await listAdminAudit({ ctx, zoneId: 'zn_a', query: adminQuery.parse({}) }),
			await auditOfRequest({ ctx, zoneId: 'zn_a', requestId: 'req-1', cursor: undefined }),
			await explainRequest({ ctx, zoneId: 'zn_a', requestId: 'req-1' }),
			await explainRequest({ ctx, zoneId: 'zn_b', requestId: JWT }),
			await (await exportAudit({ ctx, zoneId: 'zn_a', query: { ...query, format: 'csv' } })).text(),
		];
		for (const answer of answers) {
			expect(writeJson(answer)).toContain('[redacted]');
			for (const secret of ['s3cr3t', CAT, JWT.slice(0, 30)]) expect(writeJson(answer)).not.toContain(secret);
		}
		expect(writeJson(answers[1])).toContain('ar_1');
	});

	test('in signed bytes are for those who may export', async () => {
		const segment = new SegmentBytes();
		const data = [
			{ id: 'a', password: 'x' },
			{ id: 'b', session_id: 'ar_1' },
		].map((value) => Buffer.from(JSON.stringify(value)));
		await seedEvents(database.owner, [
			{ zone: 'zn_s', at: MICROS },
			{ zone: 'zn_s', at: MICROS },
		]);
		const ms = Number(MICROS / 1000n) + 4;
		for (const each of data) segment.addData(AUDIT_STREAM, `${ms}-0`, { ms, seq: 0, isExact: true }, each, null, null);
		const { codec, rawBytes, payload } = await sealSegment(segment);
		await database.owner.begin(async (sql) => {
			await sql`alter table ledger_events disable trigger user`;
			await sql`update ledger_events set segment_index = chain_seq - 1, segment_no = 7 where zone_no = (select zone_no from zones where zone_id = 'zn_s')`;
			await sql`alter table ledger_events enable trigger user`;
			await sql`insert into segments select 7, ingested_at, 2, ${rawBytes}, ${codec}, ${payload} from ledger_events where segment_no = 7 limit 1`;
		});
		const read = (role: 'viewer' | 'investigator', seq: string) => signedBytes({ ctx: contextOf(role), input: { zone: 'zn_s', seq } });
		await expect(read('viewer', '1')).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('evidence.export') });
		expect((await read('investigator', '1')).text).toBe('{"id":"a","password":"x"}');
		expect((await read('viewer', '2')).text).toBe('{"id":"b","session_id":"ar_1"}');
		expect((await told()).map(([type, zone, details]) => [type, zone, details])).toEqual([
			['console.event_opened', 'zn_s', { seq: 1, event_id: 'zn_s-1', part: 'signed_bytes' }],
			['console.event_opened', 'zn_s', { seq: 2, event_id: 'zn_s-2', part: 'signed_bytes' }],
		]);
	});
});
