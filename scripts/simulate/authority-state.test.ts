import { describe, expect, it } from 'vitest';
import { blastRadius } from '../../lib/authority/blast';
import { cascadeOf } from '../../lib/authority/cascade';
import { judgeConsumers } from '../../lib/authority/consumers';
import { effectiveAuthority } from '../../lib/authority/effective';
import { neighbourhood } from '../../lib/authority/neighbourhood';
import { pathsTo, reachesResource } from '../../lib/authority/paths';
import { StandingAt } from '../../lib/authority/standing';
import { AuthorityState } from '../../lib/authority/state';
import { usesUnder } from '../../lib/authority/uses';
import { verdictOf } from '../../lib/authority/verdict';
import { authorityEvent } from '../../lib/events/authority-entry';
import type { AuditEvent } from '../../lib/events/contract';
import { parseAuditData } from '../../lib/events/parse';
import { textOf } from '../../lib/events/words';
import type { AuthorityStream } from '../../lib/streams/names';
import { type TraceEvent, traceEvent } from '../../lib/trace/event';
import { type Entry, fieldOf } from './entry';
import { SCENARIOS, type ScenarioName } from './scenarios';
import { testStage } from './testing/stage';

/** An entry as the worker makes an event of it; null for one that it dead-letters. */
function eventOf(entry: Entry): AuditEvent | null {
	const data = fieldOf(entry, 'data');
	const read =
		data === undefined
			? authorityEvent(
					entry.stream as AuthorityStream,
					`${entry.streamAtMs}-0`,
					entry.fields.map((field) => Buffer.from(field)),
				)
			: parseAuditData(data);
	return read.ok ? read.event : null;
}

function told(name: ScenarioName) {
	const played = SCENARIOS[name].play(testStage());
	const entries = [...played.entries];
	const story = played.story();
	const events = entries.flatMap((entry, i): TraceEvent[] => {
		const event = eventOf(entry);
		const at = BigInt(entry.streamAtMs) * 1000n;
		return event === null ? [] : [traceEvent(event, { chainSeq: i + 1, entryId: `${entry.streamAtMs}-0`, ingestedAt: at })];
	});
	const zone = events.find((event) => event.zone === story.zone)?.zone ?? '';
	const state = new AuthorityState(zone);
	state.apply(events);
	expect(state.settle()).toBeNull();
	const ids = (key: string) => [story.ids[key] ?? []].flat();
	return { events, state, changes: state.takeChanges(), id: (key: string) => String(story.ids[key]), ids };
}

const micros = (iso: string) => Date.parse(iso) * 1000;

describe('delegation-tree', () => {
	const { state, events, id, ids } = told('delegation-tree');
	const end = Math.max(...events.map(({ occurredAt }) => Number(occurredAt))) + 1;
	const at = new StandingAt(state.graph, end);

	it('is one tree of forty sessions, all alive, each delegation with its scopes', () => {
		const all = neighbourhood(at, { focus: [id('root session')], depth: 10 });
		expect(all.nodes.map((node) => node.id).sort()).toEqual(ids('sessions').sort());
		expect(all.edges).toHaveLength(39);
		expect([all.nodesLeftOut, all.edgesLeftOut, all.isCountFloor, all.beyond]).toEqual([0, 0, false, 0]);
		expect(new Set(all.nodes.map(({ standing }) => standing.state))).toEqual(new Set(['alive']));
		expect(Math.max(...all.nodes.map(({ depth }) => depth))).toBe(4);
		expect(all.edges.every(({ row }) => row.scopesUsed.length > 0)).toBe(true);
	});

	it('shows the chain of the deepest session as the way each of its scopes came', () => {
		const { scopes } = effectiveAuthority(at, id('deepest session'));
		expect(scopes.length).toBeGreaterThan(0);
		for (const { path, state: holds } of scopes) {
			expect(path.edges).toEqual(ids('delegation chain'));
			expect(holds).toBe('holds');
		}
	});

	it('has one way from the root to what the deepest session used, every delegation of which cuts it', () => {
		const deepest = id('deepest session');
		const found = pathsTo(at, id('root session'), (session) => session === deepest);
		expect(found.paths.map(({ edges }) => edges)).toEqual([ids('delegation chain')]);
		expect([...found.cuts].sort()).toEqual(ids('delegation chain').sort());
		const resource = state.graph.session(deepest)?.resources[0]?.resource ?? '';
		expect(pathsTo(at, deepest, reachesResource(at, resource)).paths).toEqual([{ sessions: [deepest], edges: [] }]);
	});
});

