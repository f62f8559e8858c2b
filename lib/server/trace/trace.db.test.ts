import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Reader, rowsOf } from '../../../db/queries/reader';
import { seedAuditEvents } from '../../../db/testing/seed-audit-events';
import { requestAnswerSchema, requestChangesSchema } from '../../api/trace';
import { jsonbText } from '../../chain/jsonb-text';
import type { AuditEvent } from '../../events/contract';
import { textOf } from '../../events/words';
import type { JsonValue } from '../../json';
import type { TraceEvent } from '../../trace/event';
import { DRAWN_START, drawn } from '../../trace/testing/draw';
import * as stories from '../../trace/testing/stories';
import { explainRequest } from '../audit/by-request';
import { readZones } from '../evidence';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { visibleZones } from '../zones';
import { requestChanges } from './changes';
import { gather } from './gather';
import { readInTime } from './in-time';
import { openRequest } from './open';

const ctx = contextOf('viewer');
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJl';
const CAT = `cat_AbCd1234_${'x'.repeat(43)}`;
const BIG_EVENTS = 10_000;
const BEYOND = 7;
const HOSTILE_IDS = [
	...[
		'a/b/c',
		'../../etc/passwd',
		'with blanks  twice',
		"' or 1=1 --",
		'%2F%00',
		'ünï/çödé 漢字 🦊',
		'"quoted"',
		'\\',
		'\u202eabc',
		'{}',
		'null',
	],
	...['__proto__', '#?&=', 'x'.repeat(4096), '漢'.repeat(1365)],
];
let database: ConsoleDatabase;

/** Answers searches of the dead letters as a worker would, that of "nowhere" with letters the asker may not all read. */
async function answerSearches(): Promise<void> {
	const letters = ['zn_one', 'zn_two', 'zn_other', null].map((zone, i) => ({
		zone,
		reason: 'hmac_verify_failed',
		atMs: 1_764_000_000_000 - i,
	}));
	await database.owner`update dead_letter_searches set answered_at = now(), looked_through = 2, is_whole = true,
		letters = case asked when 'nowhere' then ${JSON.stringify(letters)} else '[]' end where answered_at is null`;
}

const json = (value: JsonValue) => (value === null ? null : jsonbText(JSON.stringify(value)));
const auditEvent = (event: TraceEvent, prefix: string): AuditEvent => ({
	id: `${prefix}-${event.id}`,
	zoneId: event.zone,
	eventType: event.eventType,
	requestId: event.requestId,
	decision: event.decision,
	policySetId: event.policySetId,
	policySetVersionId: event.policySetVersionId,
	manifestSha: event.manifestSha,
	evaluationStatus: event.evaluationStatus,
	determiningPoliciesText: json(event.determiningPolicies),
	diagnosticsText: json(event.diagnostics),
	metadataText: json(event.metadata),
	occurredAt: event.occurredAt,
});
/** A story in a zone of its own. */
const story = (zone: string, text: string) => drawn(text).map((event) => auditEvent({ ...event, zone }, zone));

function exchange(
	zone: string,
	requestId: string,
	no: number,
	metadata: Record<string, JsonValue>,
	more: Partial<AuditEvent> = {},
): AuditEvent {
	return {
		...{ id: `${zone}-x${no}`, zoneId: zone, eventType: 'token_exchange', requestId, decision: 'allow', policySetId: '' },
		...{ policySetVersionId: 'psv_1', manifestSha: '', evaluationStatus: 'complete', determiningPoliciesText: '[]', diagnosticsText: '[]' },
		metadataText: json({ application_id: 'app_big', resource: 'resource://crm', ...metadata }),
		occurredAt: DRAWN_START + BigInt(no) * 1000n,
		...more,
	};
}

/** The last events of their zones are behind the word index. */
const TAIL = `
0     token_exchange allow complete app=app_t resource=resource://crm session=ses_tail
1s    token_exchange allow complete request=req-other app=app_t resource=resource://crm session=ses_tail
2s    session_revoke request=req-admin session=ses_tail
`;

