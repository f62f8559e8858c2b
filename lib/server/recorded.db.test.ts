import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seedEvents } from '../../db/testing/seed-events';
import { OPERATIONS } from '../api/operations';
import type { Route } from './http/route';
import { type AskerHeaders, tokenHeaders } from './testing/askers';
import { callRoute, operationRoutes } from './testing/call-route';
import { type ConsoleDatabase, useConsoleDatabase } from './testing/console-database';
import { takeRecorded } from './testing/outbox';
import { sampleRequests } from './testing/samples';
import { setWebEnv } from './testing/web-env';

const ZONE = 'zn_here';
/** What is not asked here, and why. */
const UNTOLD: Readonly<Record<string, string>> = {
	listZones: 'which zones there are and how far their chains reach is no event',
	listViews: 'saved searches, not what they find',
	getIntegrity: 'the state of the chains, which every view shows: counts and places, nothing of an event',
	listSweeps: 'what was verified when: counts and places',
	listFindings: 'what was found wrong: which event, never what it says',
	getFinding: 'needs a finding: integrity.db.test.ts has one',
	listCheckpoints: 'signed sizes and hashes of trees',
	proveConsistency: 'hashes between two trees',
	listEvidence: 'which bundles were asked for, when and by whom: nothing of an event',
	getEvidence: 'how far a bundle is',
	cancelEvidence: 'gives nothing; who did it stands in the list of bundles',
	downloadEvidence: 'needs a bundle: bundles.db.test.ts has one',
	getSignedBytes: 'needs a segment: reads.db.test.ts has one',
};

let database: ConsoleDatabase;
let routes: ReadonlyMap<string, Route>;
let headers: AskerHeaders;

beforeAll(async () => {
	setWebEnv({ API_REQUESTS_PER_MINUTE: '1000000' });
	database = await useConsoleDatabase();
	await seedEvents(database.owner, [
		{ zone: ZONE, at: 1_764_000_000_000_000n, requestId: `req-${ZONE}` },
		{ zone: 'zn_other', at: 1_764_000_000_000_001n, requestId: 'r' },
	]);
	routes = await operationRoutes();
});
afterAll(() => database?.close());
beforeEach(async () => {
	// whoever asked before may have been recorded already
	headers = await tokenHeaders(database.owner, 'admin', null);
	await takeRecorded(database.owner);
});

async function ask(id: string, query = sampleRequests(ZONE)[id]?.query ?? []): Promise<number> {
	const route = routes.get(id);
	if (route === undefined) throw new Error(`no handler for ${id}`);
	const response = await callRoute(route, { ...sampleRequests(ZONE)[id], query, headers });
	await response.text();
	return response.status;
}
const recorded = async () =>
	(await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json: m }) => [event_type, zone_id, m]);

const reads = OPERATIONS.filter(({ access, id }) => access.startsWith('evidence.') && UNTOLD[id] === undefined).map(({ id }) => id);

test('the exceptions are operations', () => {
	expect(OPERATIONS.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(UNTOLD)));
});

describe('a read of evidence by itself leaves a trace', () => {
	test.each(reads)('%s', async (id) => {
		expect([200, 201, 202, 404]).toContain(await ask(id));
		const [first] = await recorded();
		expect(first?.[0]).toMatch(/^console\./);
	});
});

describe('counts', () => {
	const query = [
		['zone', ZONE],
		['from', '2025-11-01T00:00:00Z'],
		['to', '2025-12-01T00:00:00Z'],
		['q', 'decision:deny'],
	] as const;

	test('beside a search that was recorded leave no second trace; those of another search do', async () => {
		await ask('listEvents', query);
		expect(await recorded()).toHaveLength(1);
		for (const id of ['countEvents', 'eventFacets', 'eventHistogram']) await ask(id, query);
		expect(await recorded()).toEqual([]);
		await ask('countEvents', [...query.slice(0, 3), ['q', 'decision:allow']]);
		const filters = { from: '2025-11-01T00:00:00Z', to: '2025-12-01T00:00:00Z', q: 'decision:allow', view: 'count' };
		expect(await recorded()).toEqual([['console.search', ZONE, expect.objectContaining({ filters, zones: [ZONE] })]]);
	});

	test('beside a search up to now are of the window it was fixed at', async () => {
		const route = routes.get('listEvents');
		if (route === undefined) throw new Error('no handler');
		const response = await callRoute(route, { query: [['last', '1h']], headers });
		const { window } = (await response.json()) as { window: { from: string; to: string } };
		await recorded();
		await ask('eventFacets', [
			['from', window.from],
			['to', window.to],
		]);
		expect(await recorded()).toEqual([]);
	});

	test('of one asker cover nobody else', async () => {
		await ask('listEvents', query);
		headers = await tokenHeaders(database.owner, 'viewer', [ZONE]);
		await recorded();
		await ask('eventFacets', query);
		expect(await recorded()).toHaveLength(1);
	});

	test('that were refused leave none', async () => {
		expect(await ask('countEvents', [['q', '(']])).toBe(400);
		expect(await recorded()).toEqual([]);
	});
});

test('a search of several zones is told in each without the names of the others', async () => {
	await ask('listEvents', [
		['zone', `${ZONE},zn_other`],
		['last', 'all'],
	]);
	expect((await recorded()).map(([, zone, m]) => [zone, (m as { zones: string[] }).zones])).toEqual([
		[ZONE, [ZONE]],
		['zn_other', ['zn_other']],
	]);
});
