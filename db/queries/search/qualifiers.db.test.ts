import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonbText } from '../../../lib/chain/jsonb-text';
import type { AuditEvent } from '../../../lib/events/contract';
import { FIELD_NAMES } from '../../../lib/query/field-names';
import { parseQuery } from '../../../lib/query/parse';
import { type Database, openDatabase } from '../../database';
import { createTestDatabase, type TestDatabase } from '../../testing/database';
import { testServices } from '../../testing/env';
import { seedAuditEvents } from '../../testing/seed-audit-events';
import { listZones, type ZoneRow } from '../zones';
import { compile } from './compile';
import { countUpTo } from './count-up-to';
import { decisionCounts } from './decision-counts';
import { differenceRows } from './differences';
import { facetRows } from './facets';
import { withIds } from './names';
import { searchPage } from './page';
import { narrow } from './question';
import { knownValues } from './values';

const NOON = 1_793_620_800_000_000n;
const HOUR = 3_600_000_000n;
const json = (value: object | null) => (value === null ? null : jsonbText(JSON.stringify(value)));

/** An event by its id; what is not said is as an exchange of `app_mailer` that was allowed. */
function event(id: string, given: Partial<AuditEvent> & { metadata?: object; diagnostics?: object; policies?: object } = {}): AuditEvent {
	const { metadata = {}, diagnostics, policies, ...rest } = given;
	return {
		id,
		zoneId: 'zn_a',
		eventType: 'token_exchange',
		requestId: 'req-1',
		decision: 'allow',
		policySetId: '',
		policySetVersionId: 'psv_1',
		manifestSha: '',
		evaluationStatus: 'complete',
		determiningPoliciesText: json(policies ?? null),
		diagnosticsText: json(diagnostics ?? null),
		metadataText: json(metadata),
		occurredAt: NOON,
		...rest,
	};
}

const EVENTS: readonly AuditEvent[] = [
	event('plain', { metadata: { application_id: 'app_mailer', resource: 'resource://crm' } }),
	event('denied', {
		decision: 'deny',
		occurredAt: NOON + HOUR,
		diagnostics: [{ reason: 'no_rule_matched' }],
		policies: [{ policy: 'caracal-bootstrap' }],
		metadata: {
			application_id: 'app_billing',
			resource: 'resource://pay/eu',
			requested_scopes: ['crm:read', 'crm:write'],
			note: '100% sure_thing',
		},
	}),
	event('gateway', {
		eventType: 'gateway_resource_request',
		zoneId: 'zn_b',
		requestId: 'req-2',
		policySetVersionId: 'psv_2',
		occurredAt: NOON + 2n * HOUR,
		metadata: {
			application_id: 'app_mailer',
			method: 'DELETE',
			path: '/contacts/17',
			upstream_host: 'crm.internal',
			upstream_status: 502,
			latency_ms: 700,
			provider_id: 'prov_1',
			jti: 'jti-9',
			trace_id: 'tr-1',
			agent_labels: ['batch', 'night'],
			error_kind: 'bad_gateway',
		},
	}),
	event('chained', {
		evaluationStatus: 'step_up_required',
		policySetId: 'ps_main',
		metadata: {
			workload_id: 'wl_report',
			subject: 'alice',
			session_id: 'ar_1',
			agent_session_id: 'ses_child',
			delegation_edge_id: 'edge_2',
			delegation_chain: [
				{ agent_session_id: 'ses_root', delegation_edge_id: 'edge_1' },
				{ agent_session_id: 'ses_child', delegation_edge_id: 'edge_2' },
			],
			challenge_id: 'ch_1',
			tier: 'high',
			a: { b: [{ c: 5 }, { c: 'five' }] },
		},
	}),
	event('spawned', {
		eventType: 'session_spawn',
		decision: '',
		evaluationStatus: '',
		requestId: '',
		policySetVersionId: '',
		occurredAt: NOON - HOUR,
		metadata: { parent_id: 'ses_root', labels: ['batch'] },
	}),
];

let testDb: TestDatabase;
let handle: { db: Database; close: () => Promise<void> };
let zones: ZoneRow[];

