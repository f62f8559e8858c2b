import 'server-only';
import { getServerSession } from 'next-auth';
import { type ConsoleUser, findUser } from '../../../db/queries/users';
import { AppError } from '../../errors';
import { database } from '../database';
import { authOptions } from './options';

/** Who asks. Read from the database at every request, so that a removed account or a changed role counts at once. */
export type Actor = ConsoleUser;

/** The signed-in account of this request, or null. */
export async function currentActor(): Promise<Actor | null> {
	const session: { user?: { id?: string } } | null = await getServerSession(authOptions());
	const userId = Number(session?.user?.id);
	return Number.isSafeInteger(userId) && userId > 0 ? findUser(database(), userId) : null;
}

/**
 * The signed-in account of this request.
 * @throws AppError unauthenticated
 */
export async function requireActor(): Promise<Actor> {
	const actor = await currentActor();
	if (actor === null) throw new AppError('unauthenticated', 'You are not signed in, or your session has ended.', 'Sign in again.');
	return actor;
}
