import 'server-only';
import type { IncomingMessage } from 'node:http';
import { headers } from 'next/headers';
import { AppError } from '../../errors';
import type { Actor } from '../access';
import { sessionIdOfRequest } from './options';
import { actorOfSession, sessionActor } from './session';
import { bearerOf, requireTokenActor, type TokenLookups, tokenActor } from './token';

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
	return signedIn(await sessionActor());
}

/** The same of a request that Next has not seen. @throws AppError unauthenticated */
export async function requireActorOf(request: Pick<IncomingMessage, 'headers'>, lookups?: TokenLookups): Promise<Actor> {
	const { authorization } = request.headers;
	if (authorization !== undefined) return requireTokenActor(authorization, lookups);
	const sessionId = await sessionIdOfRequest(request);
	return signedIn(sessionId === null ? null : await actorOfSession(sessionId));
}

function signedIn(actor: Actor | null): Actor {
	if (actor !== null) return actor;
	throw new AppError('unauthenticated', 'You are not signed in, or your session has ended.', 'Sign in again, or send a bearer token.');
}
