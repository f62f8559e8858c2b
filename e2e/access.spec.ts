import { request as playwrightRequest } from '@playwright/test';
import postgres from 'postgres';
import { API_TOKEN, DATABASE_URL, PASSWORD, USER, WEB_URL } from './env';
import { expect, signIn, test } from './fixtures';

test.use({ signedIn: false, expectedErrors: /4\d\d/ });

const ERROR = ['code', 'message', 'requestId', 'todo'];

/** A plain request: no cookies, no headers of a browser. */
function api(path: string, init: RequestInit & { token?: string | null } = {}): Promise<Response> {
	const { token = API_TOKEN, ...rest } = init;
	// a kept connection may be closed by the other side at the very moment it is used again; one closed at once may take the answer
	// to a body that is too long with it
	const headers = {
		...(rest.body === undefined ? { connection: 'close' } : {}),
		...(token === null ? {} : { authorization: `Bearer ${token}` }),
		...(rest.headers as Record<string, string>),
	};
	const ask = () => fetch(`${WEB_URL}${path}`, { redirect: 'manual', ...rest, headers });
	// the connection may also be one kept for a body before, closed by now
	return rest.body === undefined ? ask().catch(ask) : ask();
}
const post = (path: string, body: unknown, init: Parameters<typeof api>[1] = {}) =>
	api(path, { method: 'POST', body: JSON.stringify(body), ...init });

async function makeToken(given: object = {}): Promise<{ id: number; secret: string }> {
	const answer = await post('/v1/tokens', { name: 'e2e', role: 'viewer', zone_ids: null, expires_in_days: 1, ...given });
	expect(answer.status).toBe(201);
	return answer.json();
}

