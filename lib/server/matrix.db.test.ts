import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { seedEvents } from '../../db/testing/seed-events';
import { type Membership, ROLES, scopeOf } from '../access/roles';
import type { Access } from '../api/operation';
import { OPERATIONS } from '../api/operations';
import type { Route } from './http/route';
import { type AskerHeaders, sessionHeaders, tokenHeaders } from './testing/askers';
import { callRoute, type GivenRequest, operationRoutes } from './testing/call-route';
import { type ConsoleDatabase, useConsoleDatabase } from './testing/console-database';
import { sampleRequests } from './testing/samples';
import { setWebEnv } from './testing/web-env';

vi.mock('node:crypto', async (real) =>
	(await import('./testing/quick-scrypt')).withQuickScrypt(await real<typeof import('node:crypto')>()),
);

const HERE = 'zn_here';
const ELSEWHERE = 'zn_elsewhere';
const MICROS = 1_764_000_000_000_000n;

interface Asker {
	readonly name: string;
	readonly headers: AskerHeaders;
	/** Null: nobody who counts. */
	readonly memberships: readonly Membership[] | null;
}

let database: ConsoleDatabase;
let routes: ReadonlyMap<string, Route>;
const askers: Asker[] = [];

async function addAskers(owner: ConsoleDatabase['owner']): Promise<void> {
	for (const role of ROLES)
		for (const zoneIds of [[HERE], [ELSEWHERE], [HERE, ELSEWHERE], null]) {
			const memberships = (zoneIds ?? [null]).map((zoneId) => ({ zoneId, role }));
			const where = zoneIds?.join(' and ') ?? 'every zone';
			askers.push({ name: `token: ${role} in ${where}`, headers: await tokenHeaders(owner, role, zoneIds), memberships });
			askers.push({ name: `session: ${role} in ${where}`, headers: await sessionHeaders(owner, memberships), memberships });
		}
	const mixed: Membership[] = [
		{ zoneId: HERE, role: 'viewer' },
		{ zoneId: ELSEWHERE, role: 'admin' },
	];
	askers.push({ name: 'session: viewer here, admin elsewhere', headers: await sessionHeaders(owner, mixed), memberships: mixed });
	askers.push({ name: 'session without a role', headers: await sessionHeaders(owner, []), memberships: [] });
	const everywhere: Membership[] = [{ zoneId: null, role: 'admin' }];
	askers.push({ name: 'session that must choose a password', headers: await sessionHeaders(owner, everywhere, true), memberships: [] });
	const expired = await tokenHeaders(owner, 'admin', null, 'expired');
	const revoked = await tokenHeaders(owner, 'admin', null, 'revoked');
	const nobody: [string, AskerHeaders][] = [
		['nobody', {}],
		['an expired token', expired],
		['a revoked token', revoked],
		['a token nobody made', { authorization: `Bearer cat_AAAAAAAA_${'a'.repeat(43)}` }],
		['a cookie nobody made', { cookie: 'next-auth.session-token=eyJhbGciOiJkaXIi.x.y', 'sec-fetch-site': 'same-origin' }],
	];
	for (const [name, headers] of nobody) askers.push({ name, headers, memberships: null });
	const ended = await sessionHeaders(owner, everywhere);
	await owner`update console_sessions set revoked_at = now()
		where session_id = (select session_id from console_sessions order by created_at desc limit 1)`;
	askers.push({ name: 'a revoked session', headers: ended, memberships: null });
}

/** Calls an operation by its id. */
async function call(id: string, given: GivenRequest): Promise<Response> {
	const route = routes.get(id);
	if (route === undefined) throw new Error(`no handler for ${id}`);
	return callRoute(route, given);
}

beforeAll(async () => {
	setWebEnv({ API_REQUESTS_PER_MINUTE: '1000000' });
	database = await useConsoleDatabase();
	for (const zone of [HERE, ELSEWHERE])
		await seedEvents(
			database.owner,
			[0n, 1n, 2n].map((i) => ({ zone, at: MICROS + i, requestId: `req-${zone}`, metadata: { application_name: `secret-of-${zone}` } })),
		);
	routes = await operationRoutes();
	await addAskers(database.owner);
}, 120_000);
afterAll(() => database?.close());

function scopeFor(memberships: readonly Membership[], access: Access) {
	return scopeOf(memberships, access === 'signed_in' ? 'evidence.read' : access);
}

