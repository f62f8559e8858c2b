import 'server-only';
import { headers } from 'next/headers';
import { AppError } from '../../errors';
import type { Actor } from '../access';
import { sessionActor } from './session';
import { bearerOf, tokenActor } from './token';

/** Who asks, by the bearer token of the request when it carries one, else by its session; null when neither counts. */
export async function currentActor(): Promise<Actor | null> {
	const authorization = (await headers()).get('authorization');
	if (authorization === null) return sessionActor();
	const bearer = bearerOf(authorization);
	return bearer === null ? null : tokenActor(bearer);
}

/** @throws AppError unauthenticated */
export async function requireActor(): Promise<Actor> {
	const actor = await currentActor();
	if (actor !== null) return actor;
	const isToken = (await headers()).has('authorization');
	throw isToken
		? new AppError('unauthenticated', 'The token is not valid: unknown, expired or revoked.', 'Ask an administrator for a new one.')
		: new AppError('unauthenticated', 'You are not signed in, or your session has ended.', 'Sign in again, or send a bearer token.');
}