beforeAll(async () => {
	testDb = await createTestDatabase(testServices().databaseUrl);
	const owner = postgres(testDb.url, { max: 1, onnotice: () => {} });
	await seedAuditEvents(owner, EVENTS);
	await owner`insert into search_names (zone_no, field, name, id) values (1, 1, 'Billing', 'app_billing'), (1, 2, 'Nightly report', 'wl_report')`;
	await owner.end();
	handle = openDatabase(testDb.url, { role: 'console_web', seesEveryZone: true, connectionsMax: 1, applicationName: 'test' });
	zones = await listZones(handle.db);
});
afterAll(async () => {
	await handle?.close();
	await testDb?.drop();
});

async function compiledOf(text: string, from: bigint | null = null, to: bigint | null = null) {
	const { query, problems } = parseQuery(text, { nowMicros: NOON + 3n * HOUR });
	expect(problems, text).toEqual([]);
	const ids = await withIds(
		handle.db,
		zones.map((zone) => zone.zoneNo),
		query,
	);
	return compile(handle.db, { zones, from, to, query: ids });
}

async function found(text: string): Promise<string[]> {
	const compiled = await compiledOf(text);
	const { rows } = await searchPage(handle.db, compiled, { direction: 'older', cursor: null }, 50);
	const { counts } = await decisionCounts(handle.db, compiled, null);
	// whatever counts must count what the page shows
	expect(
		counts.reduce((sum, count) => sum + count.events, 0),
		text,
	).toBe(rows.length);
	expect((await countUpTo(handle.db, compiled, 1000)).events, text).toBe(rows.length);
	return rows.map((row) => row.id).toSorted();
}

const ALL = EVENTS.map(({ id }) => id);
const but = (...ids: string[]) => ALL.filter((id) => !ids.includes(id)).toSorted();

