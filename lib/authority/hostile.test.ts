import { expect, test } from 'vitest';
import type { JsonValue } from '../json';
import type { TraceEvent } from '../trace/event';
import { DRAWN_START } from '../trace/testing/draw';
import { HOSTILE_METADATA } from '../trace/testing/hostile';
import { blastRadius } from './blast';
import { idOf } from './bounds';
import { effectiveAuthority } from './effective';
import { factsOf, NAMED_MAX } from './facts';
import { neighbourhood } from './neighbourhood';
import { RESOURCES_MAX, SCOPES_MAX } from './rows';
import { StandingAt } from './standing';
import { AuthorityState } from './state';
import { instant } from './testing/folded';

const TYPES = [
	'token_exchange',
	'step_up_issued',
	'delegation_edge_create',
	'delegation_edge_revoke',
	'delegation_edge_expire',
	'session_spawn',
];
const MORE_TYPES = ['session_suspend', 'session_resume', 'session_terminate', 'session_revoke', 'constructor', ''];

let seq = 0;
function event(eventType: string, metadata: JsonValue): TraceEvent {
	seq++;
	return {
		...{
			zone: 'zn_demo',
			seq,
			id: `ev_${seq}`,
			eventType,
			requestId: '',
			decision: 'allow',
			policySetId: '',
			policySetVersionId: '',
			manifestSha: '',
		},
		...{ evaluationStatus: 'complete', determiningPolicies: null, diagnostics: null, metadata },
		...{ occurredAt: DRAWN_START, streamedAt: null, ingestedAt: DRAWN_START },
	};
}

function foldedEvents(events: readonly TraceEvent[]): AuthorityState {
	const state = new AuthorityState('zn_demo');
	state.apply(events);
	expect(state.settle()).toBeNull();
	return state;
}

test.each([...TYPES, ...MORE_TYPES])('whatever the metadata of %s', (type) => {
	const state = foldedEvents(HOSTILE_METADATA.map((metadata) => event(type, metadata)));
	const at = new StandingAt(state.graph, instant('0'));
	for (const id of state.graph.sessions.keys()) {
		neighbourhood(at, { focus: [id], depth: 3 });
		effectiveAuthority(at, id);
		blastRadius(at, [{ kind: 'session', id }]);
	}
	for (const row of state.graph.edges.values()) expect(JSON.stringify(row).length).toBeLessThan(30_000);
});

test('identifiers of 100 KB keep their rows small and apart', () => {
	const [one, two] = [`${'x'.repeat(100_000)}1`, `${'x'.repeat(100_000)}2`];
	const { graph } = foldedEvents([
		event('delegation_edge_create', { edge_id: one, source_session_id: two, target_session_id: one, constraints: 'y'.repeat(100_000) }),
		event('session_terminate', { agent_session_id: one, reason: 'z'.repeat(100_000) }),
	]);
	const rows = graph.rows();
	expect([rows.sessions.length, rows.edges.length]).toEqual([2, 1]);
	expect(JSON.stringify(rows).length).toBeLessThan(6000);
	expect(graph.edge(idOf(one))?.target?.value).toBe(idOf(one));
	expect(graph.edgesOut(idOf(two))).toHaveLength(1);
});

test('names of the prototype are names', () => {
	const { graph } = foldedEvents([
		event('session_spawn', { agent_session_id: '__proto__', parent_id: 'constructor', application_id: 'toString' }),
		event('delegation_edge_create', { edge_id: 'hasOwnProperty', source_session_id: '__proto__', target_session_id: 'valueOf' }),
	]);
	expect(graph.children('constructor').map(({ id }) => id)).toEqual(['__proto__']);
	expect(graph.edgesOut('__proto__').map(({ id }) => id)).toEqual(['hasOwnProperty']);
	expect(graph.edge('isPrototypeOf')).toBeUndefined();
});

test('lists without end have one', () => {
	const many = (count: number, name: string) => Array.from({ length: count }, (_, i) => `${name}${i}`);
	const chain = Array.from({ length: 5000 }, (_, i) => ({ application_id: 'a', agent_session_id: `s${i}`, delegation_edge_id: `e${i}` }));
	expect(factsOf(event('token_exchange', { delegation_chain: chain, agent_session_id: 's' })).facts.length).toBeLessThan(200);
	expect(factsOf(event('delegation_edge_expire', { edge_ids: many(50_000, 'e') })).facts).toHaveLength(NAMED_MAX);
	const uses = many(100, 'res').map((resource) =>
		event('token_exchange', { agent_session_id: 's', delegation_edge_id: 'e', resource, requested_scopes: many(500, resource) }),
	);
	const { graph } = foldedEvents(uses);
	expect([graph.edge('e')?.scopesUsed.length, graph.edge('e')?.resources.length, graph.edge('e')?.isCut]).toEqual([
		SCOPES_MAX,
		RESOURCES_MAX,
		true,
	]);
	const flaps = Array.from({ length: 300 }, (_, i) => event(i % 2 === 0 ? 'session_suspend' : 'session_resume', { agent_session_id: 'f' }));
	expect(foldedEvents(flaps).graph.session('f')?.changes).toHaveLength(32);
});
