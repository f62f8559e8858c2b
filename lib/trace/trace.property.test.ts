import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KNOWN_TYPES } from '../events/vocabulary';
import { textOf } from '../events/words';
import type { JsonValue } from '../json';
import { DIFF_FIELDS, diffOf, pickBaseline, requestOf } from './diff';
import type { TraceEvent } from './event';
import { read } from './reading';
import { lookupsOfAll, VALUES_MAX } from './related';
import { splitRequests } from './split';
import { DRAWN_START, drawn } from './testing/draw';
import { BARE, CYCLES, HOSTILE_METADATA, TORN_APPROVAL } from './testing/hostile';
import { buildTrace, RELATED_MAX, REQUESTS_MAX, type Trace } from './trace';

const NOW = DRAWN_START + 3_600_000_000n;
const trace = (events: readonly TraceEvent[]) => buildTrace({ requestId: 'req-1', events, now: NOW, completeTo: NOW });

const id = fc.constantFrom('', 'a', 'b', 'c', '__proto__');
const hop = fc.record({ application_id: id, agent_session_id: id, delegation_edge_id: id });
const metadata: fc.Arbitrary<JsonValue> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record(
			{
				application_id: id,
				application_name: id,
				resource: id,
				requested_scopes: fc.array(id, { maxLength: 3 }),
				agent_session_id: id,
				session_id: id,
				delegation_edge_id: id,
				edge_id: id,
				edge_ids: fc.array(id, { maxLength: 3 }),
				parent_id: id,
				challenge_id: id,
				jti: id,
				delegation_chain: fc.array(hop, { maxLength: 4 }),
				latency_ms: fc.integer(),
				upstream_status: fc.integer({ min: 0, max: 599 }),
				expires_at: fc.constantFrom('', '2026-11-21T12:00:30Z', '2026-11-21T16:00:00Z'),
			},
			{ requiredKeys: [] },
		) as fc.Arbitrary<JsonValue>,
	},
	{ weight: 1, arbitrary: fc.constantFrom(...HOSTILE_METADATA) },
	{ weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<JsonValue> },
);
const offset = fc.oneof(fc.integer({ min: -20_000_000, max: 20_000_000 }), fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }).map(Number));
const event: fc.Arbitrary<Omit<TraceEvent, 'seq' | 'id'>> = fc
	.record({
		zone: fc.constantFrom('z1', 'z2'),
		eventType: fc.oneof(
			fc.constantFrom('token_exchange', 'gateway_resource_request'),
			fc.constantFrom(...KNOWN_TYPES, '', 'future.event', 'constructor'),
		),
		requestId: fc.constantFrom('req-1', 'req-1', 'req-2', ''),
		decision: fc.constantFrom('allow', 'deny', 'pending', 'approved', 'rejected', 'consumed', '', 'odd'),
		policySetId: id,
		policySetVersionId: id,
		manifestSha: id,
		evaluationStatus: fc.constantFrom(
			'complete',
			'scope_mismatch',
			'approval_expired',
			'executed',
			'upstream_error',
			'exchange_denied',
			'',
			'constructor',
		),
		determiningPolicies: fc.constantFrom<JsonValue>(null, [], [{ policy: 'caracal-a-use' }], [5, null], 'x'),
		diagnostics: fc.constantFrom<JsonValue>(null, [], [{ reason: 'no_rule_matched' }], [{ step_up_required: {} }], [null, 5], {}),
		metadata,
		occurred: offset,
		streamed: fc.option(offset),
		ingested: offset,
	})
	.map(({ occurred, streamed, ingested, ...rest }) => ({
		...rest,
		occurredAt: DRAWN_START + BigInt(Math.round(occurred)),
		streamedAt: streamed === null ? null : DRAWN_START + BigInt(Math.round(streamed)),
		ingestedAt: DRAWN_START + BigInt(Math.round(ingested)),
	}));
const events = fc.array(event, { maxLength: 40 }).map((list) => list.map((one, i) => ({ ...one, seq: i + 1, id: `ev_${i}` })));

