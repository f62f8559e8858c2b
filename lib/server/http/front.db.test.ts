import { once } from 'node:events';
import { createServer, type IncomingMessage, request as open, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { seedEvents } from '../../../db/testing/seed-events';
import { ACCOUNT_HEADER } from '../../api/account-header';
import { LIST_EVENTS } from '../../api/event-operations';
import { OPERATIONS } from '../../api/operations';
import { ANSWER_POLICY, SECURITY_HEADERS } from '../../security-headers';
import { sessionHeaders, tokenHeaders } from '../testing/askers';
import { callRoute, operationRoutes } from '../testing/call-route';
import { type ConsoleDatabase, useConsoleDatabase } from '../testing/console-database';
import { takeRecorded } from '../testing/outbox';
import { setWebEnv } from '../testing/web-env';
import { front } from './front';
import { methodsAt } from './methods';
import type { Route } from './route';

const MICROS = 1_764_000_000_000_000n;
let database: ConsoleDatabase;
let server: Server;
let listEvents: Route;
let here: Readonly<Record<string, string>>;
/** Requests that were left to Next. */
let left = 0;

beforeAll(async () => {
	// as the console sets it where it is not told its address
	vi.stubEnv('AUTH_TRUST_HOST', 'true');
	setWebEnv({ API_REQUESTS_PER_MINUTE: '10000' });
	database = await useConsoleDatabase();
	for (const zone of ['zn_here', 'zn_elsewhere'])
		await seedEvents(
			database.owner,
			Array.from({ length: 12 }, (_, i) => ({
				zone,
				at: MICROS + BigInt(i),
				requestId: `req-${zone}`,
				decision: i % 3 ? 'allow' : 'deny',
			})),
		);
	here = await tokenHeaders(database.owner, 'viewer', ['zn_here']);
	const found = (await operationRoutes()).get(LIST_EVENTS.id);
	if (found === undefined) throw new Error('no handler lists events');
	listEvents = found;
	server = createServer((request, response) => {
		if (front(request, response)) return;
		left++;
		response.writeHead(418).end();
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(async () => {
	vi.unstubAllEnvs();
	server?.closeAllConnections();
	server?.close();
	await database?.close();
});

interface Answer {
	readonly status: number;
	readonly headers: IncomingMessage['headers'];
	readonly body: Buffer;
}

/** Opens a stream and drops it. @returns status, and why not */
async function opened(path: string, headers: Readonly<Record<string, string>>): Promise<[number, string]> {
	const { port } = server.address() as AddressInfo;
	const request = open({ port, host: '127.0.0.1', path, headers: { ...headers } }).end();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
		const [first] = (await once(response, 'data')) as [Buffer];
		request.destroy();
		return [response.statusCode ?? 0, first.toString().split('\n')[0] ?? ''];
	}
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return [response.statusCode ?? 0, (JSON.parse(Buffer.concat(chunks).toString()) as { code: string }).code];
}

async function ask(path: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<Answer> {
	const { port } = server.address() as AddressInfo;
	const request = open({ port, host: '127.0.0.1', path, method, headers: { ...headers } }).end();
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

/** What differs between two answers to the same question. */
function told(text: string) {
	const { readAt, requestId, window, ...rest } = JSON.parse(text);
	return rest;
}

test('gives the answers of the route, whatever is asked and whoever asks', async () => {
	const foreign = await tokenHeaders(database.owner, 'viewer', ['zn_elsewhere']);
	const everywhere = await tokenHeaders(database.owner, 'admin', null);
	const askers = [here, foreign, everywhere, await tokenHeaders(database.owner, 'admin', null, 'revoked'), { authorization: 'Basic eA==' }];
	const queries: [string, string][][] = [
		[['last', 'all']],
		[
			['last', 'all'],
			['zone', 'zn_here'],
		],
		[
			['last', 'all'],
			['zone', 'zn_here,zn_elsewhere'],
			['limit', '5'],
		],
		[
			['last', 'all'],
			['q', 'decision:deny'],
		],
		[
			['last', 'all'],
			['q', 'decision:('],
		],
		[['zone', 'zn_nowhere']],
		[['limit', '0']],
		[['nobody', 'knows']],
		[
			['last', 'all'],
			['last', '1h'],
		],
		[['before', '100% & ü']],
		[['from', '2025-11-24T16:00:00+02:00']],
	];
	for (const headers of askers)
		for (const query of queries) {
			const expected = await callRoute(listEvents, { headers, query });
			const given = await ask(`/v1/events?${new URLSearchParams(query)}`, headers);
			expect([given.status, told(given.body.toString())]).toEqual([expected.status, told(await expected.text())]);
			expect(given.headers['content-type']).toBe(expected.headers.get('content-type'));
			expect(given.headers['cache-control']).toBe('no-store');
		}
});

test('each answer is recorded as the route records it', async () => {
	await takeRecorded(database.owner);
	await ask('/v1/events?last=all&zone=zn_here', here);
	await callRoute(listEvents, {
		headers: here,
		query: [
			['last', 'all'],
			['zone', 'zn_here'],
		],
	});
	const [one, other, ...more] = (await takeRecorded(database.owner)).map(({ event_type, zone_id, metadata_json }) => [
		event_type,
		zone_id,
		metadata_json,
	]);
	expect(one).toEqual(other);
	expect(one?.slice(0, 2)).toEqual(['console.search', 'zn_here']);
	expect(more).toEqual([]);
});

test('a token that is revoked is out at the next request', async () => {
	const headers = await tokenHeaders(database.owner, 'viewer', ['zn_here']);
	expect((await ask('/v1/events', headers)).status).toBe(200);
	await database.owner`update api_tokens set revoked_at = now() where token_id = (select max(token_id) from api_tokens)`;
	expect((await ask('/v1/events', headers)).status).toBe(401);
});

test('has the headers of every answer, and packs for who takes it', async () => {
	const plain = await ask('/v1/events?last=all', here);
	for (const { key, value } of SECURITY_HEADERS) expect(plain.headers[key]).toBe(value);
	expect(plain.headers['content-security-policy']).toBe(ANSWER_POLICY);
	expect(plain.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
	expect(Number(plain.headers['content-length'])).toBe(plain.body.length);
	for (const [accepted, encoding] of [
		['gzip, deflate, br', 'gzip'],
		['br;q=1.0, gzip;q=0.8', 'gzip'],
		['gzip;q=0, br', undefined],
		['identity', undefined],
	]) {
		const given = await ask('/v1/events?last=all', { ...here, 'accept-encoding': accepted ?? '' });
		expect(given.headers['content-encoding']).toBe(encoding);
		const body = encoding === undefined ? given.body : gunzipSync(given.body);
		expect(told(body.toString())).toEqual(told(plain.body.toString()));
	}
});

test('streams open for tokens and sessions alike, under the checks of every operation', async () => {
	const { owner } = database;
	const both = '/v1/tail?zone=zn_here,zn_elsewhere';
	const [reader, other] = [await sessionHeaders(owner, [{ zoneId: 'zn_here', role: 'viewer' }]), await sessionHeaders(owner, [])];
	const [row] = await owner<{ id: number }[]>`select max(user_id) - 1 as id from console_users`;
	const given = async (state: 'expired' | 'revoked') => tokenHeaders(owner, 'viewer', null, state);
	const isOpen = [200, 'retry: 1000'];
	const asked: [string, Readonly<Record<string, string>>, (string | number)[]][] = [
		['/v1/tail', {}, [401, 'unauthenticated']],
		['/v1/tail', { cookie: 'next-auth.session-token=x' }, [401, 'unauthenticated']],
		['/v1/tail', { ...reader, authorization: 'Bearer x' }, [401, 'unauthenticated']],
		['/v1/tail', await given('expired'), [401, 'unauthenticated']],
		['/v1/tail', await given('revoked'), [401, 'unauthenticated']],
		['/v1/tail', other, [403, 'forbidden']],
		['/v1/tail', await sessionHeaders(owner, [{ zoneId: null, role: 'admin' }], true), [403, 'forbidden']],
		[both, reader, [403, 'forbidden']],
		[both, here, [403, 'forbidden']],
		['/v1/zones/zn_elsewhere/tail', reader, [403, 'forbidden']],
		['/v1/zones/%E0%A4%A/tail', here, [400, 'invalid_input']],
		['/v1/tail?q=a%3A', here, [400, 'invalid_input']],
		['/v1/tail?nobody=knows', reader, [400, 'invalid_input']],
		['/v1/tail', here, isOpen],
		['/v1/tail?zone=zn_here', reader, isOpen],
		['/v1/zones/zn_here/tail', here, isOpen],
		['/v1/zones/zn%5Fhere/tail', reader, isOpen],
		// the page of one account, and the session of another
		['/v1/tail', { ...reader, [ACCOUNT_HEADER]: String(row?.id) }, isOpen],
		['/v1/tail', { ...reader, [ACCOUNT_HEADER]: String((row?.id ?? 0) + 1) }, [401, 'unauthenticated']],
		// behind TLS the cookie has another name
		['/v1/tail', { ...reader, 'x-forwarded-proto': 'https' }, [401, 'unauthenticated']],
		['/v1/tail', { cookie: `__Secure-${reader.cookie}`, 'x-forwarded-proto': 'https' }, isOpen],
	];
	left = 0;
	for (const [path, headers, expected] of asked) expect([path, ...(await opened(path, headers))]).toEqual([path, ...expected]);
	expect(left).toBe(0);
});

test('leaves to Next what is not its own', async () => {
	left = 0;
	const others: [string, Record<string, string>, string?][] = [
		['/v1/events', { cookie: 'next-auth.session-token=x' }],
		['/v1/events', { ...here }, 'OPTIONS'],
		['/v1/nothing', { ...here }, 'PUT'],
		['/v1/views', { ...here }, 'POST'],
		['/v1/zones/a%2Fb/requests/x/changes', { cookie: 'c' }],
		['/v1/events', { ...here }, 'HEAD'],
		['/v1/events/', here],
		['/v1/Events', here],
		['/v1/events%3Flast=all', here],
		['/v1/events/count', here],
		['/v1/tail', here, 'HEAD'],
		['/v1/zones/zn_here/tail/', here],
		['/v1/zones/a/b/tail', here],
		['/search', here],
	];
	for (const [path, headers, method] of others) expect((await ask(path, headers, method)).status).toBe(418);
	expect(left).toBe(others.length);
});

test('a method that an address does not take is refused in the shape of every error, whoever asks', async () => {
	for (const [path, method, allow] of [
		['/v1/events', 'PUT', 'GET, HEAD, OPTIONS'],
		['/v1/events?last=all', 'POST', 'GET, HEAD, OPTIONS'],
		['/v1/zones/a%2Fb/requests/..%2f', 'DELETE', 'GET, HEAD, OPTIONS'],
		['/v1/sessions/x', 'GET', 'DELETE, OPTIONS'],
		['/v1/openapi.json', 'PATCH', 'GET, HEAD, OPTIONS'],
	] as const) {
		const given = await ask(path, {}, method);
		expect([given.status, given.headers.allow, given.headers['content-type']]).toEqual([405, allow, 'application/json']);
		const body = JSON.parse(given.body.toString());
		expect(body).toEqual({
			code: 'method_not_allowed',
			message: expect.stringContaining(method),
			todo: `Use ${allow}.`,
			requestId: given.headers['x-request-id'],
		});
	}
});

test('every operation is where its method is taken', () => {
	for (const { path, method } of OPERATIONS) expect(methodsAt(path.replaceAll(/{[^}]*}/g, 'a%20b'))).toContain(method);
	for (const path of ['/v1', '/v1/', '/v1/events/', '/v1/zones//requests/x', '/v1/nothing']) expect(methodsAt(path)).toBeNull();
});
