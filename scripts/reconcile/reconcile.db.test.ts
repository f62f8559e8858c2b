import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { createTestDatabase, type TestDatabase } from '../../db/testing/database';
import { testServices } from '../../db/testing/env';
import { contentSha256 } from '../../lib/chain';
import { authorityEvent } from '../../lib/events/authority-entry';
import type { AuditEvent } from '../../lib/events/contract';
import { parseAuditData } from '../../lib/events/parse';
import { AGENTS_LIFECYCLE_STREAM, AUDIT_STREAM, DEAD_LETTER_STREAM, type SourceStream, STREAM_NO } from '../../lib/streams/names';
import { waitUntilSettled } from './group';
import { reportText } from './report';
import { type Reconciliation, reconcile } from './run';

const GROUP = 'audit-ingestor';

let database: TestDatabase;
let owner: postgres.Sql;
let web: SqlClient;
let redis: Redis;

beforeAll(async () => {
	database = await createTestDatabase(testServices().databaseUrl);
	owner = postgres(database.url, { max: 1, onnotice: () => {} });
	web = openSql(database.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	redis = new Redis(testServices().redisUrl);
});

beforeEach(async () => {
	await redis.flushdb();
	for (const stream of [AUDIT_STREAM, AGENTS_LIFECYCLE_STREAM]) await redis.xgroup('CREATE', stream, GROUP, '0', 'MKSTREAM');
});

afterAll(async () => {
	redis.disconnect();
	await Promise.all([owner.end(), web.end()]);
	await database.drop();
});

/** A zone of the test's own; its rows are written as the worker would, by hand. */
class Ledger {
	private seq = 0;
	private prev: Buffer | null = null;

	private constructor(
		readonly zoneId: string,
		private readonly zoneNo: number,
		private readonly typeNo: number,
	) {}

	static async open(zoneId: string): Promise<Ledger> {
		const [zone] = await owner<{ zone_no: number }[]>`insert into zones (zone_id) values (${zoneId}) returning zone_no`;
		const zoneNo = zone?.zone_no ?? 0;
		const [term] = await owner<{ term_no: number }[]>`
			insert into search_terms (zone_no, field, value) values (${zoneNo}, 1, 'token_exchange') returning term_no`;
		return new Ledger(zoneId, zoneNo, term?.term_no ?? 0);
	}

	data(id: string, more: object = {}): string {
		return JSON.stringify({ id, zone_id: this.zoneId, event_type: 'token_exchange', occurred_at: '2026-11-20T10:00:00.5Z', ...more });
	}

	/** Appends the entry's event, as its own row; `change` alters the row. */
	async append(stream: SourceStream, entryId: string, event: AuditEvent, change: { seq?: number; inSearch?: boolean } = {}): Promise<void> {
		this.seq = change.seq ?? this.seq + 1;
		const [ms = '', seq = ''] = entryId.split('-');
		const content = contentSha256(event);
		const at = String(event.occurredAt);
		const instant = owner`(timestamptz 'epoch' + ${at}::bigint * interval '1 microsecond')`;
		const row = { zone_no: this.zoneNo, chain_seq: this.seq };
		await owner`
			insert into ledger_events (occurred_at, ingested_at, chain_seq, entry_ms, segment_no, zone_no, entry_seq, segment_index, stream_no, id,
				event_type, request_id, decision, policy_set_id, policy_set_version_id, manifest_sha, evaluation_status, content_sha256, prev_content_sha256)
			values (${instant}, now(), ${row.chain_seq}, ${ms}, 1, ${row.zone_no}, ${seq}, 0, ${STREAM_NO[stream]}, ${event.id},
				${event.eventType}, '', '', '', '', '', '', ${content}, ${this.prev})`;
		if (change.inSearch !== false) {
			await owner`insert into search_events (occurred_at, chain_seq, zone_no, event_type_no) values (${instant}, ${row.chain_seq}, ${row.zone_no}, ${this.typeNo})`;
		}
		await owner`
			insert into rollup_minute values (${row.zone_no}, date_trunc('minute', ${instant}), 0, 1)
			on conflict (zone_no, minute, decision_no) do update set events = rollup_minute.events + 1`;
		await owner`
			insert into rollup_hour values (${row.zone_no}, date_trunc('hour', ${instant}), 1, ${this.typeNo}, 1)
			on conflict (zone_no, hour, field, term_no) do update set events = rollup_hour.events + 1`;
		await owner`
			insert into chain_heads (zone_no, chain_seq, event_count, content_sha256) values (${row.zone_no}, ${this.seq}, 1, ${content})
			on conflict (zone_no) do update set chain_seq = excluded.chain_seq, event_count = chain_heads.event_count + 1, content_sha256 = excluded.content_sha256`;
		if (stream !== AUDIT_STREAM) {
			await owner`insert into outbox_receipts values (${STREAM_NO[stream]}, ${event.id}, ${row.zone_no}, ${this.seq}, ${instant})`;
		}
		this.prev = content;
	}
}

async function add(data: string): Promise<string> {
	return String(await redis.xadd(AUDIT_STREAM, '*', 'id', 'x', 'data', data));
}

function eventOf(data: string): AuditEvent {
	const result = parseAuditData(data);
	if (!result.ok) throw new Error(result.reason);
	return result.event;
}

/** Gives the group all there is and acknowledges it. */
async function acknowledgeAll(stream: SourceStream = AUDIT_STREAM): Promise<void> {
	const reply = (await redis.xreadgroup('GROUP', GROUP, 'test', 'COUNT', 100_000, 'STREAMS', stream, '>')) as [string, [string][]][] | null;
	for (const [, entries] of reply ?? []) await redis.xack(stream, GROUP, ...entries.map(([id]) => id));
}

async function deadLetter(entryId: string, reason: string): Promise<void> {
	await redis.xadd(
		DEAD_LETTER_STREAM,
		'*',
		'reason',
		reason,
		'received_at',
		'1',
		'src_stream',
		AUDIT_STREAM,
		'src_entry_id',
		entryId,
		'src_entry_id',
		'9-9',
	);
}

function zoneOf(report: Reconciliation, zoneId: string) {
	return { streams: report.streams.find((zone) => zone.zoneId === zoneId), ledger: report.ledger.find((zone) => zone.zoneId === zoneId) };
}

describe('where an entry is', () => {
	test('its row, a repetition, a dead letter, waiting or missing', async () => {
		const zone = await Ledger.open('whereabouts');
		const inLedger = zone.data('in the ledger');
		await zone.append(AUDIT_STREAM, await add(inLedger), eventOf(inLedger));
		await add(inLedger);
		await deadLetter(await add(inLedger), 'hmac_verify_failed');
		await deadLetter(await add(zone.data('bad', { decision: 5 })), 'json_parse_error:cannot read number');
		const lost = await add(zone.data('lost'));
		const changed = await add(zone.data('in the ledger', { decision: 'allow' }));
		const unread = await add('not even JSON');
		await acknowledgeAll();
		await add(zone.data('pending'));
		await redis.xreadgroup('GROUP', GROUP, 'test', 'COUNT', 1, 'STREAMS', AUDIT_STREAM, '>');
		await add(zone.data('undelivered'));

		const report = await reconcile(redis, web, GROUP);
		const { streams } = zoneOf(report, zone.zoneId);
		expect(streams).toMatchObject({ entries: 8, ledger: 1, duplicates: 1, waiting: 2, missing: 2 });
		expect({ ...streams?.deadLetters }).toEqual({ hmac_verify_failed: 1, json_parse_error: 1 });
		expect(report.firstMissing.map((missing) => missing.entryId).sort()).toEqual([lost, changed, unread].sort());
		expect(report.missing).toBe(3);
		const text = reportText(report);
		expect(text).toContain('3 entries are missing:');
		expect(text).toContain(`${AUDIT_STREAM} ${lost}  zone whereabouts: acknowledged`);
		expect(text).not.toContain('nothing missing');
	});

	test('an outbox entry under a second id is a repetition, with changed fields it is missing', async () => {
		const zone = await Ledger.open('outbox');
		const stream = AGENTS_LIFECYCLE_STREAM;
		const fields = ['outbox_id', 'o1', 'zone_id', zone.zoneId, 'event', 'spawn', 'agent_session_id', 's1'];
		const first = String(await redis.xadd(stream, '*', ...fields));
		const event = authorityEvent(
			stream,
			first,
			fields.map((text) => Buffer.from(text)),
		);
		if (!event.ok) throw new Error(event.reason);
		await zone.append(stream, first, event.event);
		await redis.xadd(stream, '*', ...fields);
		await redis.xadd(stream, '*', ...fields.slice(0, -1), 's2');
		await acknowledgeAll(stream);
		const report = await reconcile(redis, web, GROUP);
		expect(zoneOf(report, zone.zoneId).streams).toMatchObject({ entries: 3, ledger: 1, duplicates: 1, missing: 1 });
	});

	test('entries that were trimmed are no error', async () => {
		const zone = await Ledger.open('trimmed');
		const data = zone.data('trimmed');
		await zone.append(AUDIT_STREAM, '5-5', eventOf(data));
		const report = await reconcile(redis, web, GROUP);
		expect({ missing: report.missing, faults: report.faults }).toEqual({ missing: 0, faults: [] });
		expect(reportText(report)).toMatch(/nothing missing$/);
	});

	test('a stream longer than a page is read to its end', async () => {
		const pipeline = redis.pipeline();
		for (let i = 0; i < 2500; i++) pipeline.xadd(AUDIT_STREAM, '*', 'nothing', 'in it');
		await pipeline.exec();
		expect(await reconcile(redis, web, GROUP)).toMatchObject({ waiting: 2500, missing: 0 });
		await acknowledgeAll();
		const report = await reconcile(redis, web, GROUP);
		expect([report.waiting, report.missing, report.firstMissing.length]).toEqual([0, 2500, 20]);
	});
});

describe('waiting', () => {
	test('ends when all is acknowledged, and not before', async () => {
		const id = await add('x');
		expect(await waitUntilSettled(redis, GROUP, 0)).toBe(false);
		await redis.xreadgroup('GROUP', GROUP, 'test', 'COUNT', 1, 'STREAMS', AUDIT_STREAM, '>');
		expect(await waitUntilSettled(redis, GROUP, 0)).toBe(false);
		await redis.xack(AUDIT_STREAM, GROUP, id);
		expect(await waitUntilSettled(redis, GROUP, 0)).toBe(true);
	});
});

describe('faults of the ledger', () => {
	async function faultsAfter(zone: Ledger): Promise<string[]> {
		const report = await reconcile(redis, web, GROUP);
		return report.faults.filter((fault) => fault.includes(JSON.stringify(zone.zoneId)));
	}

	async function twoEvents(zoneId: string): Promise<Ledger> {
		const zone = await Ledger.open(zoneId);
		for (const id of ['first', 'second'])
			await zone.append(
				AUDIT_STREAM,
				`1-${createHash('md5')
					.update(zoneId + id)
					.digest()
					.readUInt16BE()}`,
				eventOf(zone.data(`${zoneId} ${id}`)),
			);
		return zone;
	}

	test('none in a sound one', async () => {
		expect(await faultsAfter(await twoEvents('sound'))).toEqual([]);
	});

	test('a gap', async () => {
		const zone = await twoEvents('gap');
		await zone.append(AUDIT_STREAM, '3-1', eventOf(zone.data('gap third')), { seq: 4 });
		expect(await faultsAfter(zone)).toEqual([
			'zone "gap": 1 links of the chain are broken, the first at position 4',
			'zone "gap": the chain head is at 4, the ledger has 3 events',
		]);
	});

	test('an event that the projection lacks', async () => {
		const zone = await twoEvents('projection');
		await zone.append(AUDIT_STREAM, '4-1', eventOf(zone.data('projection third')), { inSearch: false });
		expect(await faultsAfter(zone)).toEqual([
			'zone "projection": 1 events are only in the ledger or only in the projection',
			'zone "projection": the projection has 2 events, the ledger 3',
			'zone "projection": 1 cells of the rollup per minute are wrong',
			'zone "projection": 1 cells of the rollup per hour are wrong',
		]);
	});

	test('a changed row and a wrong count', async () => {
		const zone = await twoEvents('changed');
		await owner.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await tx`update ledger_events set content_sha256 = decode(repeat('00', 32), 'hex') where id = 'changed second'`;
			await tx`update rollup_hour set events = 7 where zone_no = (select zone_no from zones where zone_id = 'changed')`;
		});
		expect(await faultsAfter(zone)).toEqual([
			`zone "changed": the chain head's hash is not that of the last event`,
			'zone "changed": the rollup per hour counts 7 events, the ledger 2',
			'zone "changed": 1 cells of the rollup per hour are wrong',
		]);
	});
});
