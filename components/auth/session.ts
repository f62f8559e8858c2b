/**
 * Signing in and out by next-auth's own endpoints. Its browser package does the same and weighs 11 KB more, for sessions that
 * the console reads on the server anyway.
 */
async function post(action: string, fields: Readonly<Record<string, string>>): Promise<URL> {
	const { csrfToken }: { csrfToken: string } = await (await fetch('/api/auth/csrf')).json();
	const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
	const answer = await fetch(`/api/auth/${action}`, { method: 'POST', body });
	const { url }: { url: string } = await answer.json();
	return new URL(url, window.location.href);
}

function problemOf(url: URL): string | null {
	return url.searchParams.get('error') ?? (url.searchParams.has('csrf') ? 'csrf' : null);
}

/**
 * Signs in with name and password; the cookie is set when it worked.
 * @returns next-auth's code of what is wrong, or null
 * @throws when the server does not answer as next-auth does
 */
export async function signIn(name: string, password: string): Promise<string | null> {
	return problemOf(await post('callback/credentials', { name, password, callbackUrl: window.location.pathname }));
}

/**
 * Leaves for the identity provider, which leads back to the path.
 * @param returnTo a path of this site
 * @returns next-auth's code of what is wrong; null while the browser is leaving
 * @throws when the server does not answer as next-auth does
 */
export async function signInWithProvider(returnTo: string): Promise<string | null> {
	const url = await post('signin/oidc', { callbackUrl: returnTo });
	const isOurs = url.origin === window.location.origin && url.pathname === '/sign-in';
	if (isOurs) return problemOf(url) ?? 'OAuthSignin';
	window.location.assign(url);
	return null;
}

/** Ends the session of this browser, then shows the sign-in page. */
export async function signOut(): Promise<void> {
	await post('signout', { callbackUrl: '/sign-in' });
	window.location.assign('/sign-in');
}
