import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSql, type SqlClient } from '../../db/client';
import { testServices } from '../../db/testing/env';
import type { GraphQuery } from '../../lib/api/authority-operations';
import { textOf } from '../../lib/events/words';
import { authorityGraph } from '../../lib/server/authority/graph';
import { authorityImpact } from '../../lib/server/authority/impact';
import { authorityPaths } from '../../lib/server/authority/paths';
import { authorityRevocation } from '../../lib/server/authority/revocation';
import { authorityRevocations } from '../../lib/server/authority/revocations';
import { revokeAuthority } from '../../lib/server/authority/revoke';
import { searchAuthority } from '../../lib/server/authority/search';
import { authoritySession } from '../../lib/server/authority/session';
import { exportAuthority } from '../../lib/server/authority/table';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../../lib/server/testing/console-database';
import { takeRecorded } from '../../lib/server/testing/outbox';
import { setWebEnv } from '../../lib/server/testing/web-env';
import { AuthorityWatch } from '../../worker/authority/watch';
import { createLane } from '../../worker/lane';
import type { Lane, RawEntry } from '../../worker/lane-types';
import { TEST_KEYS } from '../../worker/testing/traffic';
import type { Entry } from './entry';
import { SCENARIOS } from './scenarios';
import type { Story } from './scenarios/scenario';

const SILENT = { info() {}, warn() {}, error() {} };
const ctx = contextOf('viewer');
const NAMELESS: GraphQuery = {
	...{ session: [], edge: [], app: [], resource: [], subject: [], label: [], depth: 2, limit: 300, ended: '0' },
	...{ at: undefined, strike_edge: [], strike_session: [] },
};
const CASCADE = 'demo-cascade';
const TREE = 'demo-tree';

let database: ConsoleDatabase;
let sql: SqlClient;
let redis: Redis;
let lane: Lane;
let watch: AuthorityWatch;
let cascade: Story;
let tree: Story;

/** Reads what is new for a group, and acknowledges it or not. */
async function hear(stream: string, group: string, isAcked: boolean): Promise<void> {
	const read = (await redis.xreadgroup('GROUP', group, `${group} 1`, 'STREAMS', stream, '>')) as [string, [string, string[]][]][] | null;
	const ids = read?.[0]?.[1].map(([id]) => id) ?? [];
	if (isAcked && ids.length > 0) await redis.xack(stream, group, ...ids);
}

function play(name: 'delegation-tree' | 'revocation-cascade', startMs: number): { entries: Entry[]; story: Story } {
	const stage = { seed: '7', keys: TEST_KEYS, zone: null, entriesMax: null, perSecond: null, clock: null, historyMs: 0 };
	const played = SCENARIOS[name].play({ ...stage, startMs });
	return { entries: [...played.entries], story: played.story() };
}

let count = 0;
const raw = (entry: Entry): RawEntry => ({
	stream: entry.stream,
	entryId: `${entry.streamAtMs}-${count++}`,
	fields: entry.fields.map((text) => Buffer.from(text)),
});

beforeAll(async () => {
	setWebEnv({});
	database = await useConsoleDatabase();
	redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
	sql = openSql(database.url, { role: 'console_worker', connectionsMax: 3, applicationName: 'test' });
	lane = createLane({ sql, auditHmacKey: TEST_KEYS.audit, streamsHmacKey: TEST_KEYS.streams, log: SILENT });
	watch = new AuthorityWatch({ sql, redis, group: 'audit-ingestor', isBusy: () => false, log: SILENT });
	const revoke = 'caracal.sessions.revoke';
	const groups = ['sts-revocation', 'gateway-revocation:gw-eu-1', 'gateway-revocation:gw-eu-2', 'audit-ingestor'];
	for (const group of groups) await redis.xgroup('CREATE', revoke, group, '$', 'MKSTREAM');
	// consumers that live: they have asked already
	for (const group of groups) await hear(revoke, group, true);
	await watch.turn();

	// the revocation is now: consumers hear of it while the worker looks
	const nowMs = Date.now();
	const played = play('revocation-cascade', nowMs - 12 * 60_000);
	cascade = played.story;
	const entries = played.entries.map(raw);
	for (const [i, entry] of played.entries.entries())
		if (entry.stream === revoke) await redis.xadd(revoke, entries[i]?.entryId ?? '*', ...entry.fields);
	await hear(revoke, 'sts-revocation', true);
	await hear(revoke, 'gateway-revocation:gw-eu-1', true);
	await hear(revoke, 'gateway-revocation:gw-eu-2', false);
	await watch.turn();
	await lane.submit(entries);
	const other = play('delegation-tree', nowMs - 3_600_000);
	tree = other.story;
	await lane.submit(other.entries.map(raw));
}, 60_000);
afterAll(async () => {
	watch.stop();
	await watch.run();
	await lane.stop();
	await redis.flushdb();
	redis.disconnect();
	await sql.end();
	await database.close();
});

