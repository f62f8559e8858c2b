import 'server-only';
import { headers } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { openSession } from '../../../db/queries/sessions';
import { findUserForSignIn, touchSignIn } from '../../../db/queries/users';
import { database } from '../database';
import { webEnv } from '../env';
import { NOBODY_HASH, verifyPassword } from './password';
import { FailureLimit } from './rate-limit';

const SESSION_SECONDS_MAX = 12 * 60 * 60;
const USER_AGENT_MAX = 300;

const holder = globalThis as typeof globalThis & { caracalSignInFailures?: FailureLimit };

/** Failed sign-ins by name: an account cannot be tried without end, from however many addresses. */
function signInFailures(): FailureLimit {
	holder.caracalSignInFailures ??= new FailureLimit();
	return holder.caracalSignInFailures;
}

/** next-auth's configuration: local accounts, JWT sessions. The token only names a session row; what it is worth is read anew each time. */
export function authOptions(): NextAuthOptions {
	return {
		secret: webEnv().AUTH_SECRET,
		session: { strategy: 'jwt', maxAge: SESSION_SECONDS_MAX },
		pages: { signIn: '/sign-in' },
		providers: [
			Credentials({
				credentials: { name: { type: 'text' }, password: { type: 'password' } },
				authorize: (credentials) => signIn(credentials?.name ?? '', credentials?.password ?? ''),
			}),
		],
		callbacks: {
			jwt: async ({ token, user }) =>
				user ? { sub: user.id, sessionId: await openSession(database(), Number(user.id), SESSION_SECONDS_MAX, await userAgent()) } : token,
			session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
		},
	};
}

async function userAgent(): Promise<string> {
	return ((await headers()).get('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, USER_AGENT_MAX);
}

async function signIn(name: string, password: string): Promise<{ id: string; name: string } | null> {
	const now = Date.now();
	if (signInFailures().isBlocked(name, now)) throw new Error('rate_limited');
	const user = await findUserForSignIn(database(), name);
	const right = await verifyPassword(password, user?.passwordHash ?? NOBODY_HASH);
	if (user === null || !right || user.disabledAt !== null) {
		signInFailures().failed(name, now);
		return null;
	}
	signInFailures().succeeded(name);
	await touchSignIn(database(), user.userId);
	return { id: String(user.userId), name: user.name };
}
