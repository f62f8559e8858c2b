import fc from 'fast-check';
import type { JsonValue } from '../../json';
import type { TraceEvent } from '../../trace/event';
import { DRAWN_START } from '../../trace/testing/draw';

/** Few ids, so that events meet; one that a careless map would trip over. */
const session = fc.constantFrom('s1', 's2', 's3', 's4', 's5', 's6', '__proto__');
const edge = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'constructor');
const record = fc.constantFrom('', 'r1', 'r2');
const reason = fc.constantFrom('', 'delegation_revoked', 'requested', 'ttl', 'subject_revoked');
const scopes = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 3 });
const epoch = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined });
const hops = fc.array(fc.record({ application_id: fc.constantFrom('app1', 'app2'), agent_session_id: session, delegation_edge_id: edge }), {
	maxLength: 4,
});

const told = <T extends Record<string, fc.Arbitrary<unknown>>>(eventType: string, members: T) =>
	fc.record(members).map((metadata) => ({ eventType, decision: '', metadata: metadata as JsonValue }));

const structural = fc.oneof(
	{
		weight: 4,
		arbitrary: told('delegation_edge_create', { edge_id: edge, source_session_id: session, target_session_id: session, epoch, scopes }),
	},
	{ weight: 2, arbitrary: told('delegation_edge_revoke', { edge_id: edge, affected_edges: fc.integer({ min: 1, max: 9 }), epoch }) },
	told('delegation_edge_revoke', { edge_id: edge, reason, epoch }),
	told('delegation_edge_expire', { edge_ids: fc.array(edge, { maxLength: 2 }), affected_edges: fc.constant(1) }),
	{
		weight: 3,
		arbitrary: told('session_spawn', {
			agent_session_id: session,
			parent_id: fc.oneof(session, fc.constant('null')),
			application_id: fc.constant('app1'),
		}),
	},
	told('session_suspend', { agent_session_id: session, reason }),
	told('session_resume', { agent_session_id: session }),
	told('session_terminate', { agent_session_id: session, reason }),
	told('session_revoke', { agent_session_id: session, session_id: record, delegation_edge_id: fc.oneof(edge, fc.constant('')), reason }),
);

const exchange = fc
	.record({
		chain: hops,
		own: edge,
		session,
		record,
		scopes,
		decision: fc.constantFrom('allow', 'deny'),
		resource: fc.constantFrom('res1', 'res2'),
	})
	.map(({ chain, own, session: actor, record: presented, scopes: asked, decision, resource }) => ({
		eventType: 'token_exchange',
		decision,
		metadata: {
			...{ delegation_chain: chain, delegation_edge_id: own, agent_session_id: actor, session_id: presented, resource },
			...{ requested_scopes: asked, application_id: 'app1', agent_labels: asked },
		} as JsonValue,
	}));

/** Mostly delegations and their revocations: what cascades are made of. */
const cascading = fc.oneof(
	{ weight: 6, arbitrary: told('delegation_edge_create', { edge_id: edge, source_session_id: session, target_session_id: session }) },
	{ weight: 2, arbitrary: told('delegation_edge_revoke', { edge_id: edge, affected_edges: fc.constant(2) }) },
	told('session_spawn', { agent_session_id: session, parent_id: session }),
	told('session_terminate', { agent_session_id: session, reason }),
);

const mixed = fc.oneof({ weight: 4, arbitrary: structural }, exchange);

/** Events of one zone that contradict each other in every way a few ids allow; each has its own place in the ledger. */
export const eventsOfZone = (lengthMax: number, kind: 'mixed' | 'cascades' = 'mixed'): fc.Arbitrary<TraceEvent[]> =>
	fc.array(fc.tuple(kind === 'mixed' ? mixed : cascading, fc.integer({ min: 0, max: 40 })), { maxLength: lengthMax }).map((drawn) =>
		drawn.map(([said, second], i): TraceEvent => {
			const at = DRAWN_START + BigInt(second) * 1_000_000n;
			return {
				...{ zone: 'z', seq: i + 1, id: `ev_${i}`, requestId: '', policySetId: '', policySetVersionId: '', manifestSha: '' },
				...{ evaluationStatus: 'complete', determiningPolicies: null, diagnostics: null, occurredAt: at, streamedAt: at, ingestedAt: at },
				...said,
			};
		}),
	);
