import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { findUserForSignIn, touchSignIn } from '../../../db/queries/users';
import { database } from '../database';
import { webEnv } from '../env';
import { NOBODY_HASH, verifyPassword } from './password';
import { FailureLimit } from './rate-limit';

const SESSION_SECONDS_MAX = 12 * 60 * 60;

const holder = globalThis as typeof globalThis & { caracalSignInFailures?: FailureLimit };

/** Failed sign-ins by name: an account cannot be tried without end, from however many addresses. */
function signInFailures(): FailureLimit {
	holder.caracalSignInFailures ??= new FailureLimit();
	return holder.caracalSignInFailures;
}

/** next-auth's configuration: local accounts, JWT sessions. The token holds only who it is; what they may do is read anew each time. */
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
			jwt: ({ token, user }) => (user ? { sub: user.id, name: user.name } : token),
			session: ({ session, token }) => ({ ...session, user: { id: token.sub, name: token.name } }),
		},
	};
}

async function signIn(name: string, password: string): Promise<{ id: string; name: string } | null> {
	const now = Date.now();
	if (signInFailures().isBlocked(name, now)) throw new Error('rate_limited');
	const user = await findUserForSignIn(database(), name);
	const right = await verifyPassword(password, user?.passwordHash ?? NOBODY_HASH);
	if (user === null || !right) {
		signInFailures().failed(name, now);
		return null;
	}
	signInFailures().succeeded(name);
	await touchSignIn(database(), user.userId);
	return { id: String(user.userId), name: user.name };
}
