import 'server-only';
import { AppError } from '../../errors';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site made a signed-in browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, older ones in `Origin`; what says neither is no browser that holds our cookie.
 * @throws AppError forbidden
 */
export function requireSameOrigin(request: { readonly method: string; readonly headers: Pick<Headers, 'get'> }): void {
	if (SAFE.has(request.method)) return;
	const site = request.headers.get('sec-fetch-site');
	const origin = request.headers.get('origin');
	const same =
		site !== null
			? site === 'same-origin'
			: origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
	if (!same) throw new AppError('forbidden', 'This change was asked for by another site.', 'Do it in the console, or with a token.');
}
