import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from './lib/security-headers';

/**
 * Gives every response its security headers and every page a nonce of its own. Answers of the API are no pages and have
 * theirs from next.config.ts, which costs a request less. It does not decide who may read what: that is
 * lib/server's, in each verb.
 */
export function proxy(request: NextRequest): NextResponse {
	const nonce = btoa(crypto.randomUUID());
	const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development');
	const headers = new Headers(request.headers);
	headers.set('x-nonce', nonce);
	headers.set('x-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
	headers.set('content-security-policy', policy);
	const response = NextResponse.next({ request: { headers } });
	response.headers.set('content-security-policy', policy);
	return response;
}

export const config = { matcher: [{ source: '/((?!v1/|_next/static|_next/image|favicon.ico|icon.svg|theme.js).*)' }] };