/** For each qualifier a query that finds something, and what it finds. */
const CASES: Readonly<Record<string, readonly (readonly [query: string, ids: readonly string[]])[]>> = {
	zone: [
		['zone:zn_b', ['gateway']],
		['-zone:zn_b', but('gateway')],
		['zone:zn_b OR id:plain', ['gateway', 'plain']],
	],
	decision: [
		['decision:deny', ['denied']],
		['decision:none', ['spawned']],
		['-decision:allow', ['denied', 'spawned']],
		['decision:deny,none', ['denied', 'spawned']],
		['decision:d*', ['denied']],
	],
	type: [
		['type:session_spawn', ['spawned']],
		['type:*_*request', ['gateway']],
		['-type:token_exchange', ['gateway', 'spawned']],
	],
	area: [
		['area:gateway', ['gateway']],
		['-area:credentials', ['gateway', 'spawned']],
		['area:other', []],
	],
	reason: [
		['reason:no_rule_matched', ['denied']],
		['reason:bad_*', ['gateway']],
		['-reason:*', ['spawned']],
	],
	status: [
		['status:step_up_required', ['chained']],
		['-status:*', ['spawned']],
		['status:compl*', ['denied', 'gateway', 'plain']],
	],
	request: [
		['request:req-2', ['gateway']],
		['-request:*', ['spawned']],
		['request:req*', but('spawned')],
		['-request:req-1', ['gateway', 'spawned']],
	],
	id: [
		['id:denied', ['denied']],
		['id:*a*n*', ['chained', 'plain', 'spawned']],
		['-id:denied', but('denied')],
	],
	app: [
		['app:app_billing', ['denied']],
		['app:Billing', ['denied']],
		['app:app_mailer', ['gateway', 'plain']],
		['-app:*', ['spawned']],
	],
	workload: [
		['workload:wl_report', ['chained']],
		['workload:"Nightly report"', ['chained']],
		['-workload:wl_report', but('chained')],
	],
	subject: [
		['subject:alice', ['chained']],
		['subject:al*', ['chained']],
	],
	resource: [
		['resource:"resource://pay*"', ['denied']],
		['resource:"resource://crm"', ['plain']],
	],
	scope: [
		['scope:crm:read', ['denied']],
		['scope:crm:*', ['denied']],
	],
	method: [
		['method:DELETE', ['gateway']],
		['method:delete', []],
	],
	path: [
		['path:/contacts/*', ['gateway']],
		['path:*17', ['gateway']],
	],
	host: [
		['host:crm.internal', ['gateway']],
		['-host:*', but('gateway')],
	],
	policy: [
		['policy:caracal-bootstrap', ['denied']],
		['policy:ps_main', ['chained']],
		['policy:*', ['chained', 'denied']],
	],
	'policy-version': [
		['policy-version:psv_2', ['gateway']],
		['policy-version:psv*', but('spawned')],
	],
	session: [
		['session:ses_child', ['chained']],
		['session:ses_root', ['chained', 'spawned']],
	],
	authority: [['authority:ar_1', ['chained']]],
	edge: [
		['edge:edge_1', ['chained']],
		['edge:edge_2', ['chained']],
		['-edge:*', but('chained')],
	],
	label: [
		['label:batch', ['gateway', 'spawned']],
		['label:night', ['gateway']],
		['label:n*', ['gateway']],
		['-label:*', but('gateway', 'spawned')],
	],
	challenge: [['challenge:ch_1', ['chained']]],
	tier: [['tier:high', ['chained']]],
	jti: [['jti:jti-9', ['gateway']]],
	trace: [['trace:tr-1', ['gateway']]],
	latency: [
		['latency:>500', ['gateway']],
		['latency:..700', ['gateway']],
		['latency:<700', []],
		['-latency:*', but('gateway')],
	],
	'upstream-status': [
		['upstream-status:500..599', ['gateway']],
		['upstream-status:502', ['gateway']],
		['upstream-status:<500', []],
	],
	provider: [['provider:prov_1', ['gateway']]],
	seq: [
		['seq:1', ['gateway', 'plain']],
		['seq:>3', ['spawned']],
		['-seq:1', ['chained', 'denied', 'spawned']],
	],
	since: [
		['since:90m', ['gateway']],
		['-since:90m', but('gateway')],
		['since:2h OR id:plain', ['denied', 'gateway', 'plain']],
	],
	until: [
		['until:3h', ['spawned']],
		['since:3h until:2h', ['chained', 'plain']],
	],
	meta: [
		['meta.note:"100% sure_thing"', ['denied']],
		['meta.a.b.c:5', ['chained']],
		['meta.a.b.c:>4', ['chained']],
		['meta.a.b.c:five', ['chained']],
		['meta.note:"100_ sure%"', []],
		['meta.note:*', ['denied']],
	],
	words: [
		['"sure_thing"', ['denied']],
		['CONTACTS', ['gateway']],
		['"crm read"', ['denied']],
		['conta*', ['gateway']],
		['-batch', but('gateway', 'spawned')],
		['nothing_like_it', []],
	],
};

describe('qualifiers', () => {
	test('each has a case', () => {
		expect(Object.keys(CASES).toSorted()).toEqual([...FIELD_NAMES, 'meta', 'words'].toSorted());
	});

	test.each(Object.entries(CASES).flatMap(([name, cases]) => cases.map(([query, ids]) => [name, query, ids] as const)))(
		'%s: %s',
		async (_, query, ids) => {
			expect(await found(query)).toEqual([...ids].toSorted());
		},
	);

	test('several at once, in brackets, with words', async () => {
		expect(await found('decision:allow (host:crm.internal OR session:ses_root) -label:night')).toEqual(['chained']);
		expect(await found('decision:deny app:billing,Billing "crm write"')).toEqual(['denied']);
	});
});

