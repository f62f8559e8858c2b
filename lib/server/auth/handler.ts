import 'server-only';
import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { AppError } from '../../errors';
import { webEnv } from '../env';
import { errorBody, retryAfterSeconds } from '../http/error-body';
import { readBytes } from '../http/input';
import { requireSameOrigin } from '../http/same-origin';
import { addressKey } from './address';
import { OIDC } from './oidc-provider';
import { authOptions } from './options';
import { recordProviderRefusal } from './provider-refused';

/** What of next-auth is open to anyone. The rest would only tell or log what it is sent. */
const OPEN = new Set([
	'GET csrf',
	'GET providers',
	'GET signin',
	'GET error',
	'GET signout',
	`GET callback/${OIDC}`,
	`POST signin/${OIDC}`,
	'POST callback/credentials',
	'POST signout',
]);

const CALLBACK = `callback/${OIDC}`;
const REFUSED = '/sign-in?error=OAuthCallback';

interface RouteContext {
	readonly params: Promise<{ nextauth: string[] }>;
}

/**
 * next-auth's own endpoints, with the limits of all others. The options are made per request because they need the environment,
 * which a build has not.
 */
export async function handleAuth(request: NextRequest, context: RouteContext): Promise<Response> {
	const requestId = randomUUID();
	try {
		const { nextauth } = await context.params;
		if (!OPEN.has(`${request.method} ${nextauth.join('/')}`))
			throw new AppError('not_found', 'There is no such page.', 'Sign in at /sign-in.');
		requireSameOrigin(request);
		if (nextauth.join('/') === CALLBACK) return await providerAnswer(request, context);
		return await ask(request, context);
	} catch (error) {
		const { status, body } = errorBody(error, requestId);
		const wait = retryAfterSeconds(error);
		const headers = { 'cache-control': 'no-store', 'x-request-id': requestId, ...(wait === null ? {} : { 'retry-after': String(wait) }) };
		return Response.json(body, { status, headers });
	}
}

async function ask(request: NextRequest, context: RouteContext): Promise<Response> {
	const failures: unknown[] = [];
	const answer: Response = await NextAuth(authOptions((error) => failures.push(error)))(await withForm(request), context);
	if (failures.length > 0) throw failures[0];
	return answer;
}

/** What the identity provider sent somebody back with; a refusal leads to the sign-in page, which says so, and is recorded. */
async function providerAnswer(request: NextRequest, context: RouteContext): Promise<Response> {
	const refused = request.nextUrl.searchParams.has('error');
	const answer = refused ? new Response(null, { status: 302, headers: { location: REFUSED } }) : await ask(request, context);
	if (/\/(signin|error)\?error=|^\/sign-in\?error=OAuth/.test(answer.headers.get('location') ?? ''))
		await recordProviderRefusal(addressKey((name) => request.headers.get(name), webEnv().TRUSTED_PROXIES));
	return answer;
}

/** The request with a body of bounded size that is a form: next-auth would read one of any size, and JSON with members of any kind. */
async function withForm(request: NextRequest): Promise<NextRequest> {
	if (request.method !== 'POST') return request;
	if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
		throw new AppError('invalid_input', 'The body is no form.', 'Send it as application/x-www-form-urlencoded.');
	const body = await readBytes(request);
	return new NextRequest(request.url, { method: 'POST', headers: request.headers, body: new Uint8Array(body) });
}
