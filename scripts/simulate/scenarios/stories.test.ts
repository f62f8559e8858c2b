import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Entry, fieldOf } from '../entry';
import { testStage } from '../testing/stage';
import { SCENARIOS, type ScenarioName } from '.';
import type { Scenario } from './scenario';

const event = z.object({
	event_type: z.string(),
	decision: z.string(),
	request_id: z.string(),
	evaluation_status: z.string(),
	policy_set_version_id: z.string().optional(),
	determining_policies_json: z.unknown(),
	diagnostics_json: z.unknown(),
	metadata_json: z.looseObject({
		agent_session_id: z.string().optional(),
		delegation_chain: z.array(z.looseObject({ delegation_edge_id: z.string() })).optional(),
	}),
	occurred_at: z.string(),
});
type Event = z.infer<typeof event> & { entry: Entry };

function told(name: ScenarioName) {
	const played = (SCENARIOS[name] as Scenario).play(testStage());
	const entries = [...played.entries];
	const events: Event[] = entries
		.filter((entry) => fieldOf(entry, 'data') !== undefined)
		.map((entry) => ({ ...event.parse(JSON.parse(fieldOf(entry, 'data') ?? '')), entry }));
	const story = played.story();
	const id = (key: string) => String(story.ids[key]);
	const list = (key: string) => [story.ids[key] ?? []].flat();
	return { entries, events, story, id, list, of: (requestId: string) => events.filter(({ request_id }) => request_id === requestId) };
}

const words = (events: readonly Event[]) => events.map((one) => `${one.event_type} ${one.decision} ${one.evaluation_status}`);

describe('denied-after-policy-change', () => {
	const { story, id, of, entries } = told('denied-after-policy-change');

	it('opens at the first denied request, which differs from the last allowed in its policy version alone', () => {
		expect(story.path).toBe(`/requests/${id('denied request')}?zone=demo-policy`);
		const [denied] = of(id('denied request'));
		const [allowed] = of(id('last allowed request'));
		expect([denied?.decision, allowed?.decision]).toEqual(['deny', 'allow']);
		expect(denied?.metadata_json).toEqual(allowed?.metadata_json);
		expect([allowed?.policy_set_version_id, denied?.policy_set_version_id]).toEqual([
			id('policy version before'),
			id('policy version after'),
		]);
	});

	it('announces both versions, the new one between the two requests', () => {
		const activated = entries.filter(({ stream }) => stream === 'caracal.policy.invalidate');
		expect(activated.map((entry) => fieldOf(entry, 'policy_set_version_id'))).toEqual([
			id('policy version before'),
			id('policy version after'),
		]);
		const at = activated[1]?.streamAtMs ?? 0;
		expect(of(id('last allowed request'))[0]?.entry.occurredAtMs).toBeLessThan(at);
		expect(of(id('denied request'))[0]?.entry.occurredAtMs).toBeGreaterThan(at);
	});
});

describe('step-up', () => {
	const { events, id, of } = told('step-up');
	const life = (challenge: string) => words(events.filter(({ metadata_json: meta }) => meta.challenge_id === challenge));

	it('is held, approved, consumed, used, and issued once more', () => {
		expect(life(id('approved challenge'))).toEqual([
			'step_up_issued pending complete',
			'step_up_decided approved complete',
			'step_up_consumed consumed complete',
			'step_up_consumed consumed complete',
		]);
		expect(words(of(id('held request')))).toEqual(['token_exchange allow complete', 'step_up_issued pending complete']);
		expect(JSON.stringify(of(id('held request'))[0]?.diagnostics_json)).toContain('step_up_required');
		expect(words(of(id('consuming request'))).sort()).toEqual(
			['gateway_resource_request allow executed', 'step_up_consumed consumed complete', 'token_exchange allow complete'].sort(),
		);
	});

	it('is rejected once, and expires once without any event of its own', () => {
		expect(life(id('rejected challenge'))).toEqual([
			'step_up_issued pending complete',
			'step_up_decided rejected complete',
			'token_exchange deny approval_rejected',
		]);
		expect(life(id('expired challenge'))).toEqual(['step_up_issued pending complete']);
		expect(words(of(id('late retry')))).toEqual(['token_exchange deny approval_expired']);
	});
});

describe('token-replay', () => {
	it('shows three replays and a collision of one token id, and the end of the session', () => {
		const { events, entries, id, list } = told('token-replay');
		const anomalies = events.filter(({ metadata_json: meta }) => meta.jti === id('jti'));
		expect(words(anomalies)).toEqual([...Array(3).fill('replay_detected deny anomaly'), 'jti_collision deny anomaly']);
		expect(list('replays')).toHaveLength(3);
		const ended = entries
			.filter((entry) => fieldOf(entry, 'agent_session_id') === id('session'))
			.map((entry) => fieldOf(entry, 'event') ?? 'revoke');
		expect(ended.sort()).toEqual(['revoke', 'spawn', 'terminate']);
	});
});