const idOf = (story: Story, name: string) => String(story.ids[name]);
/** A moment at which everything played is over, though the last uses lie ahead of the clock. */
const later = () => new Date(Date.parse(idOf(cascade, 'revoked at')) + 60_000).toISOString();

describe('the delegation tree', () => {
	test('is drawn whole around its root, and at a past moment as it was', async () => {
		const query = { ...NAMELESS, session: [idOf(tree, 'root session')], depth: 6 };
		const { graph, isCut, narrowings } = await authorityGraph({ ctx, zoneId: TREE, query });
		expect(graph.nodes.map(({ id }) => id).toSorted()).toEqual([...(tree.ids.sessions ?? [])].toSorted());
		expect([graph.edges.length, graph.nodesLeftOut, isCut]).toEqual([39, 0, false]);
		expect(Object.keys(narrowings).length).toBeGreaterThan(20);
		const root = graph.nodes.find(({ id }) => id === idOf(tree, 'root session'));
		const begun = root?.row?.started?.at ?? 0;
		const at = new Date(begun / 1000 + 3000).toISOString();
		const past = await authorityGraph({ ctx, zoneId: TREE, query: { ...query, at } });
		expect(past.isPast).toBe(true);
		expect(past.graph.nodes.length).toBeLessThan(8);
		expect(past.graph.nodes.length).toBeGreaterThan(1);
	});

	test('is found by session, delegation, application, resource and label, and begins somewhere without a name', async () => {
		const session = idOf(tree, 'root session');
		const [edge = ''] = tree.ids['delegation chain'] ?? [];
		const of = async (q: string) => (await searchAuthority({ ctx, zoneId: TREE, query: { q, limit: 20 } })).hits;
		expect(await of(session)).toEqual([expect.objectContaining({ kind: 'session', id: session, state: 'alive' })]);
		expect(await of(session.slice(0, -3))).toContainEqual(expect.objectContaining({ id: session }));
		expect(await of(edge)).toEqual([expect.objectContaining({ kind: 'edge', id: edge, sessions: expect.arrayContaining([session]) })]);
		const found = await authoritySession({ ctx, zoneId: TREE, id: idOf(tree, 'deepest session'), query: NAMELESS });
		const app = found.session?.app?.value ?? '';
		const resource = found.session?.resources[0]?.resource ?? '';
		expect(await of(app)).toContainEqual(expect.objectContaining({ kind: 'application', id: app }));
		expect(await of(resource)).toContainEqual(expect.objectContaining({ kind: 'resource', id: resource }));
		expect(await of('nothing of that name')).toEqual([]);
		expect((await authorityGraph({ ctx, zoneId: TREE, query: NAMELESS })).graph.nodes.length).toBeGreaterThan(10);
		for (const name of [{ app: [app] }, { resource: [resource] }, { edge: [edge] }])
			expect((await authorityGraph({ ctx, zoneId: TREE, query: { ...NAMELESS, ...name } })).focus.length).toBeGreaterThan(0);
	});

	test('a session tells what it can do and through which path; what if a delegation were gone', async () => {
		const id = idOf(tree, 'deepest session');
		const { effective, held, standing, parents } = await authoritySession({ ctx, zoneId: TREE, id, query: NAMELESS });
		expect([standing.state, held.length, parents.length]).toEqual(['alive', 1, 4]);
		const [scope] = effective.scopes;
		expect(scope?.state).toMatch(/^(holds|possible)$/);
		expect(scope?.path.edges).toEqual(tree.ids['delegation chain']);
		const [cut = ''] = tree.ids['delegation chain'] ?? [];
		const without = await authoritySession({ ctx, zoneId: TREE, id, query: { ...NAMELESS, strike_edge: [cut] } });
		// nothing else leads there: what came by it is lost, and the session does not act for itself
		expect(without.effective.scopes.length).toBe(effective.scopes.length);
		expect(without.effective.scopes.every(({ state, path }) => state === 'lost' && path.edges.includes(cut))).toBe(true);
		expect(without.effective.isRoot).toBe(false);
		const resource = (await authoritySession({ ctx, zoneId: TREE, id, query: NAMELESS })).session?.resources[0]?.resource ?? '';
		const query = { from: idOf(tree, 'root session'), resource, strike_edge: [], strike_session: [] };
		const { paths, sessions } = await authorityPaths({ ctx, zoneId: TREE, query });
		expect(Number(paths.count)).toBeGreaterThan(0);
		expect(Object.keys(sessions)).toContain(idOf(tree, 'root session'));
	});

	test('as a table it has every session and delegation, and says how many', async () => {
		const query = { ...NAMELESS, session: [idOf(tree, 'root session')], depth: 6 };
		const taker = contextOf('investigator', null, 'evidence.export');
		const csv = await (await exportAuthority({ ctx: taker, zoneId: TREE, query, format: 'csv' })).text();
		expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + 40 + 39 + 1);
		expect(csv.trimEnd().endsWith('# rows: 79')).toBe(true);
		const ndjson = await (await exportAuthority({ ctx: taker, zoneId: TREE, query, format: 'ndjson' })).text();
		expect(JSON.parse(ndjson.trimEnd().split('\n').at(-1) ?? '')).toEqual({ trailer: { rows: 79, complete: true } });
	});
});

