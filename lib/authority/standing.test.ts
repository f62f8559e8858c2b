import { describe, expect, test } from 'vitest';
import { standingAt } from './testing/folded';

const SESSION = `
	0 session_spawn session=s application_id=app
	10s session_suspend session=s
	20s session_resume session=s
	30s session_revoke session=s
	40s session_resume session=s
	50s session_terminate session=s reason=ttl
	60s session_resume session=s`;

test.each([
	['-1s', 'unborn'],
	['1s', 'alive'],
	['11s', 'suspended'],
	['21s', 'alive'],
	['31s', 'revoked'],
	['41s', 'alive'],
	['51s', 'ended'],
	['61s', 'ended'],
])('a session at %s is %s', (at, state) => {
	expect(standingAt(SESSION, at).session('s').state).toBe(state);
});

const TREE = `
	0 session_spawn session=root application_id=app
	0 session_spawn session=child parent_id=root application_id=app
	0 session_spawn session=grandchild parent_id=child application_id=app
	0 session_spawn session=other application_id=app
	1s delegation_edge_create edge_id=e source_session_id=grandchild target_session_id=other epoch=1
	1s delegation_edge_create edge_id=late source_session_id=root target_session_id=other expires_at=2026-11-21T12:00:05Z
	9s session_terminate session=root reason=requested`;

describe('what no event names', () => {
	test('descendants end with the session they hang on, and their delegations with them', () => {
		const after = standingAt(TREE, '10s');
		expect(after.session('grandchild')).toMatchObject({ state: 'ended', known: 'computed', by: 'root' });
		expect(after.edge('e')).toMatchObject({ state: 'revoked', known: 'computed', by: 'grandchild' });
		expect(after.session('other').state).toBe('alive');
		expect(standingAt(TREE, '8s').edge('e').state).toBe('alive');
	});

	test('a delegation is over at its own time', () => {
		expect(standingAt(TREE, '4s').edge('late').state).toBe('alive');
		expect(standingAt(TREE, '6s').edge('late')).toMatchObject({ state: 'expired', known: 'computed' });
	});

	test('a session ends with its record, but only as far as that is known', () => {
		const text = `
			0 session_spawn session=s application_id=app
			1s token_exchange allow complete session=s record=ar app=app
			9s session_revoke record=ar reason=subject_revoked`;
		expect(standingAt(text, '10s').session('s')).toMatchObject({ state: 'revoked', known: 'computed', by: 'ar' });
	});

	test('what was first seen in use is unknown before and alive after', () => {
		const text = '5s token_exchange allow complete session=s2 edge=e1 chain=a/s1>e1>b/s2 scopes=x';
		expect(['4s', '6s'].map((at) => standingAt(text, at).edge('e1').state)).toEqual(['unknown', 'alive']);
		expect(standingAt(text, '6s').edge('never').state).toBe('unknown');
	});
});

test('sessions that started each other are no way to hang', () => {
	const text = `
		0 session_spawn session=a parent_id=b
		0 session_spawn session=b parent_id=a
		0 delegation_edge_create edge_id=self source_session_id=a target_session_id=a
		5s delegation_edge_revoke edge_id=self affected_edges=1`;
	expect(standingAt(text, '4s').session('a').state).toBe('alive');
	expect(['a', 'b'].map((id) => standingAt(text, '6s').session(id).state)).toEqual(['ended', 'ended']);
});

test('lifetimes that contradict each other: an end is final, a beginning after it changes nothing', () => {
	const text = `
		0 delegation_edge_create edge_id=e source_session_id=a target_session_id=b
		5s delegation_edge_expire edge_ids=e affected_edges=1
		7s delegation_edge_create edge_id=e source_session_id=x target_session_id=b
		9s delegation_edge_revoke edge_id=e affected_edges=1`;
	const at = standingAt(text, '8s');
	expect(at.edge('e').state).toBe('expired');
	expect([at.graph.edge('e')?.source?.value, at.graph.edge('e')?.isTorn]).toEqual(['a', true]);
});
