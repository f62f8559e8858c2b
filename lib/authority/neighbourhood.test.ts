import { describe, expect, test } from 'vitest';
import { collapse } from './collapse';
import { narrowingOf } from './edge-scopes';
import { effectiveAuthority } from './effective';
import { neighbourhood } from './neighbourhood';
import { StandingAt } from './standing';
import { standingAt } from './testing/folded';
import { without } from './what-if';

const lines = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** One session that delegates to `count` others, each of which delegates to one more. */
const hub = (count: number) => `
	0 session_spawn session=hub application_id=app_hub
	${lines(count, (i) => `0 session_spawn session=a${i} application_id=app_${i % 3}\n0 session_spawn session=b${i} application_id=app_leaf`)}
	${lines(count, (i) => `1s delegation_edge_create edge_id=e${i} source_session_id=hub target_session_id=a${i}`)}
	${lines(count, (i) => `1s delegation_edge_create edge_id=f${i} source_session_id=a${i} target_session_id=b${i}`)}`;

describe('a neighbourhood', () => {
	test('is whole within its depth, and says that more lies beyond', () => {
		const { nodes, edges, nodesLeftOut, beyond, isCountFloor } = neighbourhood(standingAt(hub(10), '2s'), { focus: ['hub'], depth: 1 });
		expect([nodes.length, edges.length, nodesLeftOut, beyond, isCountFloor]).toEqual([11, 10, 0, 10, false]);
		expect(nodes.find(({ id }) => id === 'a3')?.hidden).toBe(1);
	});

	test('never has more nodes than asked for, and counts the rest', () => {
		const { nodes, nodesLeftOut, isCountFloor, edgesLeftOut } = neighbourhood(standingAt(hub(400), '2s'), { focus: ['hub'], depth: 3 });
		expect([nodes.length, nodesLeftOut, isCountFloor]).toEqual([300, 400 - 299 + 299, true]);
		expect(nodes.every(({ depth }) => depth <= 1)).toBe(true);
		expect(edgesLeftOut).toBe(400 - 299 + 299);
	});

	test('leaves out what no longer holds, unless asked for', () => {
		const at = standingAt(`${hub(3)}\n5s delegation_edge_revoke edge_id=e1 affected_edges=2`, '6s');
		expect(neighbourhood(at, { focus: ['hub'], depth: 2 }).nodes).toHaveLength(5);
		expect(neighbourhood(at, { focus: ['hub'], depth: 2, isShown: () => true }).nodes).toHaveLength(7);
	});

	test('folds by application with counts', () => {
		const folded = collapse(neighbourhood(standingAt(hub(9), '2s'), { focus: ['hub'], depth: 2 }), 'application');
		expect(folded.nodes.map(({ key, sessions }) => [key, sessions.length])).toEqual([
			['app_hub', 1],
			['app_0', 3],
			['app_1', 3],
			['app_2', 3],
			['app_leaf', 9],
		]);
		expect(folded.edges.map(({ source, target, edges }) => `${source} ${target} ${edges.length}`)).toContain('app_0 app_leaf 3');
		expect(folded.edgesInside).toBe(0);
	});
});

describe('what a session can do', () => {
	const TEXT = `
		0 session_spawn session=root application_id=app
		1s delegation_edge_create meta={"edge_id":"top","source_session_id":"root","target_session_id":"mid","scopes":["read","write"]}
		1s delegation_edge_create meta={"edge_id":"short","source_session_id":"root","target_session_id":"leaf","scopes":["write"]}
		1s delegation_edge_create meta={"edge_id":"low","source_session_id":"mid","target_session_id":"leaf","scopes":["read"]}
		2s token_exchange allow complete session=leaf edge=low chain=app/root>top>m/mid>low>l/leaf resource=resource://crm scopes=read`;

	const scopes = (text: string, at: string) =>
		effectiveAuthority(standingAt(text, at), 'leaf').scopes.map(({ scope, state, path }) => `${scope} ${state} ${path.edges.join('>')}`);

	test('each scope by the shortest way that has it throughout', () => {
		expect(scopes(TEXT, '3s')).toEqual(['read holds top>low', 'write holds short']);
	});

	test('a scope whose way is gone is lost, and says which way it came', () => {
		expect(scopes(`${TEXT}\n5s delegation_edge_expire edge_ids=top affected_edges=1`, '6s')).toEqual([
			'read lost top>low',
			'write holds short',
		]);
	});

	test('a way whose scopes are not all on record is possible, no more', () => {
		const seen = '2s token_exchange allow complete session=leaf edge=low resource=resource://crm scopes=read';
		const made = '1s delegation_edge_create edge_id=top source_session_id=root target_session_id=mid';
		const below = '1s delegation_edge_create edge_id=low source_session_id=mid target_session_id=leaf';
		expect(scopes([made, below, seen].join('\n'), '3s')).toEqual(['read possible top>low']);
	});

	test.each([
		['a delegation', { edges: ['short', 'top'], sessions: [] }],
		['the session above', { edges: [], sessions: ['root'] }],
	])('who loses %s by a strike does not act for itself', (_, { edges, sessions }) => {
		const { graph, at } = standingAt(TEXT, '3s');
		const struck = new StandingAt(without(graph, { edges: new Set(edges), sessions: new Set(sessions) }), at);
		const { scopes, isRoot } = effectiveAuthority(struck, 'leaf');
		expect(scopes.map(({ scope, state, path }) => `${scope} ${state} ${path.edges.join('>')}`)).toEqual([
			'read lost top>low',
			'write lost short',
		]);
		expect(isRoot).toBe(false);
		expect(effectiveAuthority(struck, 'mid').isRoot).toBe(false);
	});

	test('narrows from one delegation to the next', () => {
		const { graph } = standingAt(TEXT, '3s');
		const [top, low] = [graph.edge('top'), graph.edge('low')];
		if (top === undefined || low === undefined) throw new Error('not drawn');
		expect([narrowingOf(low, [top])?.dropped, narrowingOf(top, [])]).toEqual([['write'], null]);
	});
});
