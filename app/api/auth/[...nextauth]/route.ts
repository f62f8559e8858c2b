import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/server/auth/options';

interface Context {
	params: Promise<{ nextauth: string[] }>;
}

/** next-auth's own endpoints; the options are made per request because they need the environment, which a build has not. */
async function handler(request: NextRequest, context: Context): Promise<Response> {
	return (await NextAuth(authOptions())(request, context)) as Response;
}

export { handler as GET, handler as POST };
