import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Actor, requireActor } from './auth/session';

/** Who asks, and the id under which this request is logged and its errors are quoted. */
export interface Context {
	readonly actor: Actor;
	readonly requestId: string;
}

/**
 * The context of the request being served.
 * @throws AppError unauthenticated
 */
export async function requestContext(requestId: string = randomUUID()): Promise<Context> {
	return { actor: await requireActor(), requestId };
}