describe('what stands around a search', () => {
	test('histogram bars hold every event once, from the rollups and from the projection alike', async () => {
		const bars = async (text: string, stepMs: number) => {
			const { counts, source } = await decisionCounts(handle.db, await compiledOf(text, NOON - HOUR, NOON + 3n * HOUR), stepMs);
			return { source, bars: counts.map((count) => [count.bar - Number(NOON / 1000n) / stepMs, count.decision, count.events]).toSorted() };
		};
		const rolled = await bars('', 3_600_000);
		expect(rolled).toEqual({
			source: 'rollup',
			bars: [
				[-1, 'none', 1],
				[0, 'allow', 2],
				[1, 'deny', 1],
				[2, 'allow', 1],
			].toSorted(),
		});
		expect((await bars('-id:x', 3_600_000)).bars).toEqual(rolled.bars);
		expect((await bars('-decision:none', 1_800_000)).bars).toEqual(
			[
				[0, 'allow', 2],
				[2, 'deny', 1],
				[4, 'allow', 1],
			].toSorted(),
		);
	});

	test('a facet leaves out the filter on its own field, others count with all', async () => {
		const fields = ['decision', 'type', 'app', 'label', 'reason'] as const;
		const asked = { fields, contains: '', valuesMax: 10 };
		const values = async (text: string, from: bigint | null = null, to: bigint | null = null) => {
			const { facets, source } = await facetRows(handle.db, await compiledOf(text, from, to), asked);
			return {
				source,
				...Object.fromEntries(facets.map((facet) => [facet.field, facet.values.map((each) => `${each.value} ${each.events}`).toSorted()])),
			};
		};
		const whole = await values('');
		expect(whole).toMatchObject({
			source: 'rollup',
			decision: ['allow 3', 'deny 1', 'none 1'],
			app: ['app_billing 1', 'app_mailer 2', 'wl_report 1'],
			label: ['batch 2', 'night 1'],
		});
		expect(await values('', NOON - 2n * HOUR + 1n, NOON + 3n * HOUR - 1n)).toEqual(whole);
		expect({ ...(await values('-id:x')), source: 'rollup' }).toEqual(whole);
		const allowed = await values('decision:allow app:app_mailer');
		expect(allowed).toMatchObject({
			decision: ['allow 2'],
			app: ['app_mailer 2', 'wl_report 1'],
			type: ['gateway_resource_request 1', 'token_exchange 1'],
			label: ['batch 1', 'night 1'],
		});
	});

	test('facets are searched, and names are told', async () => {
		const { facets } = await facetRows(handle.db, await compiledOf(''), { fields: ['app'], contains: 'BILL', valuesMax: 5 });
		expect(facets).toEqual([{ field: 'app', values: [{ value: 'app_billing', name: 'Billing', events: 1 }], distinct: 1 }]);
	});

	test('values are completed by id and by name, with counts', async () => {
		const question = narrow({ zones, from: null, to: null, query: { kind: 'all' } });
		const complete = async (field: 'app' | 'zone' | 'reason' | 'workload' | 'decision', prefix: string) =>
			(await knownValues(handle.db, question, field, prefix, 10)).values;
		expect(await complete('app', 'bil')).toEqual([{ value: 'app_billing', name: 'Billing', events: 1 }]);
		expect((await complete('app', 'app_'))[0]).toMatchObject({ value: 'app_mailer', events: 2 });
		expect(await complete('reason', 'matched')).toEqual([{ value: 'no_rule_matched', name: null, events: 1 }]);
		expect(await complete('zone', 'zn_')).toHaveLength(2);
		expect(await complete('workload', 'night')).toEqual([{ value: 'wl_report', name: 'Nightly report', events: null }]);
		expect(await complete('reason', '%')).toEqual([]);
		expect((await complete('decision', 'no')).map(({ value }) => value)).toEqual(['none']);
	});

	test('a selection is set against the rest', async () => {
		const compiled = await compiledOf('');
		const { selected, rest, rows } = await differenceRows(handle.db, compiled, { from: NOON + HOUR, to: null, compiled: null }, 1);
		expect([selected, rest]).toEqual([2, 3]);
		expect(rows.find((row) => row.field === 'app' && row.value === 'app_mailer')).toMatchObject({ selected: 1, rest: 1 });
		expect(rows.find((row) => row.field === 'label' && row.value === 'batch')).toMatchObject({ selected: 1, rest: 1 });
		const byQuery = await differenceRows(handle.db, compiled, { from: null, to: null, compiled: await compiledOf('session:ses_root') }, 1);
		expect([byQuery.selected, byQuery.rest]).toEqual([2, 3]);
	});
});
