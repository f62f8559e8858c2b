import 'server-only';
import type { IncomingMessage } from 'node:http';
import type { GetServerSidePropsContext } from 'next';
import { headers } from 'next/headers';
import { NextRequest } from 'next/server';
import { getServerSession, type NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { AppError } from '../../errors';
import { safeReturnPath } from '../../url/callback';
import { webEnv } from '../env';
import { log } from '../log';
import { addressKey } from './address';
import type { Claims } from './oidc-claims';
import { OIDC, oidcProvider } from './oidc-provider';
import { SESSION_SECONDS_MAX } from './session-limits';
import { signInWithClaims } from './sign-in-oidc';
import { signInWithPassword } from './sign-in-password';
import { signOut } from './sign-out';
import { startSession } from './start-session';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * next-auth's configuration: local accounts and, where one is configured, an identity provider; JWT sessions. The cookie only
 * names a session row; what it is worth is read anew each time.
 * @param onFailure is told of what next-auth would only log: a sign-out that could not be stored
 */
export function authOptions(onFailure: (error: unknown) => void = () => {}): NextAuthOptions {
	const { AUTH_SECRET, oidc } = webEnv();
	return {
		secret: AUTH_SECRET,
		session: { strategy: 'jwt', maxAge: SESSION_SECONDS_MAX },
		pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
		providers: [
			Credentials({
				credentials: { name: { type: 'text' }, password: { type: 'password' } },
				authorize: (given) => authorize(given?.name ?? '', given?.password ?? ''),
			}),
			...(oidc === null ? [] : [oidcProvider(oidc)]),
		],
		callbacks: {
			async signIn({ user, account, profile }) {
				if (account?.provider !== OIDC || oidc === null) return true;
				const found = await orUnavailable(() => signInWithClaims((profile ?? {}) as Claims, oidc));
				if (found === null) return '/sign-in?error=account_disabled';
				// next-auth hands this very object on to `jwt`; until here it holds the provider's subject
				Object.assign(user, { id: String(found.userId), name: found.name });
				return true;
			},
			async jwt({ token, user, account }) {
				if (!user) return token;
				const viaOidc = account?.provider === OIDC;
				const sessionId = await startSession({
					userId: Number(user.id),
					name: user.name ?? '',
					method: viaOidc ? 'oidc' : 'password',
					issuer: viaOidc ? oidc?.issuer : undefined,
					userAgent: (await headers()).get('user-agent') ?? '',
					formerSessionId: await cookieSessionId(),
				});
				return { sub: user.id, sessionId };
			},
			session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
			redirect: ({ url, baseUrl }) => {
				const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
				return `${baseUrl}${url === baseUrl ? '/' : safeReturnPath(path)}`;
			},
		},
		events: {
			async signOut({ token }) {
				// next-auth swallows what its events throw
				await signOut(sessionIdOf(token)).catch(onFailure);
			},
		},
		logger: {
			error(code, metadata) {
				// a cookie that is not ours, or from before a change of AUTH_SECRET: its holder is not signed in, and may send it for ever
				if (code === 'JWT_SESSION_ERROR') return;
				// its metadata may hold claims and tokens, so only the error is kept
				log.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, 'sign-in failed');
			},
			warn() {},
			debug() {},
		},
	};
}

/** @throws Error whose message becomes the code that the sign-in page explains; next-auth would put the words of any other there */
async function orUnavailable<T>(signIn: () => Promise<T>): Promise<T> {
	try {
		return await signIn();
	} catch (error) {
		if (error instanceof AppError) throw new Error(error.code);
		log.error({ err: error }, 'sign-in failed');
		throw new Error('unavailable');
	}
}

async function authorize(name: string, password: string): Promise<{ id: string; name: string } | null> {
	const given = await headers();
	const address = addressKey((header) => given.get(header), webEnv().TRUSTED_PROXIES);
	const user = await orUnavailable(() => signInWithPassword({ name, password, address }));
	return user === null ? null : { id: String(user.userId), name: user.name };
}

function sessionIdOf(token: unknown): string | null {
	const id = typeof token === 'object' && token !== null && 'sessionId' in token ? token.sessionId : null;
	return typeof id === 'string' && UUID.test(id) ? id : null;
}

/** The session that the request's cookie names, whether it still counts or not; null without a cookie of ours. */
export async function cookieSessionId(): Promise<string | null> {
	return sessionIdOf(await getServerSession(authOptions()));
}

/** The same of a request that Next has not seen. Of a proxy's headers it takes what Next would. */
export async function sessionIdOfRequest({ headers }: Pick<IncomingMessage, 'headers'>): Promise<string | null> {
	const cookies = new NextRequest('http://console', { headers: { cookie: headers.cookie ?? '' } }).cookies.getAll();
	const seen = {
		'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host,
		'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
	};
	const request = { headers: seen, cookies: Object.fromEntries(cookies.map(({ name, value }) => [name, value])) };
	// it would renew the cookie, as it would in a page, where it cannot either
	const answer = { getHeader() {}, setHeader() {} };
	const [req, res] = [request, answer] as unknown as [GetServerSidePropsContext['req'], GetServerSidePropsContext['res']];
	return sessionIdOf(await getServerSession(req, res, authOptions()));
}
