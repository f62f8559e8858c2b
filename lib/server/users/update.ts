import 'server-only';
import { hasAdministrator, lockAdministrators, setMemberships } from '../../../db/queries/memberships';
import type { Reader } from '../../../db/queries/reader';
import { revokeSessionsOf } from '../../../db/queries/sessions';
import { revokeTokensOf } from '../../../db/queries/tokens';
import { findUser, setDisabled, setPassword, type UserRow } from '../../../db/queries/users';
import { covers } from '../../access/covers';
import type { Membership } from '../../access/roles';
import type { MembershipBody, User } from '../../api/access';
import { AppError } from '../../errors';
import type { Context } from '../access';
import { rolesComeFromProvider } from '../auth/oidc-provider';
import { hashPassword } from '../auth/password';
import { database } from '../database';
import { type Deed, record } from '../record';
import { noSuchUser } from './get';
import { roleChanges } from './role-changes';
import { membershipsOfBody, userShape } from './shape';

interface Input {
	readonly userId: string;
	/** All memberships the account shall have. */
	readonly memberships?: readonly MembershipBody[] | undefined;
	readonly disabled?: boolean | undefined;
	readonly password?: string | undefined;
}

/**
 * Changes an account: what is given, and all of it or nothing. A new password and disabling end all of its sessions at once,
 * disabling also the tokens it made: enabled again, it makes new ones.
 * @throws AppError not_found, forbidden, conflict
 */
export async function updateUser({ ctx, input }: { ctx: Context; input: Input }): Promise<User> {
	ctx.require('users.manage');
	const memberships = input.memberships === undefined ? undefined : membershipsOfBody(input.memberships);
	if (memberships?.every((membership) => covers(ctx.actor.memberships, membership)) === false)
		throw new AppError('forbidden', 'An account cannot be given more than you have.', 'Choose a lower role or fewer zones.');
	const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password);
	return database().transaction(async (reader) => {
		await lockAdministrators(reader);
		const before = await findUser(reader, Number(input.userId));
		if (before === null) throw noSuchUser(input.userId);
		const hadAdministrator = await hasAdministrator(reader);
		const deeds: Deed[] = [];
		if (memberships !== undefined) deeds.push(...(await changeMemberships(reader, before, memberships)));
		if (input.disabled !== undefined) deeds.push(...(await changeDisabled(reader, before, input.disabled)));
		if (passwordHash !== undefined) deeds.push(...(await changePassword(reader, before, passwordHash, ctx)));
		if (hadAdministrator && !(await hasAdministrator(reader)))
			throw new AppError(
				'conflict',
				`${before.name} is the last administrator of every zone.`,
				'Make another account one first: without any, nobody could manage accounts.',
			);
		await record(ctx, deeds, reader);
		return userShape((await findUser(reader, before.userId)) ?? before);
	});
}

async function changeMemberships(reader: Reader, user: UserRow, after: readonly Membership[]): Promise<Deed[]> {
	if (user.issuer !== null && rolesComeFromProvider())
		throw new AppError('conflict', `The roles of ${user.name} come from the identity provider.`, 'Change them there.');
	await setMemberships(reader, user.userId, after);
	return roleChanges(user, user.memberships, after);
}

async function changeDisabled(reader: Reader, user: UserRow, isDisabled: boolean): Promise<Deed[]> {
	if (isDisabled === (user.disabledAt !== null)) return [];
	await setDisabled(reader, user.userId, isDisabled);
	const details = { account_id: user.userId, account_name: user.name, change: isDisabled ? 'disabled' : 'enabled' } as const;
	return [
		{ action: 'console.user_changed', details },
		...(isDisabled ? [...(await endSessions(reader, user)), ...(await endTokens(reader, user))] : []),
	];
}

async function changePassword(reader: Reader, user: UserRow, passwordHash: string, ctx: Context): Promise<Deed[]> {
	if (user.issuer !== null)
		throw new AppError('conflict', `${user.name} signs in with the identity provider.`, 'Its password can only be changed there.');
	if (ctx.actor.kind === 'user' && ctx.actor.id === user.userId)
		throw new AppError('conflict', 'This is your own account.', 'Change your own password where the current one is asked for.');
	await setPassword(reader, user.userId, passwordHash, true);
	const details = { account_id: user.userId, account_name: user.name, change: 'password' } as const;
	return [{ action: 'console.user_changed', details }, ...(await endSessions(reader, user))];
}

/** Ends all sessions of an account. @returns what is to be recorded of it */
export async function endSessions(reader: Reader, user: { readonly userId: number; readonly name: string }): Promise<Deed[]> {
	const sessions = await revokeSessionsOf(reader, user.userId);
	if (sessions === 0) return [];
	return [{ action: 'console.session_revoked', details: { account_id: user.userId, account_name: user.name, sessions } }];
}

/** Revokes the tokens an account answers for. @returns what is to be recorded of it */
async function endTokens(reader: Reader, user: UserRow): Promise<Deed[]> {
	const tokens = await revokeTokensOf(reader, user.userId);
	return tokens.map(({ tokenId, name, prefix }) => ({
		action: 'console.token_revoked',
		details: { token_id: tokenId, token_name: name, token_prefix: prefix },
	}));
}