beforeAll(async () => {
	database = await useConsoleDatabase();
	await database.owner.listen('dead_letter_searches', answerSearches);
	const secrets = { client_secret: 's3cr3t-value', note: `Bearer ${JWT}`, jti: CAT, agent_session_id: 'ses_secret' };
	const big = Array.from({ length: BIG_EVENTS + BEYOND }, (_, i) =>
		exchange('zn_big', 'req-big', i, { agent_session_id: 'ses_big', jti: `jti-${i}`, trace_id: `${i}`.padStart(32, '0') }),
	);
	await seedAuditEvents(
		database.owner,
		[
			...story('zn_step', stories.STEP_UP),
			...story('zn_cascade', stories.CASCADE),
			...story('zn_policy', stories.POLICY_CHANGE),
			...story('zn_one', stories.ALLOWED),
			...story('zn_two', stories.BAD_GATEWAY),
			...story('zn_tail', TAIL),
			...HOSTILE_IDS.map((id, i) => exchange('zn/odd zone', id, i, {})),
			exchange('zn_secret', JWT, 0, secrets),
			exchange('zn_secret', `${JWT.slice(0, -3)}abc`, 1, secrets),
			exchange('zn_secret', 'req-plain', 2, secrets),
			...Array.from({ length: 700 }, (_, i) =>
				exchange('zn_crowd', i === 350 ? 'req-crowd' : `req-c${i}`, i * 1000, { agent_session_id: 'ses_crowd', jti: 'jti-crowd' }),
			),
			...big,
		],
		0.8,
	);
	await database.owner.begin(async (sql) => {
		await sql`alter table ledger_events disable trigger user`;
		await sql`update ledger_events set entry_ms = (extract(epoch from occurred_at) * 1000)::bigint + 4, ingested_at = occurred_at + interval '40 milliseconds'`;
		await sql`alter table ledger_events enable trigger user`;
		await sql`insert into worker_heartbeats (worker_id, undelivered_entries, pending_entries, oldest_pending_ms, dead_letter_entries)
			values ('w', 3, 4, 1500, 2)`;
		await sql`insert into audit_ingest_alerts (event_id, zone_id, kind) values ('ev-tampered', 'zn_one', 'tamper_on_replay'), ('ev-tampered', 'zn_two', 'tamper_on_replay')`;
		await sql`insert into audit_retention (retention_days) values (400) on conflict (singleton) do update set retention_days = 400`;
	});
}, 120_000);
afterAll(() => database?.close());
beforeEach(async () => {
	await takeRecorded(database.owner);
});

const open = (requestId: string, zone: string | null = null, as = ctx) => openRequest({ ctx: as, input: { zone, requestId } });
const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');
const sentences = (answer: Awaited<ReturnType<typeof open>>) => answer.trace.requests.map((request) => plain(request.sentence));

