import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServices } from '../../db/testing/env';
import { textOf } from '../../lib/events/words';
import { explainRequest } from '../../lib/server/audit/by-request';
import { type ConsoleDatabase, contextOf, useConsoleDatabase } from '../../lib/server/testing/console-database';
import { requestChanges } from '../../lib/server/trace/changes';
import { openRequest } from '../../lib/server/trace/open';
import type { RequestTrace } from '../../lib/trace/trace';
import { TEST_KEY_ENV, TEST_KEYS } from '../../worker/testing/traffic';
import { type Bundle, bundleWorker, startWorker, type WorkerProcess } from '../../worker/testing/worker-process';
import { waitUntilSettled } from '../reconcile/group';
import type { Entry } from './entry';
import { merged } from './merge';
import { SCENARIOS } from './scenarios';
import type { Story } from './scenarios/scenario';
import { Sink } from './sink';

const GROUP = 'audit-ingestor';
const PORTION = 500;
const PLAYED = [
	...['denied-after-policy-change', 'step-up', 'token-replay', 'delegation-tree', 'revocation-cascade'],
	...['clock-skew-and-late', 'tampered', 'hostile-text'],
] as const as readonly (keyof typeof SCENARIOS)[];

const ctx = contextOf('viewer');
let database: ConsoleDatabase;
let bundle: Bundle;
let redis: Redis;
let worker: WorkerProcess;
const stories = new Map<string, Story>();

/** Plays every scenario so that it ends now, each entry on its stream at its own time. */
async function play(): Promise<void> {
	const played = PLAYED.map((name) => {
		const scenario = SCENARIOS[name];
		const stage = { seed: '7', keys: TEST_KEYS, zone: null, entriesMax: null, perSecond: null, clock: null, historyMs: 0 };
		return { name, played: scenario.play({ ...stage, startMs: Date.now() - scenario.spanMs(stage) - 5000 }) };
	});
	const runs = played.map((each) => [...each.played.entries]);
	for (const each of played) stories.set(each.name, each.played.story());
	const sink = new Sink(redis);
	await sink.open();
	let portion: Entry[] = [];
	for (const entry of merged(runs)) {
		portion.push(entry);
		if (portion.length < PORTION) continue;
		await sink.write(portion, true);
		portion = [];
	}
	await sink.write(portion, true);
}

beforeAll(async () => {
	[bundle, database] = await Promise.all([bundleWorker(), useConsoleDatabase()]);
	redis = new Redis(testServices().redisUrl);
	await redis.flushdb();
	worker = startWorker(bundle, 'traces', {
		DATABASE_URL: database.url,
		REDIS_URL: testServices().redisUrl,
		LOG_LEVEL: 'warn',
		...TEST_KEY_ENV,
	});
	await play();
	expect(await waitUntilSettled(redis, GROUP, 120), worker.lines.join('\n')).toBe(true);
}, 180_000);

afterAll(async () => {
	await worker?.kill();
	await redis.flushdb();
	redis.disconnect();
	bundle.remove();
	await database.close();
});

/** The ids of a story, and what opening them gives. */
function storyOf(name: (typeof PLAYED)[number]) {
	const story = stories.get(name);
	if (story === undefined) throw new Error(`${name} was not played`);
	const ids = (what: string): string[] => [story.ids[what] ?? []].flat();
	const answer = (requestId: string) => openRequest({ ctx, input: { zone: story.zone, requestId } });
	const opened = async (requestId: string): Promise<RequestTrace> => {
		const { trace, lookupsCut, elsewhere } = await answer(requestId);
		const [request] = trace.requests;
		if (request === undefined || trace.requests.length > 1) throw new Error(`${requestId}: ${trace.requests.length} requests`);
		expect([lookupsCut, elsewhere]).toEqual([[], null]);
		return request;
	};
	const changes = (requestId: string) => requestChanges({ ctx, input: { zone: story.zone, requestId } });
	return { story, ids, id: (what: string) => ids(what)[0] ?? '', answer, opened, changes };
}

