import 'server-only';
import { randomUUID } from 'node:crypto';
import { lockAdministrators, setMemberships } from '../../../db/queries/memberships';
import { ensureOidcUser } from '../../../db/queries/oidc-users';
import { findUser } from '../../../db/queries/users';
import { database } from '../database';
import { type Deed, record } from '../record';
import { roleChanges } from '../users/role-changes';
import { type Claims, membershipsByClaims, nameByClaims } from './oidc-claims';
import type { OidcSettings } from './oidc-settings';

const SUBJECT_LENGTH_MAX = 512;

/**
 * The account of somebody the identity provider vouches for: made at their first sign-in, and with the memberships their claims
 * give, at every one. One without any may sign in, and is told that they may see nothing.
 * @param claims those of a verified id token, and of the userinfo endpoint for the same subject
 * @returns null for an account that is disabled
 */
export async function signInWithClaims(claims: Claims, settings: OidcSettings): Promise<{ userId: number; name: string } | null> {
	const subject = claims.sub;
	if (typeof subject !== 'string' || subject === '' || subject.length > SUBJECT_LENGTH_MAX)
		throw new Error('the identity provider gave no subject that can be kept');
	const { issuer, roles } = settings;
	return database().transaction(async (reader) => {
		// also keeps two sign-ins of one account apart, which both replace its memberships
		await lockAdministrators(reader);
		const { userId, isNew } = await ensureOidcUser(reader, { issuer, subject }, nameByClaims(claims));
		const user = await findUser(reader, userId);
		if (user === null) throw new Error('an account vanished while it signed in');
		const doer = { actor: { kind: 'user', id: userId, name: user.name }, requestId: randomUUID() } as const;
		if (user.disabledAt !== null) {
			const details = { method: 'oidc', reason: 'account_disabled', issuer } as const;
			await record(doer, { action: 'console.sign_in_failed', details }, reader);
			return null;
		}
		const account = { account_id: userId, account_name: user.name };
		const deeds: Deed[] = isNew ? [{ action: 'console.user_created', details: { ...account, method: 'oidc', issuer } }] : [];
		if (roles !== undefined) {
			const memberships = membershipsByClaims(claims, roles);
			await setMemberships(reader, userId, memberships);
			deeds.push(...roleChanges(user, user.memberships, memberships));
		}
		await record(doer, deeds, reader);
		return { userId, name: user.name };
	});
}