describe('delegation-tree', () => {
	const { entries, events, list, id, of } = told('delegation-tree');
	const spawned = entries.filter((entry) => fieldOf(entry, 'event') === 'spawn');

	it('has forty sessions in five levels, each with one allowed call', () => {
		const depths = new Map<string, number>();
		for (const entry of spawned)
			depths.set(fieldOf(entry, 'agent_session_id') ?? '', (depths.get(fieldOf(entry, 'parent_id') ?? '') ?? -1) + 1);
		expect([0, 1, 2, 3, 4].map((depth) => [...depths.values()].filter((each) => each === depth).length)).toEqual([1, 5, 10, 13, 11]);
		const allowed = events.filter(({ event_type: type, decision }) => type === 'token_exchange' && decision === 'allow');
		expect(new Set(allowed.map(({ metadata_json: meta }) => meta.agent_session_id))).toEqual(new Set(list('sessions')));
	});

	it('ends with the deepest chain allowed, and refused beyond its scopes', () => {
		const [denied] = of(id('denied request'));
		expect(denied?.diagnostics_json).toEqual([{ reason: 'delegation_scope_exceeded' }]);
		expect(denied?.metadata_json.delegation_chain).toHaveLength(5);
		expect(
			of(id('deepest request'))[0]
				?.metadata_json.delegation_chain?.slice(0, -1)
				.map((hop) => hop.delegation_edge_id),
		).toEqual(list('delegation chain'));
	});
});

describe('revocation-cascade', () => {
	const { entries, events, id, list, of } = told('revocation-cascade');
	const revokedMs = Date.parse(id('revoked at'));
	const fallen = new Set([...list('fallen edges'), ...list('fallen sessions')]);
	const touches = (one: Event) =>
		[one.metadata_json.agent_session_id, ...(one.metadata_json.delegation_chain ?? []).map((hop) => hop.delegation_edge_id)].some((each) =>
			fallen.has(String(each)),
		);

	it('lets exactly two exchanges through after the revocation, beyond five seconds', () => {
		const late = events.filter((one) => one.event_type === 'token_exchange' && one.entry.occurredAtMs > revokedMs && touches(one));
		expect(late.map(({ request_id }) => request_id)).toEqual(list('late requests'));
		for (const one of late) {
			expect(one.decision).toBe('allow');
			expect(one.entry.occurredAtMs - revokedMs).toBeGreaterThan(5000);
			expect(words(of(one.request_id)).at(-1)).toBe('gateway_resource_request allow executed');
		}
	});

	it('names the root with its count and every ended session, and never the unannounced delegations', () => {
		const after = entries.filter((entry) => entry.streamAtMs >= revokedMs);
		const named = new Set(after.filter((entry) => fieldOf(entry, 'event') === 'edge_revoke').map((entry) => fieldOf(entry, 'edge_id')));
		expect(named.has(id('revoked edge'))).toBe(true);
		expect(list('unannounced edges').filter((edge) => named.has(edge))).toEqual([]);
		const counted = after.find(
			(entry) => fieldOf(entry, 'edge_id') === id('revoked edge') && fieldOf(entry, 'affected_edges') !== undefined,
		);
		expect(Number(counted && fieldOf(counted, 'affected_edges'))).toBe(list('unannounced edges').length + 1);
		const ended = after.filter((entry) => fieldOf(entry, 'event') === 'terminate').map((entry) => fieldOf(entry, 'agent_session_id'));
		expect(new Set(ended)).toEqual(new Set(list('fallen sessions')));
	});

	it('shares no authority record between what falls and what goes on', () => {
		const revoked = new Set(
			entries.filter(({ stream }) => stream === 'caracal.sessions.revoke').map((entry) => fieldOf(entry, 'session_id')),
		);
		const goesOn = events.filter((one) => one.event_type === 'token_exchange' && one.entry.occurredAtMs > revokedMs && !touches(one));
		expect(goesOn.length).toBeGreaterThan(3);
		for (const one of goesOn) expect(revoked.has(String(one.metadata_json.session_id))).toBe(false);
		expect(revoked.size).toBeGreaterThan(4);
	});

	it('cuts a long answer', () => {
		expect(of(id('interrupted request')).map(({ metadata_json: meta }) => meta.revocation_interrupted)).toEqual([undefined, true]);
	});
});

describe('clock-skew-and-late', () => {
	it('has a call before its exchange, entries hours late, and years that are not', () => {
		const { events, id, of } = told('clock-skew-and-late');
		const [exchange, call] = of(id('STS 4 min ahead'));
		expect(Date.parse(exchange?.occurred_at ?? '') - Date.parse(call?.occurred_at ?? '')).toBeGreaterThan(200_000);
		const late = events.filter(({ entry }) => entry.streamAtMs - entry.occurredAtMs > 2 * 3_600_000);
		expect(late.length).toBeGreaterThan(50);
		const years = new Set(events.map(({ occurred_at: at }) => at.slice(0, 4)));
		expect([...years].sort()).toEqual(['1999', '2026', '2031']);
	});
});