describe('one request', () => {
	test('has the whole life of its approval, joined by the challenge', async () => {
		const answer = await open('req-1', 'zn_step');
		expect(sentences(answer)).toEqual([
			'mailer was allowed pay:approve on pay by policy, but held for an operator, approved by console:acct_9 after 42 s, used after 45 s.',
		]);
		const [request] = answer.trace.requests;
		expect(request?.related.map(({ requestId, relation }) => [requestId, relation])).toEqual([
			['adm-1', 'approval'],
			['req-2', 'session'],
			['req-2', 'approval'],
		]);
		expect(answer).toMatchObject({ eventsLeftOut: 0, lookupsCut: [], elsewhere: null, zones: ['zn_step'] });
		expect(requestAnswerSchema.safeParse(answer).error).toBeUndefined();
	});

	test('was allowed after its authority had ended, which events of other requests tell', async () => {
		const answer = await open('req-1', 'zn_cascade');
		expect(sentences(answer)).toEqual([
			'mailer was allowed crm:read on crm 7 s after delegation edge_0 had been revoked; upstream answered 200 in 31 ms.',
		]);
		expect(answer.trace.requests[0]?.violations).toHaveLength(1);
	});

	test('finds what the word index does not know yet', async () => {
		const { trace } = await open('req-1', 'zn_tail');
		expect(trace.requests[0]?.related.map(({ requestId, relation }) => [requestId, relation])).toEqual([
			['req-other', 'session'],
			['req-admin', 'authority'],
		]);
		await database.owner`delete from search_words where zone_no = (select zone_no from zones where zone_id = 'zn_cascade')`;
		await database.owner`delete from search_word_heads where zone_no = (select zone_no from zones where zone_id = 'zn_cascade')`;
		expect((await open('req-1', 'zn_cascade')).trace.requests[0]?.violations).toHaveLength(1);
	});

	test('that shares its ID with others in other zones is shown apart from them', async () => {
		const answer = await open('req-1', null, contextOf('viewer', ['zn_one', 'zn_two']));
		expect(answer.zones).toEqual(['zn_one', 'zn_two']);
		expect(answer.trace.apart).toEqual(['zone']);
		expect(answer.trace.requests.map(({ zone }) => zone).toSorted()).toEqual(['zn_one', 'zn_two']);
		expect(sentences(answer).toSorted()).toEqual([
			'mailer was allowed crm:read on crm; upstream answered 200 in 31 ms.',
			'mailer was allowed crm:read on crm; upstream answered 502 in 31 ms.',
		]);
		expect(
			(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [
				event_type,
				zone_id,
				metadata_json.events_shown,
			]),
		).toEqual([
			['console.request_opened', 'zn_one', 2],
			['console.request_opened', 'zn_two', 2],
		]);
	});

	test('of 10,000 events is told whole, and what lies beyond is counted', async () => {
		const answer = await open('req-big', 'zn_big');
		expect(answer.trace.requests.map(({ events }) => events.length)).toEqual([BIG_EVENTS]);
		expect(answer.eventsLeftOut).toBe(BEYOND);
		const token = answer.lookupsCut.find(({ relation }) => relation === 'token');
		expect(token?.valuesLeftOut).toBeGreaterThan(BIG_EVENTS - 200);
	});

	test('of a session with more events than are read has those nearest to it, and says that there are more', async () => {
		const answer = await open('req-crowd', 'zn_crowd');
		const [request] = answer.trace.requests;
		const offsets = request?.related.map(({ requestId }) => Math.abs(Number(requestId.slice('req-c'.length)) - 350)) ?? [];
		expect(offsets.length).toBeGreaterThan(90);
		expect(Math.max(...offsets)).toBeLessThan(120);
		expect(answer.lookupsCut.map(({ relation, rowsCut }) => [relation, rowsCut])).toEqual([
			['session', true],
			['token', true],
		]);
	});

	test('is told without its surroundings when these take too long', async () => {
		const zones = await visibleZones(contextOf('viewer', ['zn_step']));
		const found = await readZones(zones, (reader) => gather(reader, zones, 'req-1', new Set()), 'kept');
		expect([found.split.requests.flat().length, found.related.length]).toEqual([2, 0]);
		expect(found.cuts.every(({ rowsCut }) => rowsCut)).toBe(true);
		expect(found.cuts.map(({ relation }) => relation)).toEqual(['approval', 'authority', 'session', 'policy']);
	});

	test('is asked again with fewer relations when a statement takes too long', async () => {
		const zones = await visibleZones(contextOf('viewer', ['zn_step']));
		const asked: number[] = [];
		const read = async (reader: Reader, relations: ReadonlySet<string>) => {
			asked.push(relations.size);
			// sent together, and heard of last: what stands behind a statement that failed fails with it
			const slow = async () => rowsOf(reader, sql`select pg_sleep(60)`).finally(() => Promise.resolve());
			if (relations.size > 3) await Promise.all([slow(), rowsOf(reader, sql`select 1`)]);
			return [...relations];
		};
		expect(await readInTime(zones, read, undefined)).toEqual(['approval', 'authority', 'policy']);
		expect(asked).toEqual([6, 3]);
		await expect(readInTime(zones, () => Promise.reject(new Error('another failure')), undefined)).rejects.toThrow('another failure');
	});

	test.each(HOSTILE_IDS)('opens whatever its ID is: %j', async (requestId) => {
		for (const zone of ['zn/odd zone', null]) {
			const answer = await open(requestId, zone);
			expect(answer.requestId).toBe(requestId);
			expect(answer.trace.requests.map(({ zone, events }) => [zone, events.length])).toEqual([['zn/odd zone', 1]]);
		}
	});
});