describe('the revocation', () => {
	test('before it a preview says what would fall, and a revocation is bound to it', async () => {
		const edge = idOf(cascade, 'revoked edge');
		const at = new Date(Date.parse(idOf(cascade, 'revoked at')) - 1000).toISOString();
		const query = { edge: [edge], session: [], record: [] };
		const { blast, revoke } = await authorityImpact({ ctx, zoneId: CASCADE, query: { ...query, at } });
		expect(blast.reached.filter(({ kind }) => kind === 'edge').map(({ id }) => id)).toEqual(
			expect.arrayContaining([...(cascade.ids['fallen edges'] ?? [])]),
		);
		expect([blast.edges, blast.sessions]).toEqual([cascade.ids['fallen edges']?.length, cascade.ids['fallen sessions']?.length]);
		expect(revoke).toMatchObject({ isOffered: false, confirmation: `revoke delegation ${edge}` });
		expect(revoke.command).toContain(`/zones/${CASCADE}/delegations/${edge}/revoke`);
		const operator = contextOf('operator', null, 'authority.revoke');
		const body = { kind: 'edge', id: edge, confirmation: revoke.confirmation, reason: 'test' } as const;
		await expect(revokeAuthority({ ctx: operator, zoneId: CASCADE, body: { ...body, fingerprint: blast.fingerprint } })).rejects.toThrow(
			'Something else would fall',
		);
		await takeRecorded(database.owner);
		const now = await authorityImpact({ ctx, zoneId: CASCADE, query });
		const answer = await revokeAuthority({ ctx: operator, zoneId: CASCADE, body: { ...body, fingerprint: now.blast.fingerprint } });
		expect(answer).toEqual({ outcome: 'command', command: revoke.command, recorded: true });
		await expect(
			revokeAuthority({ ctx: operator, zoneId: CASCADE, body: { ...body, fingerprint: now.blast.fingerprint, confirmation: 'yes' } }),
		).rejects.toThrow('confirmation');
	});

	test('is told as evidence: what fell, who has heard, and that it did not hold', async () => {
		const { revocations } = await authorityRevocations({ ctx, zoneId: CASCADE, query: { limit: 50, kind: 'delegation' } });
		const [first] = revocations;
		expect(revocations).toHaveLength(1);
		expect(first?.fallen).toEqual({ edges: cascade.ids['fallen edges']?.length, sessions: cascade.ids['fallen sessions']?.length });
		const seq = first?.revocation.seq ?? 0;
		const query = { objective_ms: 5000, tolerance_ms: 1000, at: later() };
		const told = await authorityRevocation({ ctx, zoneId: CASCADE, seq, query });
		expect(
			told.cascade.members
				.filter(({ kind }) => kind === 'edge')
				.map(({ id }) => id)
				.toSorted(),
		).toEqual([...(cascade.ids['fallen edges'] ?? [])].toSorted());
		expect(told.cascade.counted?.isEqual).toBe(true);
		expect(told.uses.violations.list.map(({ requestId }) => requestId)).toEqual(cascade.ids['late requests']);
		expect(told.uses.violations.list.map(({ afterMs }) => Math.round(afterMs / 100) / 10)).toEqual([6.8, 27.6]);
		expect(told.uses.inFlight.list.map(({ requestId, wasCut }) => [requestId, wasCut])).toEqual([
			[idOf(cascade, 'interrupted request'), true],
		]);
		expect(told.usesAreWhole).toBe(true);
		const states = Object.fromEntries(told.consumers.map(({ sample, state }) => [sample.group, state]));
		expect(states).toMatchObject({
			'sts-revocation': 'acknowledged',
			'gateway-revocation:gw-eu-1': 'acknowledged',
		});
		expect(states[idOf(cascade, 'slow group')]).toMatch(/^(late|unknown)$/);
		expect(states['audit-ingestor']).toBeUndefined();
		expect(told.verdict.state).toBe('broken');
		const sentence = textOf(told.verdict.sentence).replaceAll('\u00a0', ' ');
		expect(sentence).toMatch(/^2 of 3 consumers acknowledged within .*gw-eu-2.*; 2 uses after the revocation are on record/);
	});

	test('a worker finds the uses by itself and raises each once', async () => {
		await sql`update authority_checks set due_at = now()`;
		const raised = async () => {
			await watch.turn();
			return sql<{ event_id: string; detail: string }[]>`
				select event_id, detail from audit_ingest_alerts where kind = 'use_after_revocation' and zone_id = ${CASCADE} order by detail`;
		};
		// the uses lie up to half a minute ahead of the clock, and count as soon as they are in the ledger
		const alerts = await raised();
		expect(alerts).toHaveLength(2);
		for (const { detail } of alerts) expect(detail).toMatch(/^seq=\d+ revocation=\d+ after_ms=\d+ under=(edge|session) /);
		await sql`update authority_checks set due_at = now()`;
		expect(await raised()).toEqual(alerts);
		const { revocations } = await authorityRevocations({ ctx, zoneId: CASCADE, query: { limit: 1, kind: 'delegation' } });
		expect(revocations[0]?.violations).toBe(2);
	});

	test('one that cannot be looked at does not keep those behind it', async () => {
		const [zone] = await sql<{ zone_no: number }[]>`select zone_no from zones where zone_id = ${CASCADE}`;
		const broken = 999_999;
		await sql`insert into authority_revocations values (${zone?.zone_no ?? 0}, ${broken}, 'delegation', 1, 'e', 'no JSON')`;
		await sql`insert into authority_checks (zone_no, seq, decided_at, due_at) values (${zone?.zone_no ?? 0}, ${broken}, 1, 'epoch')`;
		await sql`update authority_checks set due_at = now(), checked_at = null where seq <> ${broken}`;
		await expect(watch.turn()).rejects.toThrow();
		const checks = await sql<{ seq: string; waits: boolean; looked: boolean }[]>`
			select seq, due_at > now() as waits, checked_at is not null as looked from authority_checks order by seq`;
		expect(checks.length).toBeGreaterThan(1);
		expect(checks.map(({ seq, waits, looked }) => [waits, looked, Number(seq) === broken])).toEqual([
			...checks.slice(1).map(() => [true, true, false]),
			[true, false, true],
		]);
		await sql`delete from authority_checks where seq = ${broken}`;
		await sql`delete from authority_revocations where seq = ${broken}`;
	});

	test('who looked is recorded, each question once a minute', async () => {
		await takeRecorded(database.owner);
		const query = { ...NAMELESS, label: ['seen twice'] };
		for (const each of [
			query,
			query,
			{ ...query, at: later() },
			{ ...query, strike_edge: ['edge_1'] },
			{ ...query, strike_edge: ['edge_1'] },
		])
			await authorityGraph({ ctx, zoneId: TREE, query: each });
		for (const q of ['ses_a', 'ses_a', 'ses_b']) await searchAuthority({ ctx, zoneId: TREE, query: { q, limit: 20 } });
		const recorded = await takeRecorded(database.owner);
		expect(recorded.map(({ event_type, metadata_json: { view, asked } }) => [event_type, view, asked])).toEqual([
			['console.authority_opened', 'graph', expect.not.objectContaining({ at: expect.anything() })],
			['console.authority_opened', 'graph', expect.objectContaining({ at: later() })],
			['console.authority_opened', 'graph', expect.objectContaining({ strike_edge: 'edge_1' })],
			['console.authority_opened', 'search', expect.objectContaining({ q: 'ses_a' })],
			['console.authority_opened', 'search', expect.objectContaining({ q: 'ses_b' })],
		]);
	});
});
