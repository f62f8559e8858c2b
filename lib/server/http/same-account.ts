import 'server-only';
import { ACCOUNT_HEADER } from '../../api/account-header';
import { AppError } from '../../errors';
import type { Actor } from '../access';

/**
 * Refuses what a page of one account asks with the session of another. A page that does not say whose it is is asked nothing.
 * @throws AppError unauthenticated
 */
export function requireSameAccount(actor: Actor, headers: Pick<Headers, 'get'>): void {
	const account = headers.get(ACCOUNT_HEADER);
	if (account !== null && account !== String(actor.id))
		throw new AppError('unauthenticated', 'Somebody else has signed in in this browser meanwhile.', 'Sign in again to go on here.');
}