describe('revocation-cascade', () => {
	const { state, events, changes, id, ids } = told('revocation-cascade');
	const revokedAt = micros(id('revoked at'));
	const now = revokedAt + 60_000_000;
	const revocations = changes.revocations.filter(({ kind }) => kind === 'delegation');
	const revocation = revocations[0];
	if (revocation === undefined) throw new Error('no revocation');
	const cascade = cascadeOf(state.graph, revocation, now);
	const fallen = (kind: 'edge' | 'session') => cascade.members.filter((member) => member.kind === kind).map((member) => member.id);

	it('is one revocation, decided when the story says so', () => {
		expect(changes.revocations).toHaveLength(1);
		expect([revocation.id, revocation.decidedAt]).toEqual([id('revoked edge'), revokedAt]);
	});

	it('takes down exactly what falls in the story, computed as Caracal counts it', () => {
		expect(fallen('edge').sort()).toEqual(ids('fallen edges').sort());
		expect(fallen('session').sort()).toEqual(ids('fallen sessions').sort());
		expect(cascade.counted).toEqual({
			announced: ids('unannounced edges').length + 1,
			computed: ids('unannounced edges').length + 1,
			isEqual: true,
		});
	});

	it('was the blast radius a moment before', () => {
		const before = blastRadius(new StandingAt(state.graph, revokedAt - 1), [{ kind: 'edge', id: id('revoked edge') }]);
		expect(before.reached.map(({ kind, id: each }) => `${kind} ${each}`)).toEqual(
			cascade.members.map(({ kind, id: each }) => `${kind} ${each}`),
		);
		expect(before.resources.map(({ resource }) => resource)).toContain('resource://ledger');
	});

	it('marks as computed what no stream names, and confirms every session', () => {
		const byKnown = (known: string) => cascade.members.filter((member) => member.known === known);
		expect(byKnown('announced').map((member) => member.id)).toEqual([id('revoked edge')]);
		for (const member of byKnown('computed')) expect(ids('unannounced edges')).toContain(member.id);
		for (const member of cascade.members) {
			if (member.kind === 'session') expect(member.known).toBe('confirmed');
			expect(member.knownAfterMs).toBeGreaterThanOrEqual(0);
			expect(member.knownAfterMs).toBeLessThan(3000);
		}
	});

	it('leaves the graph standing as it was before, and fallen after', () => {
		const [before, after] = [new StandingAt(state.graph, revokedAt - 1), new StandingAt(state.graph, now)];
		for (const edge of ids('fallen edges')) expect([before.edge(edge).state, after.edge(edge).state]).toEqual(['alive', 'revoked']);
		for (const session of ids('fallen sessions'))
			expect([before.session(session).state, after.session(session).state]).toEqual(['alive', 'ended']);
		expect(after.session(id('surviving session')).state).toBe('alive');
	});

	it('finds the two late allows as violations, with their lag, and nothing else', () => {
		const uses = usesUnder(cascade, events, now);
		expect(uses.violations.list.map(({ requestId }) => requestId)).toEqual(ids('late requests'));
		expect(uses.violations.list.map(({ afterMs }) => Math.round(afterMs / 100) / 10)).toEqual([6.8, 27.6]);
		expect(uses.violations.list.every(({ gatewaySeq }) => gatewaySeq !== null)).toBe(true);
		expect([uses.races.count, uses.violations.count]).toEqual([0, 2]);
		expect(uses.inFlight.list.map(({ requestId, wasCut }) => [requestId, wasCut])).toContainEqual([id('interrupted request'), true]);
		expect(uses.mandates.count).toBeGreaterThan(0);
	});

	it('says in one sentence what the record can tell', () => {
		const sample = (group: string, ackedMs: number | null) => ({
			...{
				stream: 'caracal.sessions.revoke',
				group,
				deliveredAt: revokedAt,
				pending: ackedMs === null ? 3 : 0,
				lastActiveAt: revokedAt,
				sampledAt: now,
			},
			ackedAt: ackedMs === null ? null : revokedAt + ackedMs * 1000,
		});
		const samples = [sample('sts-revocation', 200), sample('gateway-revocation:gw-eu-1', 900), sample(id('slow group'), null)];
		const verdict = verdictOf(cascade, judgeConsumers(samples, revokedAt, now), usesUnder(cascade, events, now));
		expect(verdict.state).toBe('broken');
		expect(textOf(verdict.sentence).replaceAll('\u00a0', ' ')).toMatch(
			/^2 of 3 consumers acknowledged within 900 ms; gw-eu-2 has not been heard of; 2 uses after the revocation are on record; .*Gateway refusals are not audited by Caracal, so absence of refusals proves nothing\.$/,
		);
	});
});
