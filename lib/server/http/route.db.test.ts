import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenHeaders } from '../testing/askers';
import { callRoute, operationRoutes } from '../testing/call-route';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { setWebEnv } from '../testing/web-env';
import type { Route } from './route';

let database: ConsoleDatabase;
let whoami: Route;

beforeAll(async () => {
	setWebEnv({ API_REQUESTS_PER_MINUTE: '5' });
	database = await useConsoleDatabase();
	const found = (await operationRoutes()).get('whoami');
	if (found === undefined) throw new Error('whoami has no handler');
	whoami = found;
});
afterAll(() => database?.close());

test('who asks too often is told how long to wait; others go on', async () => {
	const [headers, others] = [await tokenHeaders(database.owner, 'viewer', null), await tokenHeaders(database.owner, 'viewer', null)];
	for (let i = 0; i < 5; i++) expect((await callRoute(whoami, { headers })).status).toBe(200);
	const answer = await callRoute(whoami, { headers });
	expect(answer.status).toBe(429);
	expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
	expect(await answer.json()).toMatchObject({ code: 'rate_limited', requestId: answer.headers.get('x-request-id') });
	expect((await callRoute(whoami, { headers: others })).status).toBe(200);
});

test('no answer may be kept by what lies between', async () => {
	const headers = await tokenHeaders(database.owner, 'viewer', null);
	for (const given of [{ headers }, {}, { headers, query: [['x', '1']] as const }])
		expect((await callRoute(whoami, given)).headers.get('cache-control')).toBe('no-store');
});

test('a bearer token counts before a session, and a broken one is not replaced by it', async () => {
	const answer = await callRoute(whoami, { headers: { authorization: 'Bearer nothing', cookie: 'next-auth.session-token=x' } });
	expect(answer.status).toBe(401);
	expect((await answer.json()).message).toContain('token');
});

test('a database that cannot be reached is no answer about who asks', async () => {
	const headers = await tokenHeaders(database.owner, 'viewer', null);
	await database.owner`revoke select on api_tokens from console_web`;
	try {
		const answer = await callRoute(whoami, { headers });
		expect(answer.status).toBe(500);
		expect(JSON.stringify(await answer.json())).not.toMatch(/api_tokens|permission/);
	} finally {
		await database.owner`grant select on api_tokens to console_web`;
	}
});
