import 'server-only';
import { randomUUID } from 'node:crypto';
import { findUserForSignIn } from '../../../db/queries/users';
import type { SignInRefusal } from '../../events/console';
import { database } from '../database';
import { record } from '../record';
import { beginAttempt, TooManyFailures } from './failures';
import { NOBODY_HASH, verifyPassword } from './password';

const NAME_LENGTH_MAX = 200;

interface Given {
	readonly name: string;
	readonly password: string;
	/** Where it comes from, as attempts are counted. */
	readonly address: string;
}

/**
 * The account that name and password are of, or null. An unknown name, a wrong password, a disabled account and one that signs in
 * with an identity provider cost the same and get the same answer.
 * @throws TooManyFailures without having looked at the password
 */
export async function signInWithPassword({ name, password, address }: Given): Promise<{ userId: number; name: string } | null> {
	const asked = name.slice(0, NAME_LENGTH_MAX);
	let attempt: ReturnType<typeof beginAttempt>;
	try {
		attempt = beginAttempt(`name ${asked}`, `address ${address}`);
	} catch (error) {
		if (error instanceof TooManyFailures && error.isFirst) await recordRefusal(asked, 'rate_limited');
		throw error;
	}
	const user = await findUserForSignIn(database(), asked);
	const isRight = await verifyPassword(password, user?.passwordHash ?? NOBODY_HASH);
	if (user === null || !isRight || user.disabledAt !== null) {
		await recordRefusal(asked, isRight ? 'account_disabled' : 'wrong_credentials');
		return null;
	}
	attempt.succeeded();
	return { userId: user.userId, name: user.name };
}

/** Records a refusal. A name no account has is left out: it may be a password, typed into the wrong box. */
async function recordRefusal(name: string, reason: SignInRefusal): Promise<void> {
	const user = await findUserForSignIn(database(), name);
	const actor = { kind: 'user', id: user?.userId ?? '', name: user?.name ?? '' } as const;
	await record({ actor, requestId: randomUUID() }, { action: 'console.sign_in_failed', details: { method: 'password', reason } });
}
