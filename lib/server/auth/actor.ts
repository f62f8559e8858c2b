import 'server-only';
import { headers } from 'next/headers';
import { AppError } from '../../errors';
import type { Actor } from '../access';
import { sessionActor } from './session';
import { bearerOf, requireTokenActor, tokenActor } from './token';

/** Who asks, by the bearer token of the request when it carries one, else by its session; null when neither counts. */
export async function currentActor(): Promise<Actor | null> {
	const authorization = (await headers()).get('authorization');
	if (authorization === null) return sessionActor();
	const bearer = bearerOf(authorization);
	return bearer === null ? null : tokenActor(bearer);
}

/** @throws AppError unauthenticated */
export async function requireActor(): Promise<Actor> {
	const authorization = (await headers()).get('authorization');
	if (authorization !== null) return requireTokenActor(authorization);
	const actor = await sessionActor();
	if (actor !== null) return actor;
	throw new AppError('unauthenticated', 'You are not signed in, or your session has ended.', 'Sign in again, or send a bearer token.');
}