describe('an ID that no event carries', () => {
	test('is an event, a session, a delegation, an approval, a trace: it says so, and where that leads', async () => {
		const kindsOf = async (id: string, zone: string | null) => (await open(id, zone)).elsewhere?.otherKinds ?? [];
		expect((await kindsOf('zn_one-ev_1', null)).map(({ kind, place, query }) => [kind, place, query])).toEqual([
			['event', { zone: 'zn_one', seq: 1 }, 'id:zn_one-ev_1'],
		]);
		const [session] = await kindsOf('ses_b', 'zn_cascade');
		expect([session?.kind, session?.events, session?.exact]).toEqual(['session', 4, true]);
		expect(session?.requests.map(({ requestId }) => requestId)).toEqual(['req-1', 'req-0']);
		expect((await kindsOf('edge_1', 'zn_cascade')).map(({ kind }) => kind)).toEqual(['delegation']);
		expect((await kindsOf('ch_1', 'zn_step')).map(({ kind, requests }) => [kind, requests.length])).toEqual([['approval', 3]]);
		expect((await kindsOf('4bf92f3577b34da6a3ce929d0e0e4736', null)).map(({ kind }) => kind)).toEqual(['trace']);
		expect((await kindsOf('ar_1', 'zn_step')).map(({ kind }) => kind)).toEqual(['authority']);
		expect(await kindsOf('ses_b', 'zn_one')).toEqual([]);
	});

	test('says how far the ledger is behind, since when there are events, and nothing of other zones', async () => {
		const { trace, elsewhere, completeTo } = await open('nowhere', null, contextOf('viewer', ['zn_one', 'zn_two']));
		expect([trace.requests, completeTo]).toEqual([[], null]);
		expect(elsewhere).toMatchObject({
			otherKinds: [],
			lookedFor: true,
			alerts: [],
			deadLetters: {
				...{ total: 2, looked: true, why: '' },
				letters: [
					{ zone: 'zn_one', reason: 'hmac_verify_failed', at: '2025-11-24T16:00:00.000000Z' },
					{ zone: 'zn_two', reason: 'hmac_verify_failed', at: '2025-11-24T15:59:59.999000Z' },
				],
			},
			lag: { entries: 7, workersAlive: 1 },
			retention: { days: 400, zones: ['zn_one', 'zn_two'].map((zone) => ({ zone, since: '2026-11-21T12:00:00.000000Z' })) },
		});
		const { elsewhere: tampered } = await open('ev-tampered', null, contextOf('viewer', ['zn_one']));
		expect(tampered?.alerts.map(({ zone, kind }) => [zone, kind])).toEqual([['zn_one', 'tamper_on_replay']]);
	});

	test('is looked for in the dead letters, of which each sees those of their zones; not what looks like a secret', async () => {
		const zonesOf = async (zone: string | null, as = ctx) =>
			(await open('nowhere', zone, as)).elsewhere?.deadLetters.letters.map((letter) => letter.zone);
		expect(await zonesOf(null)).toEqual(['zn_one', 'zn_two', 'zn_other', null]);
		expect(await zonesOf('zn_one')).toEqual(['zn_one']);
		expect(await zonesOf(null, contextOf('viewer', ['zn_two']))).toEqual(['zn_two']);
		await database.owner`delete from dead_letter_searches`;
		expect((await open(JWT, 'zn_one')).elsewhere?.deadLetters).toMatchObject({ looked: false, why: expect.stringContaining('secret') });
		expect(await database.owner`select from dead_letter_searches`).toEqual([]);
	});

	test('without a word that is indexed, or too long for an identifier, is not looked for as one', async () => {
		expect((await open('---', 'zn_one')).elsewhere).toMatchObject({ otherKinds: [], lookedFor: false });
		expect((await open('y'.repeat(5000), 'zn_one')).elsewhere).toMatchObject({ otherKinds: [], lookedFor: true });
	});

	test('is recorded in the zone asked for, else as a look-up without the text', async () => {
		await open('nowhere', 'zn_one');
		await open('nowhere', null);
		await open('ses_b', null);
		expect(
			(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [
				event_type,
				zone_id,
				metadata_json.events_shown ?? metadata_json.matches,
			]),
		).toEqual([
			['console.request_opened', 'zn_one', 0],
			['console.lookup', 'console', 0],
			['console.lookup', 'zn_cascade', 1],
		]);
	});
});

