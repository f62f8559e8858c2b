import { describe, expect, it } from 'vitest';
import { type Entry, fieldOf } from '../entry';
import { Rng } from '../rng';
import { TEST_KEYS, TEST_START_MS } from '../testing/keys';
import { applicationNamed } from '../world/applications';
import { zoneOf } from '../world/zones';
import { delegate, expireEdges, revokeEdge, startSession, terminateSubtrees } from './changes';
import { AuthorityGraph, chainOf, type Edge, pathOf, type Session } from './graph';

const wire = { rng: new Rng('changes'), keys: TEST_KEYS };
const HOUR_MS = 3_600_000;

/**
 * Draws a graph from lines `parent > child` (session tree) and `source -> target` (delegations; a line each).
 * A name with `!` runs on a person's own record, the others on one application record each.
 */
function drawn(text: string) {
	const graph = new AuthorityGraph(zoneOf('z'), 100);
	const sessions = new Map<string, Session>();
	const edges = new Map<string, Edge>();
	const session = (name: string, parent: Session | null) => {
		const known = sessions.get(name);
		if (known !== undefined) return known;
		const started = startSession(graph, wire, TEST_START_MS, {
			application: applicationNamed('mailer'),
			parent,
			authorityRecordId: `ar_${name}`,
			subjectKind: name.endsWith('!') ? 'user' : 'application',
			labels: [],
			endMs: TEST_START_MS + HOUR_MS,
		});
		sessions.set(name, started.session);
		return started.session;
	};
	for (const line of text.trim().split('\n')) {
		const [from = '', arrow, to = ''] = line.trim().split(' ');
		const source = session(from, null);
		if (arrow === '>') session(to, source);
		else {
			const grant = { source, target: session(to, null), scopes: ['crm:read'], expiresMs: TEST_START_MS + HOUR_MS };
			edges.set(`${from}${to}`, delegate(graph, wire, TEST_START_MS, grant).edge);
		}
	}
	const edge = (name: string) => {
		const found = edges.get(name);
		if (found === undefined) throw new Error(`no edge ${name} is drawn`);
		return found;
	};
	const nameOf = (id: string | undefined) =>
		[...sessions].find(([, { id: each }]) => each === id)?.[0] ?? [...edges].find(([, { id: each }]) => each === id)?.[0];
	return { graph, edge, nameOf, session: (name: string) => session(name, null) };
}

/** Entries as short words: event, whom it names, and what else is worth saying. */
function told(entries: readonly Entry[], nameOf: (id: string | undefined) => string | undefined): string[] {
	return entries.map((entry) => {
		const named = nameOf(fieldOf(entry, 'edge_id') ?? fieldOf(entry, 'agent_session_id'));
		const count = fieldOf(entry, 'affected_edges');
		return [fieldOf(entry, 'event') ?? 'revoke', named, count, fieldOf(entry, 'epoch')].filter((part) => part !== undefined).join(' ');
	});
}