function stepKeys(made: Trace): string[] {
	return made.requests.flatMap(({ timeline }) => timeline.steps.map((step) => step.key));
}

describe('any set of events gives a trace', () => {
	test('that is JSON throughout, bounded, and does not depend on the order they come in', () => {
		fc.assert(
			fc.property(events, fc.infiniteStream(fc.nat()), (list, order) => {
				const made = trace(list);
				expect(JSON.parse(JSON.stringify(made))).toEqual(made);
				const shuffled = list.map((one) => [order.next().value ?? 0, one] as const).sort(([a], [b]) => a - b);
				expect(trace(shuffled.map(([, one]) => one))).toEqual(made);
				expect(new Set(stepKeys(made)).size).toBe(stepKeys(made).length);
				for (const request of made.requests) expect(textOf(request.sentence).length).toBeLessThan(4000);
			}),
			{ numRuns: 200 },
		);
	});

	test('that holds every event of the ID once', () => {
		fc.assert(
			fc.property(events, (list) => {
				const own = list.filter((one) => one.requestId === 'req-1');
				const { requests } = splitRequests(own.map(read));
				const found = requests.flatMap((request) => request.map((reading) => reading.key));
				expect(found.sort()).toEqual(own.map((one) => `${one.zone}/${one.seq}`).sort());
				const shown = trace(list).requests.slice(0, REQUESTS_MAX);
				for (const [i, request] of shown.entries()) expect(request.events).toHaveLength(requests[i]?.length ?? -1);
			}),
		);
	});

	test('and lookups of bounded size without empty values', () => {
		fc.assert(
			fc.property(events, (list) => {
				for (const lookup of lookupsOfAll(splitRequests(list.map(read)).requests)) {
					expect(lookup.values).not.toContain('');
					expect(new Set(lookup.values).size).toBe(lookup.values.length);
					expect(lookup.values.length === 0).toBe(lookup.field === null);
				}
			}),
		);
	});
});

test('any two requests of any events can be compared', () => {
	fc.assert(
		fc.property(events, (list) => {
			const [one, other] = [requestOf(list, 'req-1'), requestOf(list, 'req-2')];
			if (one === null || other === null) return;
			const made = diffOf(one, other, list, NOW);
			expect(JSON.parse(JSON.stringify(made))).toEqual(made);
			expect(made.fields.map((field) => field.name)).toEqual(DIFF_FIELDS);
			expect(diffOf(other, one, list, NOW)).toEqual(made);
			expect(textOf(made.cause.sentence)).not.toBe('');
			const found = pickBaseline(one, list.map(read));
			if (found !== null)
				expect(found.reading.event).toMatchObject({ decision: 'allow', eventType: 'token_exchange', zone: one.exchange.event.zone });
		}),
		{ numRuns: 300 },
	);
});

describe('hostile events', () => {
	test.each(HOSTILE_METADATA.map((one) => [JSON.stringify(one).slice(0, 60), one] as const))('metadata %s', (_, value) => {
		const types = [...KNOWN_TYPES, 'future.event'];
		const list = types.flatMap((eventType, i) =>
			drawn(`${i}s ${eventType} allow complete seq=${i + 1} request=req-1`).map((one) => ({ ...one, metadata: value })),
		);
		const made = trace(list);
		expect(made.requests.reduce((sum, request) => sum + request.events.length, 0)).toBe(types.length);
		expect(JSON.stringify(made)).not.toContain('\\u202e');
		expect(({} as Record<string, unknown>).application_id).toBeUndefined();
	});

	test('cycles in chains and parents end, and are named', () => {
		const [request] = trace(drawn(CYCLES)).requests;
		expect(
			request?.chains.map((chain) => [chain.basis, chain.links.map((link) => `${link.id}${link.isRepeated ? ' again' : ''}`)]),
		).toEqual([
			['parents', ['ar_1', 'ses_a', 'ses_b', 'ses_a again']],
			['delegation', ['ar_1', 'ses_a', 'edge_1', 'ses_b', 'edge_2', 'ses_a again', 'edge_1 again', 'ses_b again']],
		]);
		expect(request?.contradictions).toEqual([
			'The chain meets itself: a session, delegation or record stands in it twice.',
			'The event counts 7 delegations, its chain has 3.',
			'The delegation it acted under is not the last of its chain.',
			'The session that acted is not the last of its chain.',
			'The application that acted is not the last of its chain.',
		]);
	});

	test('an approval that contradicts itself is told with all that it says', () => {
		const [approval] = trace(drawn(TORN_APPROVAL)).requests[0]?.approvals ?? [];
		expect(approval?.contradictions).toEqual([
			'It was both approved and rejected.',
			'It was used before it is dated as approved.',
			'It was used although it was rejected.',
			'It was used more than once.',
			'It was decided after it had expired.',
		]);
	});

	test('bare and unknown events are shown as what they are', () => {
		const [request] = trace(drawn(BARE)).requests;
		expect(request?.events).toHaveLength(5);
		expect(textOf(request?.sentence ?? [])).toContain('future.event');
		expect(request?.explanation.trees.flatMap((tree) => tree.checks.map((check) => check.state))).not.toContain('passed');
	});
});