describe('the wall', () => {
	test('keeps zones apart: another zone is refused, and its events are in no answer', async () => {
		const here = contextOf('viewer', ['zn_one']);
		await expect(open('req-1', 'zn_two', here)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(
			requestChanges({ ctx: here, input: { zone: 'zn_one', requestId: 'req-1', with: 'req-1', withZone: 'zn_two' } }),
		).rejects.toMatchObject({
			code: 'forbidden',
		});
		const answer = await open('req-1', null, here);
		expect([answer.zones, answer.trace.requests.map(({ zone }) => zone)]).toEqual([['zn_one'], ['zn_one']]);
		expect((await open('req-big', null, here)).elsewhere).not.toBeNull();
		await expect(open('req-1', 'zn_missing')).rejects.toMatchObject({ code: 'not_found' });
	});

	test.each([
		['', null],
		['x'.repeat(9000), null],
		['\ud800', null],
		['a', ''],
	])('refuses what is no request ID or zone: %j %j', async (requestId, zone) => {
		await expect(open(requestId, zone)).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('masks secrets, also in IDs, and takes no masked ID for another', async () => {
		for (const requestId of [JWT, 'req-plain']) {
			const answer = await open(requestId, 'zn_secret');
			const text = JSON.stringify(answer);
			expect(text).toContain('[redacted]');
			for (const secret of ['s3cr3t', CAT, JWT.slice(0, 30)]) expect(text).not.toContain(secret);
			expect(answer.trace.requests.map(({ events }) => events.length)).toEqual([1]);
			expect(text).toContain('ses_secret');
		}
		expect((await open(CAT, 'zn_secret')).elsewhere?.otherKinds).toEqual([]);
	});

	test('nothing is answered when it cannot be recorded', async () => {
		await database.owner`revoke insert on console_outbox from console_web`;
		await expect(open('req-1', 'zn_one')).rejects.toThrow();
		await expect(open('nowhere')).rejects.toThrow();
		await expect(requestChanges({ ctx, input: { zone: 'zn_policy', requestId: 'req-1' } })).rejects.toThrow();
		await database.owner`grant insert on console_outbox to console_web`;
	});
});

describe('what changed', () => {
	const changes = (input: Record<string, unknown>) => requestChanges({ ctx, input });

	test('since the latest allowed request of the same application and resource with the same scopes', async () => {
		const answer = await changes({ zone: 'zn_policy', requestId: 'req-1' });
		expect(answer.baseline).toMatchObject({ match: 'application and resource', requestId: 'req-0', zone: 'zn_policy', seq: 1 });
		expect(plain(answer.diff?.cause.sentence ?? [])).toBe('policy version psv_8 was activated 35 s before; nothing else differs.');
		expect(answer.diff?.changes.map(({ type }) => type)).toEqual(['policy_activate']);
		expect(requestChangesSchema.safeParse(answer).error).toBeUndefined();
		expect(
			(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [
				event_type,
				zone_id,
				metadata_json.opened_request_id,
			]),
		).toEqual([
			['console.request_opened', 'zn_policy', 'req-1'],
			['console.request_opened', 'zn_policy', 'req-0'],
		]);
	});

	test('between any two, also of other zones', async () => {
		const answer = await changes({ zone: 'zn_policy', requestId: 'req-1', with: 'req-00' });
		expect(answer.baseline).toMatchObject({ match: 'chosen', requestId: 'req-00' });
		const across = await changes({ zone: 'zn_policy', requestId: 'req-1', with: 'req-1', withZone: 'zn_two' });
		expect(across.baseline).toMatchObject({ match: 'chosen', zone: 'zn_two' });
	});

	test('says why when there is nothing to compare with', async () => {
		expect(await changes({ zone: 'zn_one', requestId: 'req-1' })).toMatchObject({
			baseline: null,
			diff: null,
			why: expect.stringMatching(/^No allowed request/),
		});
		expect(await changes({ zone: 'zn_one', requestId: 'req-1', with: 'nowhere' })).toMatchObject({
			diff: null,
			why: expect.stringMatching(/^No zone that you may read has an event/),
		});
		expect(await changes({ zone: 'zn_step', requestId: 'adm-1' })).toMatchObject({ diff: null, why: 'No event of it is a decision.' });
		expect(await changes({ zone: 'zn_one', requestId: 'req-1', seq: 999 })).toMatchObject({ diff: null });
		await expect(changes({ zone: 'zn_one', requestId: 'nowhere' })).rejects.toMatchObject({ code: 'request_not_found' });
	});
});

test("Caracal's explanation of the same requests has the same decision", async () => {
	for (const [zone, requestId, decision, meaning] of [
		['zn_policy', 'req-1', 'deny', 'deny'],
		['zn_one', 'req-1', 'allow', 'allow'],
		['zn_step', 'req-1', 'pending', 'held'],
		// policy allowed it, and so says Caracal; what the upstream answered is another matter
		['zn_two', 'req-1', 'allow', 'failed'],
	] as const) {
		const { final_decision } = await explainRequest({ ctx, zoneId: zone, requestId });
		const { trace } = await open(requestId, zone);
		expect([zone, final_decision, trace.requests[0]?.meaning]).toEqual([zone, decision, meaning]);
	}
});