describe('the cascade of a revoked delegation', () => {
	it('names the root and what touches an ended session, but not the delegations it reached', () => {
		const { graph, edge, nameOf } = drawn(`
			root -> a
			a -> b!
			b! -> c
			other -> c
			root -> other
		`);
		const cascade = revokeEdge(graph, wire, TEST_START_MS, edge('roota'));
		expect(cascade.unannounced.map(({ id }) => nameOf(id))).toEqual(['ab!', 'b!c']);
		expect(told(cascade.entries, nameOf)).toEqual([
			'edge_revoke otherc 106',
			'terminate a',
			'terminate b!',
			'terminate c',
			'revoke b!',
			'edge_revoke roota 3 107',
			'revoke a',
			'revoke b!',
			'revoke c',
		]);
		expect([...graph.edges.values()].map(({ id }) => nameOf(id))).toEqual(['rootother']);
	});

	it('follows sessions and not edges, so an unrelated delegation out of the same session falls too', () => {
		const { graph, edge, nameOf } = drawn(`
			x -> a
			y -> a
			a -> b
		`);
		const cascade = revokeEdge(graph, wire, TEST_START_MS, edge('xa'));
		expect(cascade.unannounced.map(({ id }) => nameOf(id))).toEqual(['ab']);
		expect(told(cascade.entries, nameOf)).toContain('edge_revoke ya 104');
	});

	it('ends on a cycle', () => {
		const { graph, edge, nameOf } = drawn(`
			a -> b
			b -> c
			c -> a
		`);
		const cascade = revokeEdge(graph, wire, TEST_START_MS, edge('ab'));
		expect(cascade.edges.map(({ id }) => nameOf(id))).toEqual(['ab', 'bc', 'ca']);
		expect(graph.sessions.size).toBe(0);
	});

	it('reaches ten edges deep: the eleventh falls with its source session, the twelfth stays', () => {
		const names = Array.from({ length: 13 }, (_, i) => `s${i}`);
		const lines = names.slice(1).map((name, i) => `${names[i]} -> ${name}`);
		const { graph, edge, nameOf } = drawn(lines.join('\n'));
		const cascade = revokeEdge(graph, wire, TEST_START_MS, edge('s0s1'));
		expect(cascade.unannounced).toHaveLength(9);
		expect(cascade.edges.at(-1)?.id).toBe(edge('s10s11').id);
		expect([...graph.edges.values()].map(({ id }) => nameOf(id))).toEqual(['s11s12']);
		expect([...graph.sessions.values()].map(({ id }) => nameOf(id))).toEqual(['s0', 's11', 's12']);
	});

	it('publishes fifty messages a second', () => {
		const names = Array.from({ length: 60 }, (_, i) => `t${i}`);
		const { graph, edge } = drawn(['r -> hub', ...names.map((name) => `hub > ${name}`)].join('\n'));
		const { entries } = revokeEdge(graph, wire, TEST_START_MS, edge('rhub'));
		const late = entries.map(({ streamAtMs }) => streamAtMs - (entries[0]?.streamAtMs ?? 0));
		expect(entries.length).toBeGreaterThan(60);
		expect(late[49]).toBeLessThan(200);
		expect(late[50]).toBeGreaterThan(900);
	});
});

describe('ending a session', () => {
	it('ends its descendants by parent, and announces a record only when nobody else alive uses it', () => {
		const { graph, session, nameOf } = drawn(`
			a! > b!
			b! > c
			d! -> c
		`);
		const { entries } = terminateSubtrees(graph, wire, TEST_START_MS, [session('a!')], 'requested');
		expect(told(entries, nameOf)).toEqual(['edge_revoke d!c 102', 'terminate a!', 'terminate b!', 'terminate c', 'revoke a!', 'revoke b!']);
	});
});

describe('expiry', () => {
	it('names all expired delegations in one entry, and none when there is none', () => {
		const { graph, edge, nameOf } = drawn('a -> b\na -> c');
		expect(expireEdges(graph, wire, TEST_START_MS)).toBeNull();
		const entry = expireEdges(graph, wire, TEST_START_MS + HOUR_MS);
		expect(JSON.parse((entry && fieldOf(entry, 'edge_ids')) ?? '').map(nameOf)).toEqual(['ab', 'ac']);
		expect(edge('ab').status).toBe('expired');
	});
});

describe('a path of delegations', () => {
	it('has one hop per session, and is gone as soon as one of them is', () => {
		const { graph, edge, session, nameOf } = drawn('a -> b\nb -> c');
		const path = pathOf(session('c'), TEST_START_MS) ?? [];
		expect(chainOf(path).map((hop) => `${nameOf(hop.sessionId)} ${nameOf(hop.edgeId) ?? ''}`)).toEqual(['a ab', 'b bc', 'c ']);
		expect(pathOf(session('c'), TEST_START_MS + HOUR_MS)).toBeNull();
		revokeEdge(graph, wire, TEST_START_MS, edge('ab'));
		expect(path[0]?.status).toBe('revoked');
	});
});