const plain = (segments: Parameters<typeof textOf>[0]) => textOf(segments).replaceAll('\u00a0', ' ');
const told = (request: RequestTrace) => plain(request.sentence);

test('denied-after-policy-change names the policy version, and the change says when it came', async () => {
	const { ids, id, opened, changes } = storyOf('denied-after-policy-change');
	const after = id('policy version after');
	for (const requestId of ids('denied requests')) {
		const request = await opened(requestId);
		expect(told(request)).toBe(`mailer was denied crm:export on crm under policy version ${after}: no rule allows it.`);
		expect(request.resources.map(({ meaning }) => meaning)).toEqual(['deny']);
	}
	expect(told(await opened(id('last allowed request')))).toMatch(/^mailer was allowed crm:export on crm; upstream answered 200 in /);
	const { baseline, diff, why } = await changes(id('denied request'));
	expect([baseline?.match, baseline?.requestId, why]).toEqual(['application and resource', id('last allowed request'), '']);
	expect(plain(diff?.cause.sentence ?? [])).toBe(`policy version ${after} was activated 35 s before; nothing else differs.`);
	expect(diff?.changes.map((change) => change.type)).toEqual(['policy_activate']);
});

test('step-up shows held, approved, consumed, joined by the challenge under three request IDs', async () => {
	const { id, opened } = storyOf('step-up');
	const held = await opened(id('held request'));
	expect(told(held)).toMatch(
		/^billing was allowed pay:approve on pay by policy, but held for an operator, approved by console:acct_\d+ after 42 s, used after 45 s\.$/,
	);
	const [approval] = held.approvals;
	expect(approval?.challengeId).toBe(id('approved challenge'));
	expect(approval?.moments.map(({ what, requestId }) => [what, requestId]).slice(0, 3)).toEqual([
		['held', id('held request')],
		['approved', id('decision request')],
		['used', id('consuming request')],
	]);
	expect(told(await opened(id('consuming request')))).toMatch(/with the approval of console:acct_\d+; upstream answered 201/);
	expect(told(await opened(id('rejected request')))).toContain('rejected by the user concerned after 20 s');
	expect(told(await opened(id('refused retry')))).toMatch(/^billing was denied access to pay: its approval was rejected/);
	expect(told(await opened(id('expired request')))).toContain('nobody decided before it expired');
	expect(told(await opened(id('late retry')))).toBe('billing was denied access to pay: its approval has expired.');
});

test('revocation-cascade shows the two allows after the revocation as violations, and the answer that was cut', async () => {
	const { ids, id, opened } = storyOf('revocation-cascade');
	const [first, second] = await Promise.all(ids('late requests').map(opened));
	for (const [request, words] of [
		[first, /^refund-bot was allowed ledger:write on ledger 6\.\d s after delegation edge_.* had been revoked; upstream answered 201/],
		[second, /^invoice-bot was allowed ledger:write on ledger 27 s after delegation edge_.* had been revoked; upstream answered 201/],
	] as const) {
		if (request === undefined) throw new Error('a late request is missing');
		expect(told(request)).toMatch(words);
		expect(request.violations).toHaveLength(1);
		expect(request.timeline.steps.some((step) => step.isViolation)).toBe(true);
	}
	expect(told(await opened(id('interrupted request')))).toMatch(
		/^invoice-bot was allowed ledger:read on ledger; cut off by a revocation after 3\.1 s/,
	);
	expect((await opened(id('control request'))).violations).toEqual([]);
});

test('clock-skew-and-late shows the three clocks, and what contradicts', async () => {
	const { id, opened } = storyOf('clock-skew-and-late');
	const clocks = async (what: string) => {
		const request = await opened(id(what));
		const [exchange] = request.events.filter(({ type }) => type === 'token_exchange');
		return { request, marks: exchange?.clocks, skews: request.timeline.skews.length };
	};
	const ahead = await clocks('STS 4 min ahead');
	expect([ahead.marks?.isAhead, ahead.skews]).toEqual([true, 1]);
	expect(ahead.marks?.streamMs).toBeCloseTo(-240_000, -3);
	expect((await clocks('Gateway 3 min behind')).skews).toBe(1);
	expect((await clocks('20 min late')).marks).toMatchObject({ isLate: true, isAhead: false });
	expect((await clocks('4 h late')).marks).toMatchObject({ isLate: true });
	expect((await clocks('honest clocks')).marks).toMatchObject({ isLate: false, isAhead: false });
	for (const what of ['years ahead', 'decades back'])
		expect(told(await opened(id(what)))).toBe('data-exporter was denied access to warehouse: it asks too often.');
});