function holds(memberships: readonly Membership[], zone: string): boolean {
	return memberships.some(({ zoneId }) => zoneId === null || zoneId === zone);
}

/** What the rules say of an asker and an operation on a zone: the status a wall answers with, or null when it lets through. */
function wallStatus({ memberships }: Asker, access: Access, zone: string | null): 401 | 403 | null {
	if (memberships === null) return 401;
	const scope = scopeFor(memberships, access);
	if (zone === null) return access === 'signed_in' || scope !== null ? null : 403;
	return scope !== null && (scope.kind === 'all' || scope.zoneIds.includes(zone)) ? null : 403;
}

test('every operation has a handler and a sample', () => {
	expect([...routes.keys()].toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted());
	expect(Object.keys(sampleRequests(HERE)).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted());
});

describe.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
	test.each([HERE, ELSEWHERE, 'zn_missing'])('lets in whom the rules let in, with %s', async (zone) => {
		const inPath = operation.path.includes('{zone}');
		if (!inPath && zone !== HERE) return;
		const given = sampleRequests(zone)[id];
		if (given === undefined) throw new Error(`no sample for ${id}`);
		const check = async (asker: Asker) => {
			const response = await call(id, { ...given, headers: asker.headers });
			const text = await response.text();
			const wall = wallStatus(asker, operation.access, inPath ? zone : null);
			const told = `${asker.name}: ${response.status} ${text.slice(0, 200)}`;
			if (wall !== null) expect(response.status, told).toBe(wall);
			// a verb may know more than the wall: a wrong password, a change of somebody with higher rights
			else if (operation.access !== 'signed_in') expect([401, 403], told).not.toContain(response.status);
			else expect(response.status, told).not.toBe(401);
			expect(response.status, told).toBeLessThan(500);
			for (const foreign of [HERE, ELSEWHERE].filter((each) => each !== zone || wall !== null))
				if (!holds(asker.memberships ?? [], foreign)) expect(text, told).not.toContain(`secret-of-${foreign}`);
		};
		// what only reads is asked by all at once: an answer that is shared for a second is then waited for once
		if (operation.method === 'GET') await Promise.all(askers.map(check));
		else for (const asker of askers) await check(asker);
	});
});

test('a zone of others and a zone that is not there get the same answer', async () => {
	const asker = askers.find(({ name }) => name === `token: admin in ${HERE}`);
	for (const operation of OPERATIONS.filter(({ path }) => path.includes('{zone}'))) {
		const [there, missing] = await Promise.all(
			[ELSEWHERE, 'zn_missing'].map(async (zone) => {
				const response = await call(operation.id, { ...sampleRequests(zone)[operation.id], headers: { ...asker?.headers } });
				const { requestId, ...body } = (await response.json()) as Record<string, string>;
				return JSON.stringify({ status: response.status, ...body, requestId: typeof requestId }).replaceAll(zone, '<zone>');
			}),
		);
		expect(there).toBe(missing);
		expect(there).toContain('"status":403');
	}
});

test('lists over all zones show the own ones only', async () => {
	for (const asker of askers.filter(({ memberships }) => memberships !== null && memberships.length > 0)) {
		const response = await call('listEvents', { query: [['last', 'all']], headers: asker.headers });
		const { events } = (await response.json()) as { events: { zone: string }[] };
		const expected = [HERE, ELSEWHERE].filter((zone) => holds(asker.memberships ?? [], zone));
		expect([...new Set(events.map(({ zone }) => zone))].toSorted(), asker.name).toEqual(expected.toSorted());
	}
});

test('CSV needs the right to export, in the zone', async () => {
	for (const id of ['listAudit', 'listAdminAudit'])
		for (const asker of askers) {
			const response = await call(id, { params: { zone: HERE }, query: [['format', 'csv']], headers: asker.headers });
			await response.text();
			expect(response.status, asker.name).toBe(wallStatus(asker, 'evidence.export', HERE) ?? 200);
		}
});

test('a change that another site made a browser send is refused', async () => {
	const asker = askers.find(({ name }) => name === 'session: admin in every zone');
	for (const operation of OPERATIONS.filter(({ method }) => method !== 'GET')) {
		const headers = { ...asker?.headers, 'sec-fetch-site': 'cross-site' };
		const response = await call(operation.id, { ...sampleRequests(HERE)[operation.id], headers });
		expect(response.status, operation.id).toBe(403);
	}
});