describe('many events', () => {
	const many = (line: (i: number) => string, count = 10_000) => drawn(Array.from({ length: count }, (_, i) => line(i)).join('\n'));

	test('10,000 events of one request', () => {
		const list = many((i) =>
			i % 2 === 0
				? `${i}ms token_exchange allow complete app=app_a session=ses_${i} edge=edge_${i} chain=app_o/ses_o>edge_${i}>app_a/ses_${i} resource=resource://r${i % 100} scopes=s${i % 7} policies=caracal-a-use version=psv_1`
				: `${i}ms gateway_resource_request allow executed app=app_a resource=resource://r${(i - 1) % 100} up=200 took=1`,
		);
		const [request] = trace(list).requests;
		expect(request?.events).toHaveLength(10_000);
		expect(request?.resources.map((one) => one.final.times)).toEqual(Array.from({ length: 50 }, () => 100));
		expect(request?.ghosts).toEqual([]);
		expect(request?.chains).toHaveLength(20);
		expect(request?.chainsLeftOut).toBe(4980);
	});

	test('10,000 requests under one ID are counted, not drawn', () => {
		const made = trace(many((i) => `${i}s token_exchange deny rate_limited app=app_${i}`));
		expect([made.requests.length, made.requestsLeftOut]).toEqual([REQUESTS_MAX, 10_000 - REQUESTS_MAX]);
	});

	test('10,000 related events are cut to the nearest, and lookups to VALUES_MAX values', () => {
		const own = '0 token_exchange allow complete app=app_a session=ses_a resource=resource://crm';
		const list = [...drawn(own), ...many((i) => `${i}s token_exchange deny complete seq=${i + 2} request=r${i} app=app_a session=ses_a`)];
		const [request] = trace(list).requests;
		expect([request?.related.length, request?.relatedLeftOut]).toEqual([RELATED_MAX, 10_000 - RELATED_MAX]);
		expect(request?.related.at(-1)?.requestId).toBe(`r${RELATED_MAX - 1}`);
		const lookups = lookupsOfAll([many((i) => `${i}ms token_exchange deny complete app=app_a session=ses_${i}`).map(read)]);
		expect(lookups.map(({ values, valuesLeftOut }) => [values.length, valuesLeftOut])).toEqual([
			[VALUES_MAX, 10_000 - VALUES_MAX],
			[VALUES_MAX, 10_000 - VALUES_MAX],
			[0, 0],
		]);
	});

	test('10,000 changes of one session and 10,000 uses of it', () => {
		const changes = many((i) => `${i}s ${i % 2 === 0 ? 'session_suspend' : 'session_resume'} session=ses_a`);
		const uses = many((i) => `${i}s token_exchange allow complete seq=${i + 20_000} app=app_a session=ses_a resource=resource://crm`);
		expect(trace([...changes, ...uses]).requests[0]?.events).toHaveLength(10_000);
	});
});