test('token-replay tells the refusal, and leads to the honest use of the same token by its subject', async () => {
	const { ids, id, opened, answer } = storyOf('token-replay');
	for (const requestId of ids('replays')) {
		const request = await opened(requestId);
		expect(told(request)).toMatch(/^app_crm-sync presented token .* again on crm; refused as a replay\.$/);
		expect(request.related.filter(({ relation }) => relation === 'token').length).toBeGreaterThan(2);
	}
	expect(told(await opened(id('collision')))).toMatch(/already exists; refused as an anomaly\.$/);
	const { elsewhere } = await answer(id('jti'));
	expect(elsewhere?.otherKinds.map(({ kind, events, exact }) => [kind, events, exact])).toEqual([['token', 4, true]]);
	expect((await answer(id('session'))).elsewhere?.otherKinds.map(({ kind }) => kind)).toEqual(['session']);
});

test('delegation-tree shows the whole chain of the deepest, scopes narrowing, and the scope it lacked', async () => {
	const { ids, id, opened, changes } = storyOf('delegation-tree');
	const deepest = await opened(id('deepest request'));
	const edges = deepest.chains[0]?.links.filter(({ kind }) => kind === 'edge').map((link) => link.id);
	expect(edges).toEqual(ids('delegation chain'));
	const denied = await opened(id('denied request'));
	expect(told(denied)).toMatch(/under policy version .*: its delegation lacks that scope\.$/);
	expect((await changes(id('denied request'))).diff?.after.requestId).toBe(id('denied request'));
});

test('tampered entries are no events; what was replayed under another time is the same request', async () => {
	const { id, opened, answer } = storyOf('tampered');
	expect(told(await opened(id('replayed request')))).toBe('mailer was denied access to crm: the resource has no such scope (2 times).');
	expect((await answer(id('replayed event'))).elsewhere?.otherKinds.map(({ kind, events }) => [kind, events])).toEqual([['event', 2]]);
});

test('every hostile request opens: markup, control characters, slashes, 4 KB, and texts with U+0000, which the ledger leaves out', async () => {
	const { story, opened } = storyOf('hostile-text');
	const names = Object.keys(story.ids);
	expect(names.length).toBeGreaterThan(20);
	for (const name of names) {
		const request = await opened(String(story.ids[name]));
		expect(request.events.length, name).toBeGreaterThan(0);
		expect(told(request), name).not.toBe('');
	}
});

test("the explanation in Caracal's shape agrees with the trace about every request of every story", async () => {
	let denied = 0;
	for (const { zone, ids } of stories.values())
		for (const requestId of Object.values(ids).flat()) {
			const { trace } = await openRequest({ ctx, input: { zone, requestId } });
			const events = trace.requests.flatMap((request) => request.events);
			if (requestId.includes('\u0000') || requestId.length > 1024 || events.length === 0) continue;
			const explanation = await explainRequest({ ctx, zoneId: zone, requestId });
			expect(explanation.events_total).toBe(events.length);
			expect(explanation.denied.map((each) => each.event_id)).toEqual(
				events.filter(({ decision }) => decision === 'deny').map(({ id }) => id),
			);
			const isDenied = trace.requests.some(
				({ meaning, resources }) => meaning === 'deny' || resources.some((each) => each.meaning === 'deny'),
			);
			if (explanation.final_decision !== 'deny')
				expect(isDenied && events.some(({ decision }) => decision === 'deny'), requestId).toBe(false);
			else denied++;
		}
	expect(denied).toBeGreaterThan(10);
});