test.describe('a token', () => {
	test('works until it is revoked, and its secret is told once', async () => {
		const { id, secret } = await makeToken({ name: 'once' });
		expect(await (await api('/v1/whoami', { token: secret })).json()).toMatchObject({ kind: 'token', name: 'once' });
		expect(await (await api('/v1/tokens')).text()).not.toContain(secret);
		expect((await api(`/v1/tokens/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect((await api('/v1/whoami', { token: secret })).status).toBe(401);
	});

	test('that is wrong, expired or in another form is refused in one way', async () => {
		const { id, secret } = await makeToken();
		const sql = postgres(DATABASE_URL, { max: 1 });
		await sql`update api_tokens set expires_at = now() where token_id = ${id}`;
		await sql.end();
		const wrong = `${API_TOKEN.slice(0, -1)}${API_TOKEN.endsWith('A') ? 'B' : 'A'}`;
		const bodies = new Set<string>();
		for (const token of [secret, wrong, 'x', '', `${API_TOKEN} ${API_TOKEN}`, 'x'.repeat(4000)]) {
			const answer = await api('/v1/events', { token });
			expect(answer.status, token.slice(0, 20)).toBe(401);
			const { requestId: _, ...body } = await answer.json();
			bodies.add(JSON.stringify(body));
		}
		expect(bodies.size).toBe(1);
		expect((await api('/v1/events', { token: null, headers: { authorization: 'Basic YTpi' } })).status).toBe(401);
	});

	test('of one zone gets the same answer about a foreign zone and one that is not there', async () => {
		const { secret } = await makeToken({ zone_ids: ['prod-eu'] });
		expect((await api('/v1/events/prod-eu/1', { token: secret })).status).toBe(200);
		const texts = new Set<string>();
		for (const zone of ['prod-us', 'no-such-zone']) {
			const answer = await api(`/v1/events/${zone}/1`, { token: secret });
			expect(answer.status).toBe(403);
			const { requestId: _, ...body } = await answer.json();
			texts.add(JSON.stringify(body).replaceAll(zone, '…'));
		}
		expect(texts.size).toBe(1);
	});

	test('of a weaker role or of one zone manages nothing', async () => {
		for (const given of [{ role: 'operator' }, { role: 'admin', zone_ids: ['prod-eu'] }]) {
			const { secret } = await makeToken(given);
			for (const path of ['/v1/tokens', '/v1/users', '/v1/sessions?user=1'])
				expect((await api(path, { token: secret })).status, path).toBe(403);
		}
	});
});

test.describe('bad input', () => {
	for (const [what, body, status] of [
		['no JSON', '{', 400],
		['a list', [], 400],
		['an unknown member', { name: 'x', role: 'viewer', zone_ids: null, expires_in_days: 1, is_admin: true }, 400],
		['a role there is not', { name: 'x', role: 'root', zone_ids: null, expires_in_days: 1 }, 400],
		['a token for ever', { name: 'x', role: 'viewer', zone_ids: null, expires_in_days: 36_500 }, 400],
		['a token for no zone', { name: 'x', role: 'viewer', zone_ids: [], expires_in_days: 1 }, 400],
		['a name of hidden letters', { name: 'a\u202eb', role: 'viewer', zone_ids: null, expires_in_days: 1 }, 400],
		['a name with a line break', { name: 'a\nb', role: 'viewer', zone_ids: null, expires_in_days: 1 }, 400],
		['a body that is too long', { name: 'x'.repeat(70_000) }, 413],
	] as const)
		test(`${what} makes no token`, async () => {
			const answer = await api('/v1/tokens', { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
			expect(answer.status).toBe(status);
			expect(Object.keys(await answer.json()).sort()).toEqual(ERROR);
		});

	test('a body without a length is cut off at the same bound', async () => {
		const chunk = new TextEncoder().encode('x'.repeat(16 * 1024));
		let sent = 0;
		const body = new ReadableStream({ pull: (stream) => (sent++ < 64 ? stream.enqueue(chunk) : stream.close()) });
		// undici's own option, which the type of the browser's fetch does not know
		const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
		expect((await api('/v1/tokens', init)).status).toBe(413);
	});

	test('headers that are too long are refused', async () => {
		expect((await api('/v1/whoami', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
	});

	test('parameters that are not there are refused by name', async () => {
		for (const path of ['/v1/tokens?limt=5', '/v1/users?after=1%27%20or%201=1', '/v1/sessions?user=-1', '/v1/whoami?x=1'])
			expect((await api(path)).status, path).toBe(400);
		expect((await (await api('/v1/tokens?limt=5')).json()).message).toContain('limt');
	});

	test('an address there is not is told in the shape of every error, to anybody', async () => {
		for (const path of ['/v1', '/v1/nothing', '/v1/events/prod-eu/1/nothing'])
			for (const method of ['GET', 'POST']) {
				const answer = await api(path, { method, token: null });
				expect(answer.status, `${method} ${path}`).toBe(404);
				expect(Object.keys(await answer.json()).sort()).toEqual(ERROR);
			}
	});

	test('ids of no form and of nobody', async () => {
		expect((await api('/v1/users/1%20or%201=1')).status).toBe(400);
		expect((await api('/v1/users/999999999')).status).toBe(404);
		expect((await api('/v1/tokens/0', { method: 'DELETE' })).status).toBe(400);
		expect((await api('/v1/sessions/00000000-0000-4000-8000-000000000000', { method: 'DELETE' })).status).toBe(404);
	});
});

test.describe('a browser', () => {
	/** Signs in over HTTP, as the form does. */
	async function session(name = USER, password = PASSWORD) {
		const context = await playwrightRequest.newContext({ baseURL: WEB_URL, extraHTTPHeaders: { origin: WEB_URL } });
		const { csrfToken } = await (await context.get('/api/auth/csrf')).json();
		const form = { name, password, csrfToken, json: 'true', callbackUrl: '/search' };
		const answer = await context.post('/api/auth/callback/credentials', { form });
		const cookie = (await context.storageState()).cookies.find((each) => each.name === 'next-auth.session-token');
		return { context, answer, cookie };
	}

	test('gets a cookie that scripts and other sites do not', async () => {
		const { cookie, context } = await session();
		expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
		await context.dispose();
	});

	test('gets cookies that never travel in the open where the console stands behind TLS', async () => {
		const answer = await api('/api/auth/csrf', { token: null, headers: { 'x-forwarded-proto': 'https' } });
		const cookies = answer.headers.getSetCookie();
		expect(cookies.length).toBeGreaterThan(0);
		for (const cookie of cookies) expect(cookie).toMatch(/^__(Host|Secure)-.*; HttpOnly; Secure; SameSite=Lax$/);
	});

	test('gets a new session at each sign-in: one that was planted is worth nothing', async () => {
		const planted = await session();
		const before = planted.cookie?.value;
		const { csrfToken } = await (await planted.context.get('/api/auth/csrf')).json();
		const form = { name: USER, password: PASSWORD, csrfToken, json: 'true', callbackUrl: '/search' };
		await planted.context.post('/api/auth/callback/credentials', { form });
		expect((await planted.context.get('/v1/whoami')).status()).toBe(200);
		const old = await fetch(`${WEB_URL}/v1/whoami`, { headers: { cookie: `next-auth.session-token=${before}` } });
		expect(old.status).toBe(401);
		await planted.context.dispose();
	});

	test('whose session is revoked is out at its next request', async ({ page }) => {
		await page.goto('/sign-in');
		await signIn(page);
		await page.waitForURL('**/search');
		const { sessions } = await (await page.request.get('/v1/sessions')).json();
		const mine = sessions.find((each: { current: boolean }) => each.current);
		expect((await api(`/v1/sessions/${mine.id}`, { method: 'DELETE' })).status).toBe(204);
		expect((await page.request.get('/v1/whoami')).status()).toBe(401);
		// in a page of its own: what the first one reads by itself may be leading it out right now
		const other = await page.context().newPage();
		await other.goto('/search');
		await expect(other).toHaveURL(/sign-in/);
		await expect(page).toHaveURL(/sign-in/);
	});

	test('does not change anything that another site asks for', async () => {
		const { context } = await session();
		const body = { name: 'csrf', role: 'admin', zone_ids: null, expires_in_days: 1 };
		for (const [name, value] of [
			['origin', 'https://example.com'],
			['origin', 'null'],
			['sec-fetch-site', 'cross-site'],
			['sec-fetch-site', 'same-site'],
		] as const)
			expect((await context.post('/v1/tokens', { data: body, headers: { [name]: value } })).status(), `${name} ${value}`).toBe(403);
		expect((await context.post('/v1/tokens', { data: body })).status()).toBe(201);
		for (const path of ['/api/auth/signout', '/api/auth/callback/credentials'])
			expect((await context.post(path, { form: { json: 'true' }, headers: { origin: 'https://example.com' } })).status(), path).toBe(403);
		// from our own site, but without the token of the form
		await context.post('/api/auth/signout', { form: { json: 'true' } });
		expect((await context.get('/v1/whoami')).status()).toBe(200);
		await context.dispose();
	});

	test('is not led away by a sign-in or a sign-out', async () => {
		for (const callbackUrl of [
			'https://example.com/',
			'//example.com',
			'/\\example.com',
			'javascript:alert(1)',
			`${WEB_URL}.example.com/`,
		]) {
			const { context } = await session();
			const { csrfToken } = await (await context.get('/api/auth/csrf')).json();
			for (const [path, extra] of [
				['/api/auth/callback/credentials', { name: USER, password: PASSWORD }],
				['/api/auth/signout', {}],
			] as const) {
				const answer = await context.post(path, { form: { csrfToken, callbackUrl, json: 'true', ...extra } });
				const { url } = await answer.json();
				expect(new URL(url, WEB_URL).origin, `${path} ${callbackUrl}`).toBe(WEB_URL);
			}
			await context.dispose();
		}
	});

	test('finds of the sign-in only what it needs, with bodies of bounded size that are forms', async () => {
		for (const path of ['/api/auth/session', '/api/auth/verify-request', '/api/auth/callback/credentials', '/api/auth/nothing'])
			expect((await api(path, { token: null })).status, path).toBe(404);
		const logged = await api('/api/auth/_log', { token: null, method: 'POST', headers: { origin: WEB_URL }, body: 'level=error&code=x' });
		expect(logged.status).toBe(404);
		const form = { 'content-type': 'application/x-www-form-urlencoded', origin: WEB_URL };
		const path = '/api/auth/callback/credentials';
		const long = await api(path, { token: null, method: 'POST', headers: form, body: `name=${'x'.repeat(70_000)}` });
		expect(long.status).toBe(413);
		const json = { 'content-type': 'application/json', origin: WEB_URL };
		expect((await api(path, { token: null, method: 'POST', headers: json, body: '{"name":{}}' })).status).toBe(400);
	});
});

test('an account made by an administrator chooses its own password before it sees anything', async ({ page }) => {
	const name = `made-${Date.now()}`;
	const made = await post('/v1/users', { name, password: 'given by somebody', memberships: [{ zone_id: null, role: 'viewer' }] });
	expect(made.status).toBe(201);
	await page.goto('/search');
	await signIn(page, name, 'given by somebody');
	await page.waitForURL('**/password**');
	expect((await page.request.get('/v1/events')).status()).toBe(403);
	const data = { current: 'given by somebody', new: 'chosen by myself' };
	const changed = await page.request.post('/v1/password', { data, headers: { origin: WEB_URL } });
	expect(changed.status()).toBe(204);
	await page.goto('/sign-in');
	await signIn(page, name, 'chosen by myself');
	await page.waitForURL('**/search');
});
